"""Who is awaited for minutes to go on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason


class Await(StrEnum):
    """For what somebody is awaited."""

    APPROVAL = auto()
    SIGNATURE = auto()


class ReminderRefusal(Reason):
    """Why nobody is reminded."""

    NOBODY_AWAITED = auto()
    REMINDED_TODAY = auto()
    NOBODY_TO_WRITE_TO = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """Who is awaited, as the committee names them; `chair`: whoever presided, or chairs; since when."""

    what: Await
    role: str
    chair: bool
    since: datetime
