"""The worker: one per instance, does due work one piece at a time and sends the mail besides, ends at once on a stop signal."""

import argparse
import fcntl
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from webapp import settings as configuration
from webapp.cli import _notices, _rapporteurs, _retention, _sharing, _webinars, folder, minutes
from webapp.cli._courier import Courier
from webapp.documents import service as documents
from webapp.jobs import heartbeat, queries
from webapp.jobs import service as jobs
from webapp.jobs.model import Job, JobFailed
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.minutes.service import indexing, reminding
from webapp.pdf.model import RenderFailed
from webapp.rehearsals import service as rehearsals
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.webinars.service import retention
from webapp.wording.phrases import phrase

LOOK_SECONDS = 0.25  # between two looks at whether anybody has written
_UNEXPECTED = "Une erreur est survenue ({name})."


class Stopped(BaseException):
    """A stop signal came; what was in hand is left as a crash would leave it, and taken up again at the next start."""


@frozen
class Work:
    """A claimed job with what its handler may use; the hour is `clock.now()`."""

    db: Database
    settings: Settings
    job: Job

    def report(self, percent: int, sentence: str) -> None:
        """Show how far the work has come, with a French sentence."""
        jobs.progress(self.db, self.job, percent, sentence)


# Takes a claimed job and returns a JSON value. It may be run twice for one job (after a crash): it must bear that.
# JobFailed, Refusal and a lasting RenderFailed give the job up; anything else is tried again after a pause.
Handler = Callable[[Work], Any]

HANDLERS: dict[str, Handler] = {
    "meeting.closed": minutes.issue,
    "meeting.minutes_approved": minutes.approve,
    "minutes.render": minutes.render,
    "minutes.stamp": minutes.stamp,
    reminding.JOB: minutes.remind,
    "minutes.publishable": minutes.render_publishable,
    "folder.render": folder.render,
    "notice.render": _notices.render,
    "meeting.rapporteur": _rapporteurs.remind,
    "sharing.exchange": _sharing.exchange,
    "webinar.certificates": _webinars.make_certificate,
    "webinar.sheet": _webinars.make_sheet,
    "webinar.round": _webinars.write_round,
    "webinar.broadcast": _webinars.write_broadcast,
    retention.JOB: _retention.purge,
}


def main(argv: list[str], handlers: Mapping[str, Handler] = HANDLERS) -> int:
    """Do due work until SIGTERM or SIGINT; 1 when the instance has a worker already."""
    parser = argparse.ArgumentParser(description="Démarre le travailleur seul ; scripts/serve le démarre aussi.")
    parser.parse_args(argv)
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        with _alone(settings.instance) as alone:
            if not alone:
                print("Un travailleur tourne déjà sur cette instance.", file=sys.stderr)
                return 1
            migrate(settings.database)
            run(Database.open(settings.database), settings, handlers)
    except Stopped:
        return 0


def run(db: Database, settings: Settings, handlers: Mapping[str, Handler]) -> NoReturn:
    """Do due work for ever, giving a sign of life; raises Stopped from the signal's handler."""
    over = threading.Event()
    pulse = threading.Thread(target=_beat, args=(settings.instance, over), name="heartbeat", daemon=True)
    pulse.start()
    courier = Courier(db, settings) if settings.sends_mail else None
    try:
        if courier is not None:
            courier.start()
        jobs.release(db, now=clock.now())
        documents.sweep(db, settings.documents, now=clock.now())
        retention.plan(db, now=clock.now())
        reminding.plan(db, now=clock.now())
        indexing.catch_up(db)
        while True:
            while do_next(db, settings, handlers):
                pass
            rehearsals.sweep(db, settings.files)
            seen = db.data_version()  # before looking: what is written in between is seen by one or the other
            _await_work(db, handlers, seen=seen, due_at=_webinars.sweep(db, settings))
    finally:
        over.set()
        if courier is not None:
            courier.stop()
        pulse.join()
        heartbeat.end(settings.instance)


def do_next(db: Database, settings: Settings, handlers: Mapping[str, Handler]) -> bool:
    """Do one piece of due work; False when none is due."""
    job = jobs.claim(db, handlers.keys(), now=clock.now())
    if job is None:
        return False
    try:
        result = handlers[job.kind](Work(db=db, settings=settings, job=job))
    except Exception as fault:  # noqa: BLE001 — whatever happens is kept with the job, and the next one gets its turn
        _settle_failure(db, job, fault)
    else:
        jobs.done(db, job, result, now=clock.now())
    return True


def _settle_failure(db: Database, job: Job, fault: Exception) -> None:
    now = clock.now()
    match fault:
        case JobFailed() | RenderFailed(transient=False):
            jobs.failed(db, job, fault.reason, now=now)
        case Refusal():
            jobs.failed(db, job, phrase(fault.reason, **fault.facts), now=now)
        case RenderFailed():
            jobs.retry(db, job, fault.reason, now=now)
        case _:
            traceback.print_exception(fault)
            jobs.retry(db, job, _UNEXPECTED.format(name=type(fault).__name__), now=now)


def _await_work(db: Database, handlers: Mapping[str, Handler], *, seen: int, due_at: datetime | None) -> None:
    """Return when somebody has written since `seen`, when work left for later is due, or at `due_at`."""
    due_at = min((each for each in (queries.next_due(db, handlers.keys()), due_at) if each is not None), default=None)
    idle = threading.Event()  # never set: its wait ends on a signal, with an exception
    while db.data_version() == seen:
        if due_at is not None and due_at <= clock.now():
            return
        idle.wait(LOOK_SECONDS)


def _beat(instance: Path, over: threading.Event) -> None:
    while True:
        heartbeat.beat(instance, now=clock.now())
        if over.wait(heartbeat.EVERY.total_seconds()):
            return


@contextmanager
def _alone(instance: Path) -> Iterator[bool]:
    """Hold the instance's one worker's place; False when somebody else has it."""
    lock = os.open(instance / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(lock)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped
