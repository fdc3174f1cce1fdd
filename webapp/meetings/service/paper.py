"""A secret vote on paper: what the scrutineers counted is recorded, once, and closes the vote (LAW SEC-6, SEC-7)."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings.model import PaperCount
from webapp.meetings.service.unit import act, check_lengths
from webapp.meetings.service.voting import count
from webapp.meetings.sitting import MeetingRefusal, VoteResult
from webapp.storage.database import Database


def record(
    db: Database,
    meeting_id: int,
    motion_id: int,
    paper: PaperCount,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> VoteResult:
    """Record the count of the papers and close the vote, finally; totals that do not agree are refused.

    Totals alone: nobody's choice and no college's is known here. Recording again gives the same result.
    """
    check_lengths(paper.scrutineers)
    with act(db, meeting_id, "vote.counted", by=by, now=now, key=key) as unit:
        motion = unit.motion(motion_id)
        if motion.result is not None:
            return motion.result
        motion = unit.open_motion(motion_id)
        if not motion.secret:
            raise Refusal(MeetingRefusal.NOT_ON_PAPER)
        return count(unit, motion, paper)
