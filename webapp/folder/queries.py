"""Reading what the folder prints, and the files that were made of it."""

from datetime import datetime

from webapp.folder import document, store
from webapp.folder.model import FolderFile, Part
from webapp.jobs import queries as jobs
from webapp.jobs.model import Job
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import Meeting, MeetingState
from webapp.minutes import queries as minutes
from webapp.storage.database import Database


def day(db: Database, meeting_id: int, *, authority: str, now: datetime) -> document.Day:
    """Gather everything the folder prints of a sitting; once it is closed, who sat and when, as its minutes say it."""
    with db.reading(snapshot=True):
        sitting = meetings.state(db, meeting_id, now=now)
        first_id = sitting.meeting.first_meeting_id
        first = None if first_id is None else meetings.find(db, first_id)
        approved = {
            each.approves: meetings.find(db, each.approves) for each in sitting.items if each.approves is not None
        }
        closed = sitting.meeting.state is MeetingState.CLOSED
        facts = minutes.facts(db, meeting_id, now=now, authority=authority) if closed else None
    return document.Day(
        sitting=sitting,
        authority=authority,
        first_sitting=None if first is None else first.day,
        approved={number: each.day for number, each in approved.items() if each is not None},
        members=() if facts is None else facts.members,
    )


def parts_of(meeting: Meeting) -> tuple[Part, ...]:
    """Return what the folder holds: everything for a sitting to come or under way, the certificates after it."""
    return (Part.ATTENDANCE,) if meeting.state is MeetingState.CLOSED else tuple(Part)


def latest(db: Database, meeting_id: int) -> dict[Part, FolderFile]:
    """Return the last file asked for of each part."""
    return store.latest(db, meeting_id)


def find_file(db: Database, meeting_id: int, file_id: int) -> FolderFile | None:
    """Return one file of this sitting, or None."""
    found = store.file(db, file_id)
    return found if found is not None and found.meeting_id == meeting_id else None


def work_on(db: Database, found: FolderFile) -> Job | None:
    """Return the work that renders a file."""
    return None if found.job_id is None else jobs.get(db, found.job_id)
