"""Rows of messages to all, of questions, of what was checked, of where those who conduct enter."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from webapp.kernel import clock
from webapp.kernel.tokens import Nonce
from webapp.storage.database import Database, Row
from webapp.webinars.model import Audience, Broadcast, Hosting, HostLink, Question, QuestionState, Stay

# Messages to all.


def add_broadcast(
    db: Database,
    occurrence_id: int,
    audience: Audience,
    *,
    subject: str,
    body: str,
    people: int,
    by: int | None,
    at: datetime,
) -> int:
    """Write a message to all; return its number."""
    return db.run(
        "INSERT INTO broadcasts (occurrence_id, audience, subject, body, people, sent_at, sent_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (occurrence_id, audience, subject, body, people, clock.to_text(at), by),
    )


def broadcast(db: Database, broadcast_id: int) -> Broadcast | None:
    """Return a message to all, or None."""
    row = db.row("SELECT * FROM broadcasts WHERE id = ?", (broadcast_id,))
    return None if row is None else _broadcast(row)


def broadcasts(db: Database, occurrence_id: int) -> list[Broadcast]:
    """Return the messages to all of a date, the latest first."""
    rows = db.rows("SELECT * FROM broadcasts WHERE occurrence_id = ? ORDER BY id DESC", (occurrence_id,))
    return [_broadcast(row) for row in rows]


def _broadcast(row: Row) -> Broadcast:
    return Broadcast(
        id=row["id"],
        occurrence_id=row["occurrence_id"],
        audience=Audience(row["audience"]),
        subject=row["subject"],
        body=row["body"],
        people=row["people"],
        sent_at=clock.from_text(row["sent_at"]),
    )


# Questions.


def add_question(db: Database, occurrence_id: int, registration_id: int | None, text: str, *, at: datetime) -> int:
    """Write a question, after the others; return its number."""
    return db.run(
        "INSERT INTO questions (occurrence_id, registration_id, rank, text, state, answer, published, asked_at)"
        " SELECT :occurrence, :registration, coalesce(max(rank), 0) + 1, :text, 'asked', '', 0, :at"
        " FROM questions WHERE occurrence_id = :occurrence",
        {"occurrence": occurrence_id, "registration": registration_id, "text": text, "at": clock.to_text(at)},
    )


def put_first(db: Database, question_id: int) -> None:
    """Put a question before all others of its date."""
    db.change(
        "UPDATE questions SET rank = (SELECT min(o.rank) - 1 FROM questions o"
        " WHERE o.occurrence_id = questions.occurrence_id) WHERE id = ?",
        (question_id,),
    )


def write_question(
    db: Database, question_id: int, state: QuestionState, *, text: str, answer: str, published: bool, at: datetime
) -> None:
    """Write what became of a question."""
    settled_at = None if state is QuestionState.ASKED else clock.to_text(at)
    db.change(
        "UPDATE questions SET state = ?, text = ?, answer = ?, published = ?, settled_at = ? WHERE id = ?",
        (state, text, answer, int(published), settled_at, question_id),
    )


def question(db: Database, occurrence_id: int, question_id: int) -> Question | None:
    """Return a question of a date, or None."""
    found = _questions(db, "id = ? AND occurrence_id = ?", (question_id, occurrence_id))
    return found[0] if found else None


def questions(db: Database, occurrence_id: int) -> list[Question]:
    """Return the questions of a date, in their order."""
    return _questions(db, "occurrence_id = ?", (occurrence_id,))


def questions_of(db: Database, registration_id: int) -> list[Question]:
    """Return what one person asked, in the order of the list."""
    return _questions(db, "registration_id = ?", (registration_id,))


def forget_questions(db: Database, registration_ids: Collection[int]) -> int:
    """Remove what these people asked; what was published stays, and nobody knows any more who asked it."""
    ids = json.dumps(list(registration_ids))
    db.change(
        "UPDATE questions SET registration_id = NULL WHERE published = 1"
        " AND registration_id IN (SELECT value FROM json_each(?))",
        (ids,),
    )
    return db.change("DELETE FROM questions WHERE registration_id IN (SELECT value FROM json_each(?))", (ids,))


def published_questions(db: Database, occurrence_ids: Sequence[int]) -> list[Question]:
    """Return the answers that anybody may read, date by date."""
    marks = ",".join("?" for _ in occurrence_ids)
    return _questions(db, f"published = 1 AND occurrence_id IN ({marks})", tuple(occurrence_ids))


def _questions(db: Database, where: str, parameters: Sequence[object]) -> list[Question]:
    sql = f"SELECT * FROM questions WHERE {where} ORDER BY occurrence_id, rank, id"  # noqa: S608 — a constant of ours
    return [
        Question(
            id=row["id"],
            occurrence_id=row["occurrence_id"],
            registration_id=row["registration_id"],
            text=row["text"],
            state=QuestionState(row["state"]),
            answer=row["answer"],
            published=bool(row["published"]),
            asked_at=clock.from_text(row["asked_at"]),
        )
        for row in db.rows(sql, parameters)
    ]


# What was checked.


def write_check(db: Database, occurrence_id: int, item: str, *, done: bool, by: int | None, at: datetime) -> None:
    """Tick an item of the list before the beginning, or untick it."""
    db.change("DELETE FROM desk_checks WHERE occurrence_id = ? AND item = ?", (occurrence_id, item))
    if done:
        db.run("INSERT INTO desk_checks VALUES (?, ?, ?, ?)", (occurrence_id, item, by, clock.to_text(at)))


def checked(db: Database, occurrence_id: int) -> frozenset[str]:
    """Return the items that somebody ticked."""
    rows = db.rows("SELECT item FROM desk_checks WHERE occurrence_id = ?", (occurrence_id,))
    return frozenset(row["item"] for row in rows)


# Those who conduct.


def write_hosting(db: Database, occurrence_id: int, hosting: Hosting) -> None:
    """Write where those enter who conduct, and where they rehearse."""
    db.run(
        "INSERT INTO room_hosts VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET address = excluded.address, rehearsal = excluded.rehearsal",
        (occurrence_id, hosting.address, hosting.rehearsal),
    )


def hosting(db: Database, occurrence_id: int) -> Hosting:
    """Return where those enter who conduct; a date that says nothing has no room of its own for them."""
    row = db.row("SELECT * FROM room_hosts WHERE occurrence_id = ?", (occurrence_id,))
    return Hosting() if row is None else Hosting(address=row["address"], rehearsal=row["rehearsal"])


def add_host_link(db: Database, occurrence_id: int, name: str, *, nonce: Nonce, token_hash: str, at: datetime) -> int:
    """Write a speaker's link; return its number."""
    return db.run(
        "INSERT INTO host_links (occurrence_id, name, nonce, token_hash, made_at) VALUES (?, ?, ?, ?, ?)",
        (occurrence_id, name, nonce, token_hash, clock.to_text(at)),
    )


def revoke_host_link(db: Database, occurrence_id: int, link_id: int, *, at: datetime) -> bool:
    """Make a speaker's link open nothing any more; False when the date has no such link."""
    return bool(
        db.change(
            "UPDATE host_links SET revoked_at = ? WHERE id = ? AND occurrence_id = ? AND revoked_at IS NULL",
            (clock.to_text(at), link_id, occurrence_id),
        )
    )


def host_links(db: Database, occurrence_id: int) -> list[HostLink]:
    """Return the links of a date that open something, in the order made."""
    rows = db.rows(
        "SELECT * FROM host_links WHERE occurrence_id = ? AND revoked_at IS NULL ORDER BY id", (occurrence_id,)
    )
    return [_host_link(row) for row in rows]


def host_link(db: Database, token_hash: str) -> HostLink | None:
    """Return a speaker's link, revoked or not, or None."""
    row = db.row("SELECT * FROM host_links WHERE token_hash = ?", (token_hash,))
    return None if row is None else _host_link(row)


def _host_link(row: Row) -> HostLink:
    return HostLink(
        id=row["id"],
        occurrence_id=row["occurrence_id"],
        name=row["name"],
        nonce=Nonce(row["nonce"]),
        revoked=row["revoked_at"] is not None,
    )


# What BigBlueButton tells.


def add_stay(db: Database, occurrence_id: int, internal_id: str, stay: Stay, *, at: datetime) -> int:
    """Write that somebody was in the room; told again, it only learns when they left. Return 0 when nothing is new."""
    left = None if stay.left_at is None else clock.to_text(stay.left_at)
    return db.change(
        "INSERT INTO bbb_events (occurrence_id, internal_id, user_id, joined_at, left_at, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET left_at = excluded.left_at"
        " WHERE left_at IS NULL AND excluded.left_at IS NOT NULL",
        (occurrence_id, internal_id, stay.user_id, clock.to_text(stay.joined_at), left, clock.to_text(at)),
    )


def stays(db: Database, occurrence_id: int) -> list[Stay]:
    """Return each time that somebody was in the BigBlueButton room of a date, as it told, in order."""
    return [
        Stay(
            user_id=row["user_id"],
            joined_at=clock.from_text(row["joined_at"]),
            left_at=None if row["left_at"] is None else clock.from_text(row["left_at"]),
        )
        for row in db.rows("SELECT * FROM bbb_events WHERE occurrence_id = ? ORDER BY joined_at, id", (occurrence_id,))
    ]
