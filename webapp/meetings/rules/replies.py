"""What a member can reply to a notice (CRPA R133-3, R133-5, R133-10)."""

from webapp.committees.model import SeatOnDay
from webapp.kernel.errors import Refusal
from webapp.meetings.model import Mode
from webapp.meetings.sitting import MeetingRefusal, ReplyKind

Offer = tuple[ReplyKind, int | None]


def offered(mode: Mode, seat: SeatOnDay) -> tuple[Offer, ...]:
    """Return what can be replied for a seat: a way to come that the sitting has, each substitute by name, or an excuse.

    In writing there is nothing to come to.
    """
    if mode is Mode.WRITTEN:
        return ()
    room: tuple[Offer, ...] = () if mode is Mode.CONFERENCE else ((ReplyKind.ROOM, None),)
    remote: tuple[Offer, ...] = () if mode is Mode.IN_PERSON else ((ReplyKind.REMOTE, None),)
    others = tuple((ReplyKind.SUBSTITUTE, each.person_id) for each in seat.substitutes)
    return (*room, *remote, *others, (ReplyKind.EXCUSED, None))


def check_reply(mode: Mode, seat: SeatOnDay, kind: ReplyKind, substitute_id: int | None) -> None:
    """Refuse a way to come that this sitting does not have, and whoever is no substitute of the seat (CRPA R133-3)."""
    if (kind, substitute_id) not in offered(mode, seat):
        raise Refusal(MeetingRefusal.REPLY_NOT_OFFERED)
