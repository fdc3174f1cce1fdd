"""Writing messages: inside the unit of work of the fact that they announce."""

from collections.abc import Collection
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


def forget_topic(db: Database, about: str, *, now: datetime) -> int:
    """Erase to whom every message of one thing went and what it said, inside the caller's unit; count the messages."""
    return store.erased_about(db, about, at=now)


def forget(
    db: Database,
    about: str,
    numbers: Collection[int],
    *,
    kinds: Collection[str] = (),
    besides: Collection[str] = (),
    now: datetime,
) -> int:
    """Erase to whom messages went and what they said, inside the caller's unit of work; count the messages.

    `numbers` are those that their keys carry (« kind:12:… »), in the messages of one thing: of these `kinds`, or of
    all `besides` some. What had not left does not leave.
    """
    return store.erased_of(db, about, numbers, kinds=(kinds, True) if kinds else (besides, False), at=now)
