"""Minutes approved by a later sitting of the committee: what follows from its agenda item."""

from datetime import datetime

from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.minutes import store
from webapp.minutes.model import MinutesRefusal, MinutesState
from webapp.minutes.service.writing import take_step
from webapp.storage.database import Database
from webapp.wording import dates


def approved_in_sitting(db: Database, meeting_id: int, *, by_meeting: int, item_id: int, now: datetime) -> MinutesState:
    """Move submitted minutes to approved, on the word of a sitting's item (LAW PV-4); return where they are.

    A second run does nothing. Minutes that were never submitted are refused: the desk takes both steps itself.
    """
    state = store.state(db, meeting_id)
    if state is MinutesState.APPROVED or state.final:
        return state
    if state is not MinutesState.SUBMITTED:
        raise Refusal(MinutesRefusal.NOT_SUBMITTED)
    sitting, item = meetings.find(db, by_meeting), meetings.find_item(db, by_meeting, item_id)
    if sitting is None or item is None:
        raise Refusal(MinutesRefusal.UNKNOWN_MEETING)
    reason = f"Approuvé à la séance du {dates.day(sitting.day)}, point {item.label}"
    take_step(db, meeting_id, MinutesState.APPROVED, expected=state, reason=reason, by=SYSTEM, now=now)
    return MinutesState.APPROVED
