"""What a member can reply to a notice (CRPA R133-3, R133-5, R133-10)."""

from collections.abc import Mapping

from webapp.committees.model import SeatOnDay
from webapp.kernel.errors import Refusal
from webapp.meetings.model import Mode
from webapp.meetings.sitting import MeetingRefusal, Reply, ReplyKind

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


def standing(replies: Mapping[int, Reply], titulars: Mapping[int, int]) -> dict[int, Reply]:
    """Return the replies that still stand: a seat handed over since is silent again (CRPA R133-3, R133-9).

    A mandate falls too when the seat of its holder has another titular: it was given to a member, not to a seat.
    """
    return {
        seat: each
        for seat, each in replies.items()
        if _still(each.titular_id, titulars.get(seat)) and _still(each.holder_id, titulars.get(each.holder or 0))
    }


def _still(then: int | None, now: int | None) -> bool:
    return then is None or then == now
