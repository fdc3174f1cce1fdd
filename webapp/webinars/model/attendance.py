"""Who came: what each source saw, what it makes together, the certificates that follow."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.registrations.model import Registration


class Source(StrEnum):
    """What saw somebody."""

    LINK = auto()
    BIGBLUEBUTTON = auto()
    LIST = auto()
    DOOR = auto()
    DECLARED = auto()


class AttendanceRefusal(Reason):
    """Why a presence is not kept, a list not read, a certificate not issued."""

    UNKNOWN_PERSON = auto()
    UNKNOWN_LINE = auto()
    UNKNOWN_CODE = auto()
    HOURS_UNREADABLE = auto()
    REASON_MISSING = auto()
    REASON_TOO_LONG = auto()
    ALREADY_SET_ASIDE = auto()
    NOT_ARRIVED = auto()
    NOTHING_TO_SHARE = auto()
    LIST_WITHOUT_NAMES = auto()
    LIST_WITHOUT_HOURS = auto()
    LIST_KNOWN = auto()
    FILE_MISSING = auto()
    NOT_OVER = auto()
    NOBODY_REACHES = auto()
    UNKNOWN_CERTIFICATE = auto()
    ALREADY_REVOKED = auto()
    FILE_NOT_MADE = auto()


@frozen(kw_only=False, order=True)
class Interval:
    """From one instant to another; both the same: seen then, for no known time."""

    since: datetime
    until: datetime

    @property
    def lasts(self) -> timedelta:
        return self.until - self.since


@frozen(kw_only=False, order=True)
class Who:
    """Somebody behind a registration: who signed up (0), or one of those beside them (from 1)."""

    registration_id: int
    position: int = 0


@frozen
class Line:
    """What one source saw; `set_aside` says why it does not count."""

    id: int
    who: Who
    source: Source
    interval: Interval
    reason: str
    list_id: int | None
    recorded_at: datetime
    set_aside: str = ""

    @property
    def stands(self) -> bool:
        return not self.set_aside


@frozen
class Presence:
    """What the lines of one person make together, within the session (WEB-6); `seen`: at least one line stands."""

    intervals: tuple[Interval, ...] = ()
    seen: bool = False

    @property
    def lasts(self) -> timedelta:
        return sum((each.lasts for each in self.intervals), timedelta())

    @property
    def minutes(self) -> int:
        """Whole minutes: none is rounded up."""
        return self.lasts // timedelta(minutes=1)


@frozen
class Attendee:
    """Somebody of the list, with what was seen of them and the certificate that stands."""

    who: Who
    registration: Registration
    name: str
    presence: Presence
    lines: tuple[Line, ...] = ()
    certificate: "Certificate | None" = None


@frozen
class Row:
    """A line of a tool's list, read: who it names, and when they were there."""

    name: str
    email: str
    interval: Interval


@frozen
class ReadList:
    """A tool's list: its rows, and how many could not be read."""

    rows: tuple[Row, ...]
    unread: int


@frozen
class Unknown:
    """A row whose person nobody recognised yet."""

    id: int
    list_id: int
    row: Row


@frozen
class BroughtList:
    """A tool's list that was brought in."""

    id: int
    lines: int
    brought_at: datetime
    set_aside: bool


@frozen
class Certificate:
    """An attestation as it was issued; `facts` is what it says, `hash` its fingerprint, `sha256` its file once made."""

    id: int
    number: str
    occurrence_id: int
    who: Who
    facts: Mapping[str, Any] = field(repr=False)
    hash: str
    issued_at: datetime
    sha256: str | None
    revoked_at: datetime | None
    revoke_reason: str
    forgotten_at: datetime | None

    @property
    def stands(self) -> bool:
        return self.revoked_at is None

    @property
    def is_handed_over(self) -> bool:
        """Whether its file is there for its person, or will be: revoked or forgotten, it is no more."""
        return self.stands and self.forgotten_at is None


@frozen
class Sheet:
    """The attendance sheet as a PDF, made once `sha256` is there."""

    id: int
    occurrence_id: int
    job_id: int | None
    requested_at: datetime
    sha256: str | None
    rendered_at: datetime | None
