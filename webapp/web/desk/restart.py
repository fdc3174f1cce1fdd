"""After a power cut: where the sitting stood when the service came back."""

from datetime import datetime

from webapp.audit import queries as audit
from webapp.kernel.models import frozen
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import MeetingState
from webapp.web.desk import journal
from webapp.web.kit.database import db, started_at


@frozen
class Restart:
    """The service came back at `at`; `last` says the last act kept before, empty when it must not be told yet."""

    at: datetime
    last_at: datetime
    last: str


def of(sitting: Sitting) -> Restart | None:
    """Return what the desk must know of a restart, None once an act was done since, or where there was none."""
    if sitting.meeting.state is not MeetingState.OPEN:
        return None
    newest = audit.entries(db(), scope=sitting.meeting.topic, limit=1)
    at = started_at()
    if not newest or newest[0].instant >= at:
        return None
    told = journal.told(audit.entries(db(), scope=sitting.meeting.topic))[:1]
    return Restart(at=at, last_at=newest[0].instant, last="".join(line.sentence for _, line in journal.lines(told)))
