"""The record of a sitting: what it is, its agenda, its motions, its ledger, and what is decided in it.

`model` holds the values the rules judge; here is what the database keeps. Seats are committees' seat ids (int).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto

from webapp.committees.model import CommitteeSettings
from webapp.kernel.errors import Reason
from webapp.meetings.model import Counts, Mode, Outcome, Quorum
from webapp.wording.dates import in_paris


class MeetingState(StrEnum):
    PREPARED = auto()
    OPEN = auto()
    CLOSED = auto()


class ClosingKind(StrEnum):
    NORMAL = auto()
    NO_QUORUM = auto()


class ItemKind(StrEnum):
    VOTE = auto()
    INFORMATION = auto()


class ItemState(StrEnum):
    PENDING = auto()
    IN_HAND = auto()
    DONE = auto()
    ADJOURNED = auto()
    WITHDRAWN = auto()


class MotionKind(StrEnum):
    AMENDMENT = auto()
    RESERVATION = auto()
    WHOLE = auto()


class MotionState(StrEnum):
    """Where a motion stands; `closed` is not yet told to the members, `announced` is."""

    PENDING = auto()
    OPEN = auto()
    CLOSED = auto()
    ANNOUNCED = auto()


class Form(StrEnum):
    """How somebody is present (LAW QUO-6); all three count alike (CRPA R133-10)."""

    ROOM = auto()
    VIDEO = auto()
    TELEPHONE = auto()


class Act(StrEnum):
    """The kinds of facts of the ledger."""

    ARRIVAL = auto()
    DEPARTURE = auto()
    MANDATE_GIVEN = auto()
    MANDATE_ENDED = auto()
    RECUSAL = auto()
    RECUSAL_ENDED = auto()
    CHAIR = auto()
    GUEST_ARRIVAL = auto()
    GUEST_DEPARTURE = auto()
    VOIDED = auto()


class MeetingRefusal(Reason):
    """Why an act of a sitting may not be done."""

    UNKNOWN_MEETING = auto()
    UNKNOWN_COMMITTEE = auto()
    OUT_OF_TERM = auto()
    MODE_NEEDS_DECISION = auto()
    MODE_NEEDS_RULES = auto()
    WRITTEN_NOT_OFFERED = auto()
    SECOND_NOTICE_NEEDS_FINDING = auto()
    NOT_PREPARED = auto()
    NOT_OPEN = auto()
    ALREADY_CLOSED = auto()
    AGENDA_EMPTY = auto()
    CHAIR_MISSING = auto()
    VOTE_STILL_OPEN = auto()
    LATE_ENTRIES_PENDING = auto()
    QUORUM_IS_THERE = auto()
    TITLE_MISSING = auto()
    TEXT_MISSING = auto()
    TOO_LONG = auto()
    UNKNOWN_ITEM = auto()
    ITEM_TOUCHED = auto()
    ITEM_NOT_IN_HAND = auto()
    OTHER_ITEM_IN_HAND = auto()
    ITEM_OVER = auto()
    MOTIONS_PENDING = auto()
    INFORMATION_HAS_NO_VOTE = auto()
    UNKNOWN_MOTION = auto()
    MOTION_VOTED = auto()
    UNKNOWN_SEAT = auto()
    UNKNOWN_PERSON = auto()
    NOT_APPOINTED = auto()
    SITS_ELSEWHERE = auto()
    ALREADY_PRESENT = auto()
    NOT_PRESENT = auto()
    FORM_NOT_OFFERED = auto()
    HOUR_TO_COME = auto()
    HOUR_TOO_EARLY = auto()
    MANDATE_TO_ONESELF = auto()
    NO_MANDATE = auto()
    ALREADY_RECUSED = auto()
    NOT_RECUSED = auto()
    NAME_MISSING = auto()
    NO_GUEST = auto()
    UNKNOWN_FACT = auto()
    ALREADY_VOIDED = auto()
    REASON_MISSING = auto()
    SECRET_NOT_OFFERED = auto()
    OTHER_VOTE_OPEN = auto()
    PREVIOUS_MOTION_PENDING = auto()
    ALREADY_OPENED = auto()
    VOTE_NOT_OPEN = auto()
    NOBODY_ENTITLED = auto()
    SEAT_NOT_ENTITLED = auto()
    SEAT_HAS_VOTED = auto()
    SEAT_NAMED_TWICE = auto()
    REMOTE_NOT_HEARD = auto()
    READ_BACK_MISSING = auto()
    LIST_NOT_CONFIRMED = auto()
    SECOND_PERSON_NEEDED = auto()
    NOTHING_TO_CONFIRM = auto()
    VOTE_NOT_CLOSED = auto()
    NOT_A_TIE = auto()
    DECLARATION_NOT_OFFERED = auto()
    CHAIR_NOT_SITTING = auto()
    ALREADY_ANNOUNCED = auto()
    NO_LATE_ENTRY = auto()
    KEY_REUSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDraft:
    """What the desk writes of a sitting."""

    title: str = ""
    mode: Mode = Mode.IN_PERSON
    mode_decision: str = ""
    starts_at: datetime
    place: str = ""
    connection: str = ""
    secretary: str = ""
    second_notice: bool = False
    first_meeting_id: int | None = None
    notice_sent_on: date | None = None
    notice_urgency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A sitting; `settings` and `composing` are frozen at its opening, None before."""

    id: int
    committee_id: int
    title: str
    mode: Mode
    mode_decision: str
    starts_at: datetime
    place: str
    connection: str
    secretary: str
    second_notice: bool
    first_meeting_id: int | None
    notice_sent_on: date | None
    notice_urgency: str
    state: MeetingState
    settings: CommitteeSettings | None
    composing: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    closing_kind: ClosingKind | None
    item_in_hand: int | None
    screen_token: str
    revision: int

    @property
    def day(self) -> date:
        """The day of the sitting in Paris, on which its members must be appointed (LAW COM-4)."""
        return in_paris(self.starts_at).date()

    @property
    def topic(self) -> str:
        """What its open pages watch."""
        return f"meeting:{self.id}"

    @property
    def desk_topic(self) -> str:
        """What the secretariat's pages watch: every act and every ballot."""
        return f"meeting:{self.id}:desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """What the desk writes of an agenda item; an empty label becomes its number."""

    label: str = ""
    kind: ItemKind = ItemKind.VOTE
    title: str
    commune: str = ""
    applicant: str = ""
    legal_basis: str = ""
    mandatory: bool = True
    conforming: bool = False
    rapporteur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An agenda item (LAW VOT-8: `mandatory` or optional consultation, simple or `conforming` opinion)."""

    id: int
    meeting_id: int
    position: int
    label: str
    kind: ItemKind
    title: str
    commune: str
    applicant: str
    legal_basis: str
    mandatory: bool
    conforming: bool
    rapporteur: str
    state: ItemState
    state_reason: str
    begun_at: datetime | None
    ended_at: datetime | None

    @property
    def over(self) -> bool:
        return self.state in {ItemState.DONE, ItemState.ADJOURNED, ItemState.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionDraft:
    """What the desk writes of a motion."""

    kind: MotionKind = MotionKind.WHOLE
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presided:
    """Who presided when a vote closed, and the public casting declaration made afterwards, if any (LAW VOT-5, VOT-6)."""

    seat: int | None
    person_id: int | None
    declaration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteResult:
    """What the rules said of a vote: quorum at its opening, figures and outcome at its closing.

    `counts.did_not_vote` are all entitled seats without a ballot; `no_part` of them declared to take no part
    (LAW VOT-1, VOT-12). `hands`, `voices`: how many standing ballots the desk entered so. `mark` is the last line of
    the ledger known then.
    """

    quorum: Quorum
    counts: Counts
    no_part: int
    hands: int
    voices: int
    outcome: Outcome
    chair: Presided
    at: datetime
    mark: int

    @property
    def silent(self) -> int:
        """Entitled seats that neither voted nor declared anything."""
        return self.counts.did_not_vote - self.no_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The quorum when a vote opened, and the last line of the ledger known then."""

    quorum: Quorum
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """One question of an item, on its own version of the text; `result` is what stands, recomputed or not."""

    id: int
    item_id: int
    position: int
    kind: MotionKind
    title: str
    text: str
    poll_id: int | None
    text_hash: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    opening: Opening | None
    last_call_at: datetime | None
    result: VoteResult | None
    first_result: VoteResult | None
    announced_at: datetime | None
    list_confirmed_by: int | None
    list_confirmed_at: datetime | None

    @property
    def state(self) -> MotionState:
        if self.poll_id is None:
            return MotionState.PENDING
        if self.closed_at is None:
            return MotionState.OPEN
        return MotionState.CLOSED if self.announced_at is None else MotionState.ANNOUNCED

    @property
    def recomputed(self) -> bool:
        """A late entry changed its result: both are kept and printed."""
        return self.first_result != self.result


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the ledger; `effective_at` is the hour it happened, `entered_at` the hour it was written."""

    id: int
    meeting_id: int
    act: Act
    seat: int | None
    other_seat: int | None
    person_id: int | None
    item_id: int | None
    form: Form | None
    text: str
    refers_to: int | None
    effective_at: datetime
    entered_at: datetime
    entered_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of the chair: `rule` overridden, or 'late_entry' with decision 'kept' or 'recomputed'."""

    id: int
    meeting_id: int
    item_id: int | None
    motion_id: int | None
    fact_id: int | None
    rule: str
    decision: str
    reason: str
    details: Mapping[str, object]
    taken_at: datetime
    taken_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntry:
    """A fact entered after its hour that would change a vote: the chair decides, 'kept' or 'recomputed'."""

    fact: Fact
    motion_id: int
    item_id: int
    poll_id: int
    decision_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupant:
    """Somebody present for a seat."""

    person_id: int
    form: Form
    since: datetime
    fact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """A seat that is taken: `occupant` sits and votes, `others` are there for the same seat and do not (LAW COM-6)."""

    seat: int
    occupant: Occupant
    others: tuple[Occupant, ...]
    replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMandate:
    """A mandate received; `end` is 'mandator_arrived' or 'withdrawn' once it has ended (LAW MAN-3)."""

    fact_id: int
    mandator: int
    holder: int
    received_at: datetime
    ended_at: datetime | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """A member withdrawn from an item, from an hour on (CRPA R133-12)."""

    fact_id: int
    seat: int
    item_id: int
    person_id: int | None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Presiding:
    """Who presides, since when, by which delegation."""

    fact_id: int
    seat: int | None
    person_id: int | None
    since: datetime
    delegation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A person heard, a service, a rapporteur: never a ballot (CRPA R133-6, LAW COM-9)."""

    fact_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Who is there at one instant, folded from the ledger; `mandates` in order of receipt, ended ones included."""

    at: datetime
    seats: Mapping[int, Occupancy] = field(default_factory=dict)
    mandates: tuple[GivenMandate, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    chair: Presiding | None = None
    guests: tuple[Guest, ...] = ()

    def recused(self, item_id: int) -> frozenset[int]:
        """Seats withdrawn from this item; the withdrawal is the person's, not that of another who now sits there."""
        return frozenset(
            each.seat
            for each in self.recusals
            if each.item_id == item_id
            and (each.seat not in self.seats or self.seats[each.seat].occupant.person_id == each.person_id)
        )

    @property
    def chair_sits(self) -> bool:
        """Whether who presides is present in the seat they preside from."""
        if self.chair is None or self.chair.seat is None or self.chair.seat not in self.seats:
            return False
        return self.seats[self.chair.seat].occupant.person_id == self.chair.person_id
