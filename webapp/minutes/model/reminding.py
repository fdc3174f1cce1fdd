"""Who is awaited for minutes to go on."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen


class Await(StrEnum):
    """For what somebody is awaited."""

    APPROVAL = auto()
    SIGNATURE = auto()


class ReminderRefusal(Reason):
    """Why nobody is reminded."""

    NOBODY_AWAITED = auto()
    REMINDED_TODAY = auto()
    NOBODY_TO_WRITE_TO = auto()


@frozen
class Awaited:
    """Who is awaited, as the committee names them; `chair`: whoever presided, or chairs; since when."""

    what: Await
    role: str
    chair: bool
    since: datetime
