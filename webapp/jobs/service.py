"""Due work: left by whoever writes a fact, done later by the one worker, tried again when it fails.

Nothing here changes who may vote or what counts: a job that did not run only delays a mail or a PDF.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp.jobs import rules, store
from webapp.jobs.model import Job, JobState
from webapp.storage.database import Database, unit_of_work
from webapp.wording import dates

_INTERRUPTED = "Le travail a été interrompu {attempts} fois ; il est abandonné."


def enqueue(
    db: Database, kind: str, payload: Mapping[str, Any], *, now: datetime, due_at: datetime | None = None
) -> int:
    """Leave work to be done, inside the caller's unit of work; return its number. It is due at once unless said."""
    return store.add(db, kind, payload, due_at=due_at or now, created_at=now)


def claim(db: Database, kinds: Collection[str], *, now: datetime) -> Job | None:
    """Take the work that has been due for longest, or None."""
    if store.first_due(db, kinds, now=now) is None:
        return None  # the usual answer: no write lock for it
    with unit_of_work(db):
        job = store.first_due(db, kinds, now=now)
        if job is None:
            return None
        store.claim(db, job.id, now=now)
    return replace(job, state=JobState.CLAIMED, claimed_at=now, attempts=job.attempts + 1, progress=0, message=None)


def progress(db: Database, job: Job, percent: int, sentence: str) -> None:
    """Show how far the work has come."""
    with unit_of_work(db):
        store.say(db, job.id, max(0, min(100, percent)), sentence)


def done(db: Database, job: Job, result: Any, *, now: datetime) -> None:
    """Keep the result of finished work."""
    with unit_of_work(db):
        store.finish(db, job.id, JobState.DONE, message=None, result=result, now=now)


def done_within(db: Database, job_id: int, result: Any, *, now: datetime) -> bool:
    """Do as `done` inside the handler's own unit, so that the fact and the end of the work are written together."""
    return bool(store.finish(db, job_id, JobState.DONE, message=None, result=result, now=now))


def failed(db: Database, job: Job, reason: str, *, now: datetime) -> None:
    """Give the work up, with its reason."""
    with unit_of_work(db):
        store.finish(db, job.id, JobState.FAILED, message=reason, result=None, now=now)


def retry(db: Database, job: Job, reason: str, *, now: datetime) -> None:
    """Make work that failed due again after a pause, or give it up when it has been tried enough."""
    again = rules.next_attempt(job.attempts, now=now)
    if again is None:
        failed(db, job, f"{reason} Abandonné après {job.attempts} essais.", now=now)
        return
    with unit_of_work(db):
        store.put_back(db, job.id, due_at=again, message=f"{reason} Nouvel essai à {dates.hour_seconds(again)}.")


def forget(db: Database, job_ids: Collection[int]) -> None:
    """Remove work whose object is gone, inside the caller's unit of work; whoever has it in hand finds nothing to end."""
    store.remove(db, job_ids)


def release(db: Database, *, now: datetime) -> None:
    """Make due again what a worker that died had in hand; for the one worker, as it starts."""
    if not store.claimed(db):
        return
    with unit_of_work(db):
        for job in store.claimed(db):
            if job.attempts < rules.MOST_ATTEMPTS:
                store.put_back(db, job.id, due_at=now, message=None)
            else:
                reason = _INTERRUPTED.format(attempts=job.attempts)
                store.finish(db, job.id, JobState.FAILED, message=reason, result=None, now=now)
