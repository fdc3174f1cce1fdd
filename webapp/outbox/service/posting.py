"""Writing messages: inside the unit of work of the fact that they announce."""

from datetime import datetime

from webapp.outbox import store
from webapp.outbox.model import Letter
from webapp.storage.database import Database


def post(db: Database, letter: Letter, *, now: datetime, due_at: datetime | None = None) -> int | None:
    """Leave a message, inside the caller's unit of work; return its number, None when its key was written already.

    `due_at`: it leaves at that hour, not before.
    """
    return store.add(db, letter, at=now, due_at=due_at or now)


def withdraw(db: Database, key: str, *, now: datetime) -> bool:
    """Take back a message that has not left yet, inside the caller's unit of work."""
    return bool(store.withdraw(db, key, at=now))
