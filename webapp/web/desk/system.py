"""How the service itself is doing, for its administrators."""

import shutil

from flask import Blueprint, render_template

from webapp.jobs import heartbeat
from webapp.jobs import queries as jobs
from webapp.jobs.model import JobState
from webapp.kernel import clock
from webapp.kernel.version import version
from webapp.outbox import queries as outbox
from webapp.outbox.model import Reach
from webapp.settings import KEYS
from webapp.web.kit import access, health
from webapp.web.kit.database import db, settings

bp = Blueprint("system", __name__, url_prefix="/secretariat/systeme")

MEGABYTE = 1024 * 1024
FAILURES = 20


@bp.get("")
@access.administrator
def page() -> str:
    """Version, worker, failed work, disk and settings; secrets are in none of them."""
    now, kept = clock.now(), settings()
    return render_template(
        "desk/system.html",
        version=version(),
        mark=kept.mark,
        now=now,
        fault=health.fault(),
        worker_alive=heartbeat.is_alive(kept.instance, now=now),
        worker_seen_at=heartbeat.last(kept.instance),
        mail=outbox.queue(db(), Reach(committees=None, of_none=True)),
        sends_mail=kept.sends_mail,
        counts={state.value: number for state, number in jobs.counts(db()).items()},
        failures=jobs.latest_in(db(), JobState.FAILED, limit=FAILURES),
        database_megabytes=kept.database.stat().st_size // MEGABYTE,
        free_megabytes=shutil.disk_usage(kept.instance).free // MEGABYTE,
        keys=[(key.name, getattr(kept, key.name), key.metadata["meaning"]) for key in KEYS],
    )
