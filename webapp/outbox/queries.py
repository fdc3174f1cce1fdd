"""What waits to leave, and what has become of the rest."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel import clock
from webapp.outbox import store
from webapp.outbox.document import mail
from webapp.outbox.model import Means, Message, Queue, Reach, Trouble
from webapp.storage.database import Database


def about(db: Database, topic: str) -> list[Message]:
    """Return every message of one thing ("meeting:12"), oldest first."""
    return store.messages(db, "about = ?", (topic,))


def everything(db: Database) -> list[Message]:
    """Return the whole outbox, oldest first (the last ten thousand)."""
    return list(reversed(store.messages(db, "true", (), latest=True)))


def numbered(db: Database, topic: str, number: int, *, besides: Collection[str] = ()) -> list[Message]:
    """Return the messages of a thing that were written to one of its numbered people, oldest first."""
    return store.numbered(db, topic, number, kinds=(besides, False))


def trouble(db: Database) -> Trouble | None:
    """Return why nothing leaves, None when the relay answers."""
    return store.trouble(db)


def waiting_for(db: Database, person_id: int) -> list[Message]:
    """Return what has not left yet for somebody, oldest first."""
    return store.messages(db, "person_id = ? AND state = 'waiting'", (person_id,))


def find(db: Database, message_id: int) -> Message | None:
    """Return one message."""
    found = store.messages(db, "id = ?", (message_id,), limit=1)
    return found[0] if found else None


class Part(StrEnum):
    """A part of the outbox, as the list shows it."""

    STUCK = auto()
    WAITING = auto()
    SENT = auto()
    ALL = auto()


PAGE = 50
_PARTS = {
    Part.STUCK: store.STUCK,
    Part.WAITING: "state IN ('waiting', 'handing') AND address IS NOT NULL",
    Part.SENT: "state IN ('sent', 'printed')",
    Part.ALL: "true",
}
_OF_TOPIC = "(:topic IS NULL OR about = :topic)"
# What leaves at a later hour is no letter to hand out before it.
_TO_PRINT = f"(state = 'waiting' OR ({store.STUCK})) AND (attempts > 0 OR due_at <= :now)"


def listed(db: Database, reach: Reach, part: Part, *, topic: str | None, page: int) -> list[Message]:
    """Return a page of what somebody may see, the latest first; one more than PAGE says that there are others."""
    where = f"{store.SEEN} AND {_OF_TOPIC} AND {_PARTS[part]}"
    parameters = {**store.seen_by(reach), "topic": topic}
    return store.messages(db, where, parameters, limit=PAGE + 1, offset=(page - 1) * PAGE, latest=True)


def to_print(db: Database, reach: Reach, *, topic: str | None, now: datetime) -> list[Message]:
    """Return what has not reached anybody and may be given as letters now, in the order written."""
    where = f"{store.SEEN} AND {_OF_TOPIC} AND {_TO_PRINT}"
    return store.messages(db, where, {**store.seen_by(reach), "topic": topic, "now": clock.to_text(now)})


def topics(db: Database, reach: Reach) -> list[str]:
    """Return what the messages somebody may see are about, the latest first: "meeting:12"."""
    sql = f"SELECT about FROM messages WHERE {store.SEEN} GROUP BY about ORDER BY max(id) DESC LIMIT 200"  # noqa: S608 — a constant of ours
    return [row["about"] for row in db.rows(sql, store.seen_by(reach))]


def queue(db: Database, reach: Reach) -> Queue:
    """Return how the mail stands for somebody."""
    return store.queue(db, reach)


def due(db: Database, *, now: datetime) -> Queue:
    """Return how the mail stands for the whole house: what should have left by now, not what is written ahead of its day."""
    return store.due(db, now=now)


def text(message: Message, means: Means) -> str:
    """Return a message's text with its link in place: whoever reads it may enter."""
    return mail.text(message.letter, means)


def named(db: Database, identifier: str) -> Message | None:
    """Return the message that left under a Message-ID."""
    number = mail.number_in(identifier)
    message = None if number is None else find(db, number)
    return message if message is not None and mail.is_named(message, identifier) else None
