"""What the worker does to remind a service of what it is to hand over."""

from datetime import date, timedelta
from typing import Any

from webapp.accounts.model import Linking
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings.service import rapporteurs


def remind(work: Any) -> dict[str, Any]:
    """Write the reminder that is due; `work` is the worker's claimed job."""
    named = work.job.payload
    linking = Linking(key=work.settings.link_key, lasts=timedelta(days=work.settings.link_days))
    written = rapporteurs.remind_when_due(
        work.db,
        int(named["meeting"]),
        int(named["item"]),
        date.fromisoformat(named["due_on"]),
        linking=linking,
        by=SYSTEM,
        now=clock.now(),
    )
    return {"written": written}
