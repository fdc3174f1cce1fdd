"""What goes of minutes under a rule or a visa; the floor above checks it and writes its certificate (LAW ARC-1)."""

from datetime import datetime
from functools import partial
from pathlib import Path

from webapp.minutes import store
from webapp.minutes.service import indexing
from webapp.minutes.service.rendering import FOLDER
from webapp.storage.database import Database


def eliminate(db: Database, meeting_id: int, *, at: datetime) -> None:
    """Remove what was written beside the facts, inside the caller's unit of work."""
    store.eliminate(db, meeting_id, at)
    indexing.remove(db, meeting_id)


def remove_files(db: Database, meeting_id: int, folder: Path) -> None:
    """Have the files removed once the unit is durable; each bears its sitting's own facts: no other names it."""
    for sha256, ending in store.kept_names(db, meeting_id):
        db.after_commit(partial((folder / FOLDER / f"{sha256}.{ending}").unlink, missing_ok=True))
