"""What is kept of minutes beside the facts: state, free texts, corrections, disagreements, files."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.minutes.model.evidence import JournalLine


class MinutesState(StrEnum):
    """The versions of LAW PV-4; from the final one on, nothing changes."""

    DRAFT = auto()
    SUBMITTED = auto()
    APPROVED = auto()
    FINAL = auto()
    SIGNED = auto()

    @property
    def final(self) -> bool:
        """Whether nothing changes any more, signed or not."""
        return self in {MinutesState.FINAL, MinutesState.SIGNED}


class TextKind(StrEnum):
    """The free texts: a summary for each item, the incidents of the whole sitting."""

    SUMMARY = auto()
    INCIDENTS = auto()


class FileKind(StrEnum):
    """What is rendered: the minutes, the extract of one item (avis), the named record, the finding of no quorum, all opinions.

    And the publishable version of final minutes (LAW PUB-1).
    """

    MINUTES = auto()
    EXTRACT = auto()
    ANNEX = auto()
    NO_QUORUM = auto()
    OPINIONS = auto()
    PUBLISHABLE = auto()


class MinutesRefusal(Reason):
    """Why an act on minutes may not be done."""

    UNKNOWN_MEETING = auto()
    SITTING_NOT_CLOSED = auto()
    IS_FINAL = auto()
    OF_A_REHEARSAL = auto()
    IS_APPROVED = auto()
    TEXT_CHANGED = auto()
    TEXT_TOO_LONG = auto()
    UNKNOWN_ITEM = auto()
    NO_OPINION = auto()
    NOT_A_MEMBER = auto()
    ALREADY_STATED = auto()
    UNKNOWN_DISAGREEMENT = auto()
    UNKNOWN_SEAT = auto()
    UNKNOWN_FACT = auto()
    SAME_VALUE = auto()
    VALUE_UNREADABLE = auto()
    REASON_MISSING = auto()
    STEP_UNKNOWN = auto()
    STATE_MOVED = auto()
    NOT_SUBMITTED = auto()
    INCOMPLETE = auto()
    NOT_FINAL = auto()
    TRANSMISSION_TOO_EARLY = auto()
    NO_CARENCE = auto()
    NOTHING_BY_NAME = auto()
    UNKNOWN_FILE = auto()
    FILE_DAMAGED = auto()
    ELIMINATED = auto()


class What(StrEnum):
    """What can be missing from minutes (LAW PV-1)."""

    SITTING_OPEN = auto()
    CHAIR = auto()
    SECRETARY = auto()
    MODE_DECISION = auto()
    NOTICE = auto()
    QUALITY = auto()
    NOT_TREATED = auto()
    NO_SENSE = auto()
    SUMMARY = auto()


@frozen
class Missing:
    """Something that the minutes lack; `blocks`: R133-13 asks for it, and no final version is made without it.

    `where` names the item or the person, `fact` the path of the fact to set right where that is the remedy, `item` the
    label of the item whose text is to be written.
    """

    what: What
    blocks: bool
    where: str = ""
    fact: str = ""
    item: str = ""


@frozen
class TextVersion:
    """One version of a free text; the last one of its place stands."""

    id: int
    item_id: int | None
    kind: TextKind
    body: str
    saved_at: datetime
    saved_by: int | None


@frozen
class Texts:
    """The standing free texts: summaries by item id, incidents of the sitting."""

    summaries: Mapping[int, TextVersion] = field(default_factory=dict)
    incidents: TextVersion | None = None

    def summary(self, item_id: int) -> str:
        found = self.summaries.get(item_id)
        return "" if found is None else found.body


@frozen
class Correction:
    """A fact set right: its path, the value recorded, the value that stands, why."""

    id: int
    fact: str
    recorded: str
    corrected: str
    reason: str
    corrected_at: datetime
    corrected_by: int | None


@frozen
class Disagreement:
    """A mention asked for by a member on an item; a withdrawn one stays, unprinted."""

    id: int
    item_id: int
    seat_id: int
    person_id: int
    body: str
    stated_at: datetime
    withdrawn_at: datetime | None


@frozen
class Step:
    """A change of state, with its reason when it goes back; `sealed` is its entry in the journal."""

    state: MinutesState
    taken_at: datetime
    taken_by: int | None
    reason: str
    sealed: JournalLine | None = None


@frozen
class Rectification:
    """A new version opened on one that was final; `sha256` is that one's, as it stood."""

    number: int
    file_id: int
    sha256: str
    signed: bool
    reason: str
    opened_at: datetime


@frozen
class Record:
    """The minutes of a sitting beside its facts; `rectifies`: what this version corrects.

    `changed_at` is when anything printed last changed, `eliminated_at` when texts and files went under a visa.
    """

    state: MinutesState
    revision: int
    transmitted_on: date | None
    transmitted_to: str
    texts: Texts
    corrections: tuple[Correction, ...]
    disagreements: tuple[Disagreement, ...]
    excused: frozenset[int]
    steps: tuple[Step, ...]
    rectifies: Rectification | None
    changed_at: datetime | None
    eliminated_at: datetime | None = None

    @property
    def final(self) -> bool:
        return self.state.final

    @property
    def sealed(self) -> JournalLine | None:
        """The journal's head when the version became final; None before, or where it was final already."""
        finals = [step.sealed for step in self.steps if step.state is MinutesState.FINAL]
        return finals[-1] if self.final and finals else None

    def stands(self, file: "File") -> bool:
        """Whether a file is of this version: those of the one that it rectifies are kept, and never taken for its own."""
        return self.rectifies is None or file.requested_at >= self.rectifies.opened_at

    def reached(self, state: MinutesState) -> datetime | None:
        """Return when a state was last reached."""
        found = [step.taken_at for step in self.steps if step.state is state]
        return found[-1] if found else None


@frozen
class File:
    """A rendering asked for, and made once `sha256` is there.

    `source` is the fingerprint of what it was made from, `twin` and `facts` are the SHA-256 of the page
    and of the facts kept beside the minutes. `of_file`: the final version of which a publishable one is made.
    """

    id: int
    meeting_id: int
    item_id: int | None
    kind: FileKind
    state: MinutesState
    job_id: int | None
    sha256: str | None
    twin: str | None
    facts: str | None
    source: str | None
    bytes: int | None
    requested_at: datetime
    rendered_at: datetime | None
    of_file: int | None = None

    @property
    def may_be_signed(self) -> bool:
        """Whether this is an extract or the list of opinions, rendered with the fields to sign (LAW PV-9)."""
        return self.kind in {FileKind.EXTRACT, FileKind.OPINIONS} and self.twin is not None

    @property
    def is_final_minutes(self) -> bool:
        """Whether this is a final version, rendered: the one that is signed."""
        return self.kind is FileKind.MINUTES and self.state is MinutesState.FINAL and self.sha256 is not None


@frozen
class Note:
    """What one secretary writes on an item while it is debated; `revision` grows with each save, 0 before the first."""

    item_id: int
    person_id: int
    body: str
    revision: int
    saved_at: datetime
