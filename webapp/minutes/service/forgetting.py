"""The minutes of a rehearsal go with it (LAW ARC-1)."""

from webapp.jobs import service as jobs
from webapp.minutes import store
from webapp.storage.database import Database


def forget(db: Database, meeting_id: int) -> None:
    """Remove what was written of a sitting and the work of its files, inside the unit that purges it."""
    works = [each.job_id for each in store.files(db, meeting_id) if each.job_id is not None]
    store.remove(db, meeting_id)
    jobs.forget(db, works)
