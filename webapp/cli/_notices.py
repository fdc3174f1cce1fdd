"""What the worker does for notices: their files, then their messages."""

from datetime import timedelta
from typing import Any

from webapp.accounts.model import Linking
from webapp.kernel import clock
from webapp.meetings.service import notices


def render(work: Any) -> dict[str, Any]:
    """Make the files of the version that a job names, and post its messages."""
    settings = work.settings
    means = notices.Means(
        files=settings.files,
        public_address=settings.public_address,
        linking=Linking(key=settings.link_key, lasts=timedelta(days=settings.link_days)),
    )
    named = work.job.payload
    return notices.render(
        work.db, int(named["meeting"]), int(named["notice"]), means=means, report=work.report, now=clock.now()
    )
