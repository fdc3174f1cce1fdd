"""What is held of somebody beside their registration itself."""

from collections.abc import Callable, Iterator

from webapp.kernel import clock
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message
from webapp.registrations.model import Registration
from webapp.registrations.model.retention import Held
from webapp.storage.database import Database
from webapp.webinars import store
from webapp.webinars.queries import certificates
from webapp.webinars.store import attendance, forgetting
from webapp.wording import dates
from webapp.wording.attendance import SOURCES
from webapp.wording.organising import ANSWERS

# Kinds of messages whose number is that of an invitation.
NUMBERED_OTHERWISE = frozenset({"webinar.invited", "webinar.invited_again"})

Lines = list[dict[str, str]]


def _questions(db: Database, registration: Registration) -> Lines:
    asked = store.questions_of(db, registration.id)
    return [{"Question": each.text, **({"Réponse": each.answer} if each.answer else {})} for each in asked]


def _seen(db: Database, registration: Registration) -> Lines:
    lines = attendance.of(db, [registration.id])
    return [
        {
            "Vue par": SOURCES[each.source],
            "De": dates.moment(each.interval.since),
            "À": dates.hour(each.interval.until),
        }
        for each in lines
    ]


def _attested(db: Database, registration: Registration) -> Lines:
    found = certificates.of_registration(db, registration)
    return [{"Numéro": each.number, "Délivrée le": dates.moment(each.issued_at)} for each in found]


def _invited(db: Database, registration: Registration) -> Lines:
    found = forgetting.invitations_held(db, registration.id)
    return [
        {
            "Invité": f"{row['first_name']} {row['last_name']}".strip(),
            "Adresse": row["email"],
            "Service": row["service"],
            "Réponse": ANSWERS[row["answer"]],
        }
        for row in found
    ]


def _coming(db: Database, registration: Registration) -> Lines:
    return [
        {
            "Pour la date du": dates.moment(clock.from_text(row["starts_at"])),
            "Réponse": "Oui" if row["comes"] else "Non",
            "Dite le": dates.moment(clock.from_text(row["at"])),
        }
        for row in forgetting.replies_held(db, registration.id)
    ]


def _stays(db: Database, registration: Registration) -> Lines:
    return [
        {
            "Entré à": dates.moment(clock.from_text(row["joined_at"])),
            "Sorti à": "" if row["left_at"] is None else dates.hour(clock.from_text(row["left_at"])),
        }
        for row in forgetting.stays_held(db, registration.id)
    ]


def _evaluated(db: Database, registration: Registration) -> Lines:
    found = forgetting.turnout_held(db, registration.id)
    return [] if found is None else [{"Questionnaire": "Rempli, sans votre nom" if found else "Proposé"}]


# Another subject that keeps something of a person adds how to read it: title, then lines of names and values.
BESIDES: tuple[tuple[str, Callable[[Database, Registration], Lines]], ...] = (
    ("Questions aux intervenants", _questions),
    ("Présence", _seen),
    ("Attestations", _attested),
    ("Invitations", _invited),
    ("« Viendrez-vous ? »", _coming),
    ("Passages dans la salle BigBlueButton", _stays),
    ("Évaluation", _evaluated),
)


def messages(db: Database, held: Held) -> list[Message]:
    """Return what was written to somebody about their registration."""
    return outbox.numbered(db, held.topic, held.known.registration.id, besides=NUMBERED_OTHERWISE)


def besides(db: Database, registration: Registration) -> Iterator[tuple[str, Lines]]:
    """Return what other subjects keep of somebody, by title."""
    for title, read in BESIDES:
        yield title, read(db, registration)
