"""What waits to leave, and what has become of the rest."""

from webapp.outbox import store
from webapp.outbox.model import Message
from webapp.storage.database import Database


def about(db: Database, topic: str) -> list[Message]:
    """Return every message of one thing ("meeting:12"), oldest first."""
    return store.messages(db, "about = ?", (topic,), limit=10_000)
