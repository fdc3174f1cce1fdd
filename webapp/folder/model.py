"""The parts of a sitting's folder, and the files made of them."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen


class Part(StrEnum):
    """What is printed, in the order in which the day needs it; `whole` is everything in one file."""

    NOTICE = auto()
    SCRIPT = auto()
    SIGNING = auto()
    ROLL_CALL = auto()
    TALLY = auto()
    MANDATES = auto()
    BALLOTS = auto()
    CARDS = auto()
    ATTENDANCE = auto()
    WHOLE = auto()


class FolderRefusal(Reason):
    """Why a part of the folder is not made or not handed over."""

    AGENDA_EMPTY = auto()
    NOT_OFFERED = auto()
    UNKNOWN_FILE = auto()


@frozen
class FolderFile:
    """A part asked for, and made once `sha256` is there.

    `source` is the fingerprint of the pages asked for, `revision` that of the sitting at that moment.
    """

    id: int
    meeting_id: int
    part: Part
    job_id: int | None
    source: str
    revision: int
    sha256: str | None
    bytes: int | None
    requested_at: datetime
    rendered_at: datetime | None
