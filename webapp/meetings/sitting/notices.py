"""The notice of a sitting: what a version said, to whom, and what proves that each has it."""

from datetime import date, datetime
from enum import StrEnum, auto

from webapp.kernel.models import frozen
from webapp.meetings.model import Mode
from webapp.wording.dates import in_paris


class NoticeKind(StrEnum):
    """What a version is for: `second` follows a finding of no quorum (CRPA R133-10)."""

    FIRST = auto()
    SECOND = auto()
    AMENDED = auto()
    CANCELLED = auto()


class Proof(StrEnum):
    """What proves a reception: the member's own act, or a paper that the desk dates."""

    OPENED = auto()
    ACKNOWLEDGED = auto()
    REPLIED = auto()
    IN_HAND = auto()
    POST = auto()

    @property
    def on_paper(self) -> bool:
        return self in {Proof.IN_HAND, Proof.POST}


@frozen
class NoticedItem:
    """An item as a notice announced it; `late`: it came after an earlier notice (LAW CNV-5)."""

    id: int
    label: str
    title: str
    nature: str
    commune: str
    applicant: str
    late: bool


@frozen
class NoticeFacts:
    """Everything that a notice says, frozen with it."""

    authority: str
    committee: str
    title: str
    mode: Mode
    mode_decision: str
    starts_at: datetime
    place: str
    connection: str
    urgency: str
    cancelled_for: str
    first_sitting: date | None
    max_mandates: int
    agenda: tuple[NoticedItem, ...]

    @property
    def day(self) -> date:
        """The day of the sitting in Paris."""
        return in_paris(self.starts_at).date()


@frozen
class Notice:
    """A version that was sent; `pdf` and `calendar` name its files once they are made, and its messages leave then."""

    id: int
    meeting_id: int
    version: int
    kind: NoticeKind
    uid: str
    facts: NoticeFacts
    agenda_hash: str
    sent_at: datetime
    sent_by: int | None
    job_id: int | None
    pdf: str | None
    calendar: str | None
    rendered_at: datetime | None

    @property
    def sequence(self) -> int:
        """How many versions came before it, as calendars count (RFC 5545, 3.8.7.4)."""
        return self.version - 1

    @property
    def sent_on(self) -> date:
        """The day of its sending in Paris."""
        return in_paris(self.sent_at).date()

    @property
    def cancels(self) -> bool:
        return self.kind is NoticeKind.CANCELLED


@frozen
class Recipient:
    """Somebody to whom a version was addressed: a titular, or a substitute for information."""

    notice_id: int
    person_id: int
    seat: int
    titular: bool


@frozen
class Reception:
    """A proof that somebody has a version; `received_on` is the day in Paris."""

    notice_id: int
    person_id: int
    proof: Proof
    received_on: date
    entered_at: datetime
    entered_by: int | None


@frozen
class ApplicantNotice:
    """That the applicant was told of the day, and where or by which link to be heard (LAW CNV-8)."""

    on: date
    of: str
