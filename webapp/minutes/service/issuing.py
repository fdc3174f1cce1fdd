"""What is issued at once when a sitting is closed: services draft their acts from it the next morning (LAW PV-9)."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import ClosingKind, MeetingState, MotionState
from webapp.minutes import store
from webapp.minutes.model import FileKind, MinutesRefusal
from webapp.minutes.service import indexing, rendering
from webapp.storage.database import Database, unit_of_work

Paper = tuple[FileKind, int | None]


def issue(db: Database, meeting_id: int, *, now: datetime) -> list[int]:
    """Order the list of opinions and an extract for each item that has one; of a sitting without quorum, its finding.

    What was asked for already is not ordered again, so that a second run does nothing. Return the files' numbers.
    """
    sitting = meetings.state(db, meeting_id, now=now)
    if sitting.meeting.state is not MeetingState.CLOSED:
        raise Refusal(MinutesRefusal.SITTING_NOT_CLOSED)
    with unit_of_work(db):
        state = store.state(db, meeting_id)
        there = {(each.kind, each.item_id) for each in store.files(db, meeting_id)}
        wanted = [each for each in papers_of(sitting) if each not in there]
        if not wanted:
            return []
        topic = sitting.meeting.topic
        at = audit.effective_instant(db, now, scope=topic)
        numbers = [rendering.order(db, meeting_id, kind, item_id, state, now=at) for kind, item_id in wanted]
        indexing.refresh(db, meeting_id)
        audit.record(db, "minutes.issued", topic, by=SYSTEM, now=at, scope=topic, files=len(numbers))
    return numbers


def papers_of(sitting: Sitting) -> list[Paper]:
    """Return what is issued of a closed sitting; the approval of earlier minutes is no opinion."""
    if sitting.meeting.closing_kind is ClosingKind.NO_QUORUM:
        return [(FileKind.NO_QUORUM, None)]
    opined = {motion.item_id for motion in sitting.motions if motion.state is MotionState.ANNOUNCED}
    items = [item for item in sitting.items if item.id in opined and item.approves is None]
    return [(FileKind.OPINIONS, None), *((FileKind.EXTRACT, item.id) for item in items)]
