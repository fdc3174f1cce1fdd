"""Writing messages: inside the unit of work of the fact that they announce."""

from datetime import datetime

from webapp.outbox import store
from webapp.outbox.model import Letter, Link
from webapp.storage.database import Database


def post(db: Database, letter: Letter, *, now: datetime, due_at: datetime | None = None) -> int | None:
    """Leave a message, inside the caller's unit of work; return its number, None when its key was written already.

    `due_at`: it leaves at that hour, not before.
    """
    return store.add(db, letter, at=now, due_at=due_at or now)


def withdraw(db: Database, key: str, *, now: datetime) -> bool:
    """Take back a message that has not left yet, inside the caller's unit of work."""
    return bool(store.withdraw(db, key, at=now))


def readdress(db: Database, person_id: int, address: str | None) -> None:
    """Send what still waits for somebody to the address they now have, inside the unit that corrects it."""
    store.readdress(db, person_id, address)


def relink(db: Database, message_id: int, link: Link) -> None:
    """Give a message that still waits another link, inside the unit that revoked its own."""
    store.relink(db, message_id, link)
