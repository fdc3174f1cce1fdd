"""What members say of their coming, before the sitting."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.models import frozen

COMING = frozenset({"room", "remote", "substitute"})


class ReplyKind(StrEnum):
    """How the seat will be held; a substitute is named, and so is the seat to which mandate is given."""

    ROOM = auto()
    REMOTE = auto()
    SUBSTITUTE = auto()
    MANDATE = auto()
    EXCUSED = auto()


@frozen
class Reply:
    """The last reply for a seat; `replied_by` is the member, or who heard them on the telephone.

    `titular_id`: whose coming it tells; `holder_id`: who holds the seat to which mandate is given. None: not known.
    """

    meeting_id: int
    seat: int
    kind: ReplyKind
    substitute_id: int | None
    holder: int | None = None
    titular_id: int | None = None
    holder_id: int | None = None
    replied_by: int | None
    replied_at: datetime

    @property
    def comes(self) -> bool:
        """Whether somebody will sit for the seat."""
        return self.kind in COMING


@frozen
class Declared:
    """A mandate announced before the sitting, at the hour of its receipt."""

    mandator: int
    holder: int
    received_at: datetime
