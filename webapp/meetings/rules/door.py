"""When people may sign in at the tablet of the door, and who of a seat is theirs to speak for."""

from datetime import datetime

from webapp.kernel.errors import Refusal
from webapp.meetings.sitting import DoorRefusal, Meeting, MeetingState, Occupant, Presence
from webapp.wording import dates


def check_door(meeting: Meeting, now: datetime) -> None:
    """Refuse before the day of the sitting, once it is closed, and while the desk enters what was held on paper.

    An arrival has its hour: signed on the eve it would say that somebody sat through the night.
    """
    if meeting.state is MeetingState.CLOSED:
        raise Refusal(DoorRefusal.CLOSED)
    if meeting.entry_hour is not None:
        raise Refusal(DoorRefusal.ENTERED_AFTERWARDS)
    if meeting.state is MeetingState.PREPARED and dates.in_paris(now).date() < meeting.day:
        raise Refusal(DoorRefusal.NOT_YET, day=dates.weekday(meeting.day))


def there(presence: Presence, seat: int, person_id: int) -> Occupant | None:
    """Return how somebody is present for a seat, whether they vote or not; None when they are not."""
    taken = presence.seats.get(seat)
    if taken is None:
        return None
    return next((each for each in (taken.occupant, *taken.others) if each.person_id == person_id), None)


def sits(presence: Presence, seat: int, person_id: int) -> bool:
    """Whether somebody is the one who sits and votes for a seat (LAW COM-6)."""
    taken = presence.seats.get(seat)
    return taken is not None and taken.occupant.person_id == person_id
