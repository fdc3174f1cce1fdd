"""Work that a sitting leaves to the worker, written with the fact that calls for it: higher floors say what it is."""

from webapp.jobs import service as jobs
from webapp.meetings.service.unit import Unit

CLOSED = "meeting.closed"
MINUTES_APPROVED = "meeting.minutes_approved"


def after_closing(unit: Unit) -> None:
    """Leave what follows the end of a sitting: its opinions are issued at once."""
    jobs.enqueue(unit.db, CLOSED, {"meeting": unit.meeting.id}, now=unit.at)


def after_approval(unit: Unit, item_id: int, approved: int) -> None:
    """Leave what follows the approval of an earlier sitting's minutes by an item of this one; a rehearsal approves nothing."""
    if unit.meeting.rehearsal:
        return
    jobs.enqueue(unit.db, MINUTES_APPROVED, {"meeting": approved, "by": unit.meeting.id, "item": item_id}, now=unit.at)
