"""Following a notice: its versions, and for each person what became of it."""

from collections.abc import Mapping
from datetime import datetime, time

from webapp.documents import queries as documents
from webapp.documents.model import Document
from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.queries.state import Sitting
from webapp.meetings.rules import notice as rules
from webapp.meetings.rules.notice import Delay, Deposit, Due, Stage
from webapp.meetings.rules.rapporteurs import deposited, missing
from webapp.meetings.sitting import Entrusted, Item, Meeting, MeetingState, Notice, Proof, Reception, Recipient
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message
from webapp.storage.database import Database
from webapp.wording.dates import PARIS, in_paris

NOTICE_KINDS = frozenset({"meeting.notice", "meeting.reminder", "meeting.cancelled"})
REMINDERS = frozenset({"meeting.reminder", "meeting.unanswered"})  # of one sitting: a person gets one of them a day


@frozen
class Followed:
    """What became of the notice for one person: its last message, the proofs, and how long before the sitting."""

    recipient: Recipient
    message: Message | None
    proofs: tuple[Reception, ...]
    received: Reception | None
    delay: Delay

    def of(self, proof: Proof) -> Reception | None:
        return next((each for each in self.proofs if each.proof is proof), None)


@frozen
class Following:
    """Every version of a sitting's notice, oldest first, and what became of the last for each person."""

    notices: tuple[Notice, ...]
    people: tuple[Followed, ...]

    @property
    def latest(self) -> Notice | None:
        return self.notices[-1] if self.notices else None

    @property
    def standing(self) -> Notice | None:
        """The last version, unless it cancels."""
        return None if self.latest is None or self.latest.cancels else self.latest

    @property
    def titulars(self) -> tuple[Followed, ...]:
        return tuple(each for each in self.people if each.recipient.titular)

    @property
    def silent(self) -> tuple[Followed, ...]:
        """The titulars of whom nothing proves that they have the notice."""
        return tuple(each for each in self.titulars if each.received is None)

    @property
    def too_late(self) -> tuple[Followed, ...]:
        """The titulars who had it too late."""
        return tuple(each for each in self.titulars if each.delay is Delay.SHORT)


def following(db: Database, sitting: Sitting) -> Following:
    """Follow the notice of a sitting, in four queries whatever its size."""
    notices = tuple(store.notices(db, sitting.meeting.id))
    if not notices:
        return Following(notices=(), people=())
    counted = {each.id for each in rules.counted(notices)}
    receptions = [each for each in store.receptions(db, sitting.meeting.id) if each.notice_id in counted]
    messages = _last_messages(db, sitting.meeting.topic)
    people = [_followed(sitting, each, receptions, messages, counted) for each in store.recipients(db, notices[-1].id)]
    return Following(notices=notices, people=tuple(people))


def _followed(
    sitting: Sitting,
    recipient: Recipient,
    receptions: list[Reception],
    messages: Mapping[int, Message],
    counted: set[int],
) -> Followed:
    person_id = recipient.person_id
    received = rules.first_reception(receptions, person_id, counted)
    term = rules.term_of(sitting.settings)
    return Followed(
        recipient=recipient,
        message=messages.get(person_id),
        proofs=tuple(each for each in receptions if each.person_id == person_id),
        received=received,
        delay=rules.delay(None if received is None else received.received_on, sitting.meeting.day, term),
    )


def _last_messages(db: Database, topic: str) -> dict[int, Message]:
    found = [each for each in outbox.about(db, topic) if each.letter.kind in NOTICE_KINDS]
    return {each.letter.person_id: each for each in found if each.letter.person_id is not None}


def reminded_at(db: Database, topic: str) -> dict[int, datetime]:
    """Return when each person was last reminded of a sitting, of its notice or of their reply."""
    found = [each for each in outbox.about(db, topic) if each.letter.kind in REMINDERS]
    return {each.letter.person_id: each.created_at for each in found if each.letter.person_id is not None}


def notice(db: Database, meeting_id: int, notice_id: int) -> Notice | None:
    """Return one version of this sitting, or None."""
    return store.notice(db, meeting_id, notice_id)


def notices(db: Database, meeting_id: int) -> list[Notice]:
    """Return every version of a sitting's notice, oldest first."""
    return store.notices(db, meeting_id)


def receptions(db: Database, meeting_id: int) -> list[Reception]:
    """Return every proof of reception of a sitting's notices."""
    return store.receptions(db, meeting_id)


def own_proofs(db: Database, notice_id: int, person_id: int) -> frozenset[Proof] | None:
    """Return what proves that somebody has a version; None when it is not addressed to them."""
    return store.receptions_of(db, notice_id, person_id)


def applicants(sitting: Sitting) -> tuple[Item, ...]:
    """Return the items whose applicant is told of the sitting by law (LAW CNV-8)."""
    return tuple(each for each in sitting.items if not each.over and rules.applicant_to_inform(each))


def due(db: Database, sitting: Sitting, found: Following, *, replies: int, now: datetime) -> tuple[Due, ...]:
    """Say what is due when for a sitting, and what is overdue."""
    held = sum(not each.vacant for each in sitting.roster.seats)
    convened = sitting.meeting.notice_sent_on is not None
    standing = [each for each in documents.of_scope(db, sitting.meeting.topic) if not each.withdrawn]
    done = {
        Stage.DOCUMENTS: not rules.without_document(sitting.items, {each.subject for each in standing}),
        Stage.NOTICE: convened,
        Stage.APPLICANTS: all(each.applicant_informed is not None for each in applicants(sitting)),
        Stage.REPLIES: replies >= held,
        Stage.SITTING: sitting.meeting.state is not MeetingState.PREPARED,
    }
    if found.standing is not None:
        done[Stage.RECEPTION] = not found.silent
    deposits = _deposits(sitting, store.entrusted_items(db, sitting.meeting.id), standing)
    lines = rules.timeline(sitting.meeting.day, rules.term_of(sitting.settings), done, in_paris(now).date(), deposits)
    return tuple(each for each in lines if each.stage is not Stage.APPLICANTS or applicants(sitting))


def _deposits(sitting: Sitting, given: list[Entrusted], standing: list[Document]) -> list[Deposit]:
    """Say of each entrusted item that still stands by when its service hands over, and whether it did."""
    items = {each.id: each for each in sitting.items}
    return [
        Deposit(
            item=f"{items[each.item_id].label}. {items[each.item_id].title}",
            by=each.due_on,
            done=not missing(deposited(standing, items[each.item_id].topic, each.person_id)),
        )
        for each in given
        if not items[each.item_id].over
    ]


def convened_at(db: Database, meeting: Meeting) -> datetime | None:
    """Return when the members were convened to a sitting; a day noted by hand counts whole. None: not yet."""
    on = meeting.notice_sent_on
    if on is None:
        return None
    sent = (each for each in store.sent_instants(db, meeting.id) if in_paris(each).date() == on)
    return next(sent, None) or datetime.combine(on, time.max, tzinfo=PARIS)
