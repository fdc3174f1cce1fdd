"""A sitting, its agenda items and their motions, as the database keeps them; seats are committees' seat ids (int)."""

from datetime import date, datetime

from webapp.committees.model import CommitteeSettings
from webapp.kernel.models import frozen
from webapp.meetings.model import Counts, Mode, Outcome, PaperCount, Quorum, Sense
from webapp.meetings.sitting.notices import ApplicantNotice
from webapp.meetings.sitting.states import ClosingKind, ItemKind, ItemState, MeetingState, MotionKind, MotionState
from webapp.meetings.sitting.written import Nature
from webapp.wording.dates import in_paris


@frozen
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


@frozen
class Meeting:
    """A sitting; `settings` and `composing` are frozen at its opening, None before.

    `entry_hour`: the hour for which the desk enters what was held on paper, None while it writes what happens now.
    `door_token`: what opens the check-in page of the tablet at the door, None while the desk gave it no link.
    `notice_id`: the last notice sent from here, None where it was sent otherwise or not yet.
    `rehearsal_of`: the sitting that this one copies for practice, with its members of `rehearsal_day`; None: a true one.
    """

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
    suspended_at: datetime | None
    entry_hour: datetime | None
    delay_minutes: int
    screen_token: str
    door_token: str | None
    revision: int
    rehearsal_of: int | None = None
    rehearsal_day: date | None = None
    notice_id: int | None = None

    @property
    def rehearsal(self) -> bool:
        """Whether nothing of it counts, and all of it may be purged (LAW ARC-1)."""
        return self.rehearsal_of is not None

    @property
    def composed_on(self) -> date:
        """The day whose members sit: its own, or that of the sitting which it rehearses (LAW COM-4)."""
        return self.rehearsal_day or self.day

    @property
    def day(self) -> date:
        """The day of the sitting in Paris."""
        return in_paris(self.starts_at).date()

    @property
    def topic(self) -> str:
        """What its open pages watch."""
        return f"meeting:{self.id}"

    @property
    def desk_topic(self) -> str:
        """What the secretariat's pages watch: every act and every ballot."""
        return f"meeting:{self.id}:desk"


@frozen
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
    nature: Nature | None = None


@frozen
class Item:
    """An agenda item (LAW VOT-8: `mandatory` or optional consultation, simple or `conforming` opinion).

    `approves`: the earlier sitting whose minutes the committee approves by it. `added_after`: the notice that it came
    after, None where a notice announced it, or none was sent yet (LAW CNV-5).
    """

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
    carried_from: int | None
    begun_at: datetime | None
    ended_at: datetime | None
    approves: int | None = None
    added_after: int | None = None
    applicant_informed: ApplicantNotice | None = None
    nature: Nature | None = None

    @property
    def draft(self) -> ItemDraft:
        """What the desk wrote of it."""
        return ItemDraft(
            label=self.label,
            kind=self.kind,
            title=self.title,
            commune=self.commune,
            applicant=self.applicant,
            legal_basis=self.legal_basis,
            mandatory=self.mandatory,
            conforming=self.conforming,
            rapporteur=self.rapporteur,
            nature=self.nature,
        )

    @property
    def late(self) -> bool:
        """Whether it was added after the notice."""
        return self.added_after is not None

    @property
    def topic(self) -> str:
        """What its documents are kept under."""
        return f"item:{self.id}"

    @property
    def over(self) -> bool:
        return self.state not in {ItemState.PENDING, ItemState.IN_HAND}


@frozen
class MotionDraft:
    """What the desk writes of a motion."""

    kind: MotionKind = MotionKind.WHOLE
    title: str
    text: str = ""


@frozen
class Presided:
    """Who presided when a vote closed, and the public casting declaration made afterwards, if any (LAW VOT-5, VOT-6)."""

    seat: int | None
    person_id: int | None
    declaration: str | None = None


@frozen
class VoteResult:
    """What the rules said of a vote: quorum at its opening, figures and outcome at its closing.

    `counts.did_not_vote` are all entitled seats without a ballot; `no_part` of them declared to take no part
    (LAW VOT-1, VOT-12). `hands`, `voices`, `sheets`: how many standing ballots the desk entered so. `mark` is the last line of
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
    sheets: int = 0
    paper: PaperCount | None = None

    @property
    def silent(self) -> int:
        """Entitled seats that neither voted nor declared anything."""
        return self.counts.did_not_vote - self.no_part


@frozen
class Opening:
    """The quorum when a vote opened, and the last line of the ledger known then."""

    quorum: Quorum
    mark: int


@frozen
class Motion:
    """One question of an item, on its own version of the text; `result` is what stands, recomputed or not.

    `attempts`: how many votes were opened on it, stopped ones included. `secret`: by secret ballots, on paper.
    """

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
    attempts: int
    secret: bool

    @property
    def number(self) -> int:
        """Which vote this is on the motion: the first, or one more after a vote cancelled, interrupted or redone."""
        return self.attempts if self.poll_id is not None else self.attempts + 1

    @property
    def state(self) -> MotionState:
        if self.poll_id is None:
            return MotionState.PENDING
        if self.closed_at is None:
            return MotionState.OPEN
        return MotionState.CLOSED if self.announced_at is None else MotionState.ANNOUNCED

    @property
    def rejected(self) -> bool:
        """Put to the vote and not carried: what it proposed is in no later version of the text."""
        return self.result is not None and self.result.outcome.sense is not Sense.FAVOURABLE

    @property
    def recomputed(self) -> bool:
        """A late entry changed its result: both are kept and printed."""
        return self.first_result != self.result
