"""The consultation in writing of the demonstration, in its debate, and the item that a service reports on."""

from datetime import datetime, timedelta

from webapp.accounts.model import Linking
from webapp.audit.model import By
from webapp.cli.demo import agendas
from webapp.cli.demo.prefecture import Prefecture
from webapp.committees import queries as committees
from webapp.committees.model import SeatOnDay
from webapp.meetings.model import Mode
from webapp.meetings.service import conduct, contributions, means, rapporteurs, written
from webapp.meetings.sitting import MeetingDraft
from webapp.storage.database import Database
from webapp.wording import dates

TERMS = "Par la page de la consultation, avec votre mot de passe ou le lien du message. Une question : 05 55 00 00 00."
SAID = (
    (6, "Le mât dépasse la ligne de crête d’une vingtaine de mètres. Existe-t-il un photomontage depuis le lac ?"),
    (2, "Le photomontage est dans la notice, page 12. L’opérateur propose une teinte gris vert et un mât en treillis."),
    (4, "Je suis favorable si la teinte est écrite dans l’avis."),
)  # seats of the committee by their place, and what who holds them wrote


def consult(
    db: Database, prefecture: Prefecture, opens_at: datetime, closes_at: datetime, *, linking: Linking, now: datetime
) -> None:
    """Consult the landscape committee in writing: means confirmed, announced, observations already read by all."""
    by = prefecture.secretary
    draft = MeetingDraft(
        mode=Mode.WRITTEN,
        mode_decision=f"Décision du président du {dates.day(now)}",
        starts_at=opens_at,
        secretary=f"Mme {by.name}",
    )
    meeting = conduct.create(db, prefecture.landscape, draft, by=by, now=now)
    (mast,) = agendas.write(db, meeting.id, (agendas.MAST,), by=by, now=now)
    seats = committees.roster_on(db, meeting.committee_id, meeting.composed_on).seats
    for held in seats:
        means.confirm(db, meeting.id, held.seat.id, by=_titular(held), now=now + timedelta(hours=1))
    written.announce(db, meeting.id, closes_at, TERMS, linking=linking, by=by, now=now + timedelta(hours=2))
    for hours, (place, text) in enumerate(SAID, start=1):
        held, at = seats[place - 1], opens_at + timedelta(hours=hours)
        contributions.contribute(
            db,
            meeting.id,
            held.seat.id,
            mast.item,
            text,
            by=_titular(held),
            received_at=at,
            key=f"demonstration-observation-{hours}",
        )


def entrust(
    db: Database,
    prefecture: Prefecture,
    meeting_id: int,
    item: int,
    *,
    today: datetime,
    linking: Linking,
    now: datetime,
) -> None:
    """Entrust an item of a sitting to come to the service that may sign in, a week from today."""
    due_on = dates.in_paris(today).date() + timedelta(days=7)
    rapporteurs.entrust(
        db,
        meeting_id,
        item,
        prefecture.rapporteur,
        due_on=due_on,
        reminder_days=5,
        linking=linking,
        by=prefecture.secretary,
        now=now,
    )


def _titular(held: SeatOnDay) -> By:
    if held.titular is None:
        message = f"le siège « {held.seat.label} » de la démonstration est vacant"
        raise ValueError(message)
    return By(person_id=held.titular.person_id, name=held.titular.person.display_name)
