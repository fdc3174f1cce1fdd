"""What the worker does for webinars: the files of certificates and of attendance sheets."""

from typing import Any

from webapp.kernel import clock
from webapp.webinars.service import certificates


def make_certificate(work: Any) -> dict[str, Any]:
    """Make the next certificate of the date that a job names; `work` is the worker's claimed job."""
    return certificates.make_next(
        work.db,
        int(work.job.payload["occurrence"]),
        folder=work.settings.files,
        public_address=work.settings.public_address,
        report=work.report,
        now=clock.now(),
    )


def make_sheet(work: Any) -> dict[str, Any]:
    """Make the attendance sheet that a job names."""
    return certificates.make_sheet(
        work.db,
        int(work.job.payload["sheet"]),
        folder=work.settings.files,
        authority=work.settings.prefecture,
        report=work.report,
        now=clock.now(),
    )
