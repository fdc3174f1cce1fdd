"""What waits to leave, and what has become of the rest."""

from datetime import datetime

from webapp.outbox import store
from webapp.outbox.model import Message, Trouble
from webapp.storage.database import Database


def about(db: Database, topic: str) -> list[Message]:
    """Return every message of one thing ("meeting:12"), oldest first."""
    return store.messages(db, "about = ?", (topic,), limit=10_000)


def by_person(db: Database, topic: str, kind: str) -> dict[int, Message]:
    """Return the last message of a kind about one thing for each person: what a sitting's page shows beside a name."""
    found = store.messages(db, "about = ? AND kind = ? AND person_id IS NOT NULL", (topic, kind), limit=10_000)
    return {each.letter.person_id: each for each in found if each.letter.person_id is not None}


def trouble(db: Database) -> Trouble | None:
    """Return why nothing leaves, None when the relay answers."""
    return store.trouble(db)


def find(db: Database, message_id: int) -> Message | None:
    """Return one message."""
    found = store.messages(db, "id = ?", (message_id,), limit=1)
    return found[0] if found else None


def is_due(db: Database, *, now: datetime) -> bool:
    """Whether something may leave now."""
    return store.next_due(db, now=now) is not None
