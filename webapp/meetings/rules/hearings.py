"""The page of a person heard: when it opens, and until when it takes observations (CRPA R133-6, CSP R1321-7)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.sitting import HearingRefusal, Item, ItemState, Meeting, MeetingState, Motion, MotionKind

LASTS = timedelta(days=30)  # after the day of the sitting: long enough to read that the opinion will come
LONGEST = 20_000
MOST = 20  # sendings by one link: nobody writes more, and a program could


@frozen
class Passage:
    """What the page of a person heard shows: once the sitting is over, only that; `put_off`: the item is no more of it."""

    over: bool
    put_off: bool
    takes_observations: bool


def check_link(meeting: Meeting, now: datetime) -> None:
    """Refuse a link some weeks after its sitting."""
    if now > (meeting.closed_at or meeting.starts_at) + LASTS:
        raise Refusal(HearingRefusal.LINK_DEAD)


def passage(meeting: Meeting, item: Item) -> Passage:
    """Say what the page shows at this point of the sitting: observations are for before the item is over."""
    over = meeting.state is MeetingState.CLOSED
    put_off = item.state in {ItemState.ADJOURNED, ItemState.WITHDRAWN}
    return Passage(over=over, put_off=put_off, takes_observations=not over and not item.over)


def draft_of(motions: Iterable[Motion]) -> str:
    """Return the draft of an item: the texts put to the vote as a whole, one after the other."""
    texts = (each.text.strip() for each in motions if each.kind is MotionKind.WHOLE)
    return "\n\n".join(text for text in texts if text)


def check_observation(meeting: Meeting, item: Item, body: str, *, sent: int) -> str:
    """Return what was written, or refuse it."""
    if not passage(meeting, item).takes_observations:
        raise Refusal(HearingRefusal.TOO_LATE)
    if not body.strip():
        raise Refusal(HearingRefusal.TEXT_MISSING)
    if len(body) > LONGEST:
        raise Refusal(HearingRefusal.TOO_LONG, most=LONGEST)
    if sent >= MOST:
        raise Refusal(HearingRefusal.TOO_MANY, most=MOST)
    return body.strip()
