"""An item entrusted to a service, which hands over its report before a day."""

from datetime import date, datetime

from webapp.kernel.models import frozen
from webapp.meetings.sitting.states import MeetingState


@frozen
class Entrusted:
    """Who reports on an item, and the last day on which their files are taken."""

    item_id: int
    person_id: int
    due_on: date
    entrusted_by: int | None
    entrusted_at: datetime


@frozen
class Task:
    """An entrusted item as its rapporteur's list shows it."""

    entrusted: Entrusted
    meeting_id: int
    committee_id: int
    title: str
    starts_at: datetime
    state: MeetingState
