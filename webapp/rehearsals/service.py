"""Purging a rehearsal: one unit of work through every floor, then its files (LAW ARC-1)."""

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.folder import service as folder
from webapp.meetings import queries as meetings
from webapp.meetings.service import rehearsal
from webapp.minutes import service as minutes
from webapp.storage.database import Database, unit_of_work


def purge(db: Database, meeting_id: int, *, files: Path, by: By, now: datetime) -> int:
    """Remove a rehearsal with everything done in it; return the sitting that it copied. Refuses a true sitting.

    The true journal says that it was purged, and no more. Files go once the rows are gone for good.
    """
    with unit_of_work(db):
        source = remove(db, meeting_id, by=by, now=now)
    sweep(db, files)
    return source


def remove(db: Database, meeting_id: int, *, by: By, now: datetime) -> int:
    """Do what `purge` does to the database, inside the caller's unit of work."""
    meeting = rehearsal.to_purge(db, meeting_id)
    folder.forget(db, meeting_id)
    minutes.forget(db, meeting_id)
    rehearsal.forget(db, meeting)
    topic = f"meeting:{meeting.rehearsal_of}"
    audit.record(db, "rehearsal.purged", topic, by=by, now=now, scope=topic, rehearsal=meeting_id)
    return meeting.rehearsal_of or 0


def sweep(db: Database, files: Path) -> None:
    """Remove the files of rehearsals that are gone: of this purge, of one cut short, of a rendering that came after."""
    shelves = files / rehearsal.SHELVES
    if not shelves.is_dir():
        return
    there = {int(each.name): each for each in shelves.iterdir() if each.name.isdecimal()}
    for number in meetings.retired(db, there.keys()):
        with suppress(OSError):  # the worker may be at it too; what stays is removed by the next sweep
            shutil.rmtree(there[number])
