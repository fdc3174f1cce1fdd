"""What the worker does for webinars: offers that ended, reminders, messages to all, certificates and sheets."""

import traceback
from datetime import datetime, timedelta
from typing import Any

from webapp.kernel import clock
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.webinars import service as webinars
from webapp.webinars.model import Round
from webapp.webinars.service import certificates
from webapp.webinars.service.letters import Means

AFTER_A_FAULT = timedelta(minutes=1)


def sweep(db: Database, settings: Settings) -> datetime | None:
    """Do what fell due by itself; return when something next does. A fault is said, and all of it tried again."""
    try:
        return webinars.sweep(db, means=_means(settings), now=clock.now())
    except Exception as fault:  # noqa: BLE001 — the worker goes on with the rest: minutes, notices, mail
        traceback.print_exception(fault)
        return clock.now() + AFTER_A_FAULT


def write_round(work: Any) -> dict[str, Any]:
    """Write a round of reminders; `work` is the worker's claimed job."""
    named = work.job.payload
    written = webinars.write_round(
        work.db,
        int(named["occurrence"]),
        Round(named["round"]),
        clock.from_text(named["starts_at"]),
        means=_means(work.settings),
        now=clock.now(),
    )
    return {"written": written}


def write_broadcast(work: Any) -> dict[str, Any]:
    """Write a message of the organisers to everybody it is for."""
    number = int(work.job.payload["broadcast"])
    return {"written": webinars.write_broadcast(work.db, number, means=_means(work.settings), now=clock.now())}


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


def _means(settings: Settings) -> Means:
    return Means(link_key=settings.link_key, public_address=settings.public_address, files=settings.files)
