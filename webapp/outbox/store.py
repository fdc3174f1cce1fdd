"""The tables of messages, of the files joined to them and of the relay's trouble; writes stand in the caller's unit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from webapp.kernel import clock
from webapp.kernel.tokens import Nonce
from webapp.outbox.model import Joined, Letter, Link, Message, MessageState
from webapp.storage.database import Database


def add(db: Database, letter: Letter, *, at: datetime, due_at: datetime) -> int | None:
    """Keep a message and return its number; None when its key is known."""
    instant = clock.to_text(at)
    values = (letter.key, letter.kind, letter.about, letter.committee_id, letter.person_id, letter.name)
    text = (letter.address, letter.subject, letter.body)
    link = (None, None) if letter.link is None else (letter.link.page, letter.link.nonce)
    added = db.change(
        "INSERT INTO messages (key, kind, about, committee_id, person_id, name, address, subject, body, link_page,"
        " link_nonce, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
        (*values, *text, *link, clock.to_text(due_at), instant),
    )
    if not added:
        return None
    number = int(db.value("SELECT id FROM messages WHERE key = ?", (letter.key,)))
    for position, joined in enumerate(letter.joined):
        db.run(
            "INSERT INTO message_files (message_id, position, name, media_type, file) VALUES (?, ?, ?, ?, ?)",
            (number, position, joined.name, joined.media_type, joined.file),
        )
    return number


def withdraw(db: Database, key: str, *, at: datetime) -> int:
    """Withdraw a message that has not left; 0 when it has, or there is none."""
    return db.change(
        "UPDATE messages SET state = 'withdrawn', settled_at = ? WHERE key = ? AND state IN ('waiting', 'uncertain')",
        (clock.to_text(at), key),
    )


def messages(db: Database, where: str, parameters: Sequence[object], *, limit: int) -> list[Message]:
    """Return the messages of a condition (a constant of this package), oldest first."""
    rows = db.rows(f"SELECT * FROM messages WHERE {where} ORDER BY id LIMIT ?", (*parameters, limit))  # noqa: S608 — a constant of ours
    files = _files(db, [row["id"] for row in rows])
    return [_message(row, files.get(row["id"], ())) for row in rows]


def _files(db: Database, numbers: Sequence[int]) -> dict[int, tuple[Joined, ...]]:
    found: dict[int, tuple[Joined, ...]] = {}
    if not numbers:
        return found
    kept = ",".join(str(int(number)) for number in numbers)
    for row in db.rows(
        "SELECT * FROM message_files WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, position",
        (f"[{kept}]",),
    ):
        joined = Joined(name=row["name"], media_type=row["media_type"], file=row["file"])
        found[row["message_id"]] = (*found.get(row["message_id"], ()), joined)
    return found


def _message(row: Mapping[str, Any], joined: tuple[Joined, ...]) -> Message:
    link = None if row["link_page"] is None else Link(page=row["link_page"], nonce=Nonce(row["link_nonce"]))
    return Message(
        id=row["id"],
        letter=Letter(
            key=row["key"],
            kind=row["kind"],
            about=row["about"],
            committee_id=row["committee_id"],
            person_id=row["person_id"],
            name=row["name"],
            address=row["address"],
            subject=row["subject"],
            body=row["body"],
            link=link,
            joined=joined,
        ),
        state=MessageState(row["state"]),
        attempts=row["attempts"],
        due_at=clock.from_text(row["due_at"]),
        words=row["words"],
        created_at=clock.from_text(row["created_at"]),
        settled_at=None if row["settled_at"] is None else clock.from_text(row["settled_at"]),
    )
