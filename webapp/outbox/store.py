"""The tables of messages, of the files joined to them and of the relay's trouble; writes stand in the caller's unit."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from webapp.kernel import clock
from webapp.kernel.tokens import Nonce
from webapp.outbox.model import Joined, Letter, Link, Message, MessageState, Queue, Reach, Trouble
from webapp.storage.database import Database, Parameters
from webapp.wording.mail import ERASED, NOBODY

ALL = 10_000
Kinds = tuple[Collection[str], bool]  # these kinds (True), or all others


def add(
    db: Database, letter: Letter, *, at: datetime, due_at: datetime | None = None, follows: int | None = None
) -> int | None:
    """Keep a message and return its number; None when its key is known."""
    instant = clock.to_text(at)
    values = (letter.key, letter.kind, letter.about, letter.committee_id, letter.person_id, letter.name)
    text = (letter.address, letter.subject, letter.body)
    link = (None, None) if letter.link is None else (letter.link.page, letter.link.nonce)
    number = db.added(
        "INSERT INTO messages (key, kind, about, committee_id, person_id, name, address, subject, body, link_page,"
        " link_nonce, due_at, created_at, follows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (key) DO NOTHING RETURNING id",
        (*values, *text, *link, clock.to_text(due_at or at), instant, follows),
    )
    if number is None:
        return None
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


def messages(
    db: Database, where: str, parameters: Parameters, *, limit: int = ALL, offset: int = 0, latest: bool = False
) -> list[Message]:
    """Return the messages of a condition (a constant of this package), oldest first or the latest."""
    sql = (
        "SELECT messages.*, (SELECT id FROM messages AS later WHERE later.follows = messages.id) AS followed_by"  # noqa: S608 — a constant of ours
        f" FROM messages WHERE {where} ORDER BY id{' DESC' if latest else ''} LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    rows = db.rows(sql, parameters)
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
        follows=row["follows"],
        followed_by=row["followed_by"],
    )


# The courier.


def next_due(db: Database, *, now: datetime) -> Message | None:
    """Return the first message written among those that may leave now."""
    found = messages(db, "state = 'waiting' AND address IS NOT NULL AND due_at <= ?", (clock.to_text(now),), limit=1)
    return found[0] if found else None


def begin_handing(db: Database, message_id: int, *, address: str | None, at: datetime) -> int:
    """Say that a message is at its final dot; 0 when it was withdrawn, printed, taken or given another address meanwhile."""
    sql = "UPDATE messages SET state = 'handing', settled_at = ? WHERE id = ? AND address IS ? AND state = 'waiting'"
    return db.change(sql, (clock.to_text(at), message_id, address))


def release(db: Database, *, at: datetime, words: str) -> int:
    """Set aside the messages that a stop left at their final dot."""
    sql = "UPDATE messages SET state = 'uncertain', settled_at = ?, words = ? WHERE state = 'handing'"
    return db.change(sql, (clock.to_text(at), words))


def settle(db: Database, message_id: int, state: MessageState, *, words: str, at: datetime) -> None:
    """Keep what became of an attempt."""
    sql = (
        "UPDATE messages SET state = ?, words = ?, settled_at = ?, attempts = attempts + 1"
        " WHERE id = ? AND state IN ('waiting', 'handing')"
    )
    db.change(sql, (state, words, clock.to_text(at), message_id))


def put_off(db: Database, message_id: int, *, words: str, due_at: datetime) -> None:
    """Count an attempt that the relay asked to make again later."""
    sql = (
        "UPDATE messages SET state = 'waiting', settled_at = NULL, words = ?, due_at = ?, attempts = attempts + 1"
        " WHERE id = ? AND state IN ('waiting', 'handing')"
    )
    db.change(sql, (words, clock.to_text(due_at), message_id))


def take_back(db: Database, message_id: int) -> None:
    """Let a message wait again that the relay refused to take at its final dot, for want of itself."""
    db.change(
        "UPDATE messages SET state = 'waiting', settled_at = NULL WHERE id = ? AND state = 'handing'", (message_id,)
    )


def trouble(db: Database) -> Trouble | None:
    row = db.row("SELECT * FROM relay_trouble")
    return None if row is None else _trouble(row)


def set_trouble(db: Database, *, words: str, at: datetime, again_at: datetime) -> None:
    """Count one more knock without answer."""
    sql = (
        "INSERT INTO relay_trouble (id, since, words, tries, again_at) VALUES (1, ?, ?, 1, ?)"
        " ON CONFLICT (id) DO UPDATE SET words = excluded.words, tries = tries + 1, again_at = excluded.again_at"
    )
    db.run(sql, (clock.to_text(at), words, clock.to_text(again_at)))


def end_trouble(db: Database) -> None:
    db.change("DELETE FROM relay_trouble")


# What somebody decides.


def readdress(db: Database, person_id: int, address: str | None) -> int:
    """Give the messages that wait to leave for somebody another address; those that wait to be printed stay so."""
    sql = "UPDATE messages SET address = ? WHERE person_id = ? AND state = 'waiting' AND address IS NOT NULL"
    return db.change(sql, (address, person_id))


def relink(db: Database, message_id: int, link: Link) -> int:
    """Give a message that has not left another link."""
    sql = "UPDATE messages SET link_page = ?, link_nonce = ? WHERE id = ? AND state = 'waiting'"
    return db.change(sql, (link.page, link.nonce, message_id))


def mark(
    db: Database, message_id: int, state: MessageState, *, among: frozenset[MessageState], words: str, at: datetime
) -> int:
    """Give a message a state that somebody knows; 0 when it is not among those that may take it."""
    sql = (
        "UPDATE messages SET state = ?, words = ?, settled_at = ? WHERE id = ?"
        " AND state IN (SELECT value FROM json_each(?))"
    )
    return db.change(sql, (state, words, clock.to_text(at), message_id, json.dumps(sorted(among))))


_ERASE = (
    "UPDATE messages SET name = :nobody, address = NULL, subject = :erased, body = '', words = '', link_page = NULL,"
    " link_nonce = NULL, settled_at = coalesce(settled_at, :at), state = CASE"
    " WHEN state IN ('waiting', 'uncertain', 'refused', 'bounced') THEN 'withdrawn' ELSE state END"
)


def erased_of(db: Database, about: str, numbers: Collection[int], *, kinds: Kinds, at: datetime) -> int:
    """Erase to whom the messages of numbered people went, and what they said; count the messages."""
    chosen = _chosen(about, numbers, kinds)
    db.change(
        f"DELETE FROM message_files WHERE message_id IN (SELECT id FROM messages WHERE {_NUMBERED})",  # noqa: S608 — a constant
        chosen,
    )
    return db.change(
        f"{_ERASE} WHERE {_NUMBERED} AND (address IS NOT NULL OR body <> '')",
        {**chosen, "nobody": NOBODY, "erased": ERASED, "at": clock.to_text(at)},
    )


def erased_about(db: Database, about: str, *, at: datetime) -> int:
    """Erase to whom the messages of one thing went, and what they said; count the messages."""
    chosen = {"about": about, "nobody": NOBODY, "erased": ERASED, "at": clock.to_text(at)}
    db.change("DELETE FROM message_files WHERE message_id IN (SELECT id FROM messages WHERE about = :about)", chosen)
    return db.change(f"{_ERASE} WHERE about = :about AND (address IS NOT NULL OR body <> '')", chosen)


def numbered(db: Database, about: str, number: int, *, kinds: Kinds) -> list[Message]:
    """Return the messages of one numbered person, oldest first."""
    return messages(db, _NUMBERED, _chosen(about, [number], kinds))


def _chosen(about: str, numbers: Collection[int], kinds: Kinds) -> dict[str, object]:
    named, among = kinds
    return {
        "about": about,
        "numbers": json.dumps(sorted(numbers)),
        "kinds": json.dumps(sorted(named)),
        "among": among,
    }


# The number between the colons of a key (« webinar.confirmed:12:1.0 ») says whose message it is.
_NUMBERED = (
    "about = :about AND person_id IS NULL AND (kind IN (SELECT value FROM json_each(:kinds))) = :among"
    " AND CAST(substr(key, instr(key, ':') + 1) AS INTEGER) IN (SELECT value FROM json_each(:numbers))"
)

SEEN = (
    "((:whole AND committee_id IS NOT NULL) OR (:of_none AND committee_id IS NULL)"
    " OR committee_id IN (SELECT value FROM json_each(:committees))"
    " OR about IN (SELECT value FROM json_each(:topics)))"
)
UNFOLLOWED = "NOT EXISTS (SELECT 1 FROM messages AS later WHERE later.follows = messages.id)"
STUCK = f"{UNFOLLOWED} AND (state IN ('uncertain', 'refused', 'bounced') OR (state = 'waiting' AND address IS NULL))"


def seen_by(reach: Reach) -> dict[str, object]:
    """Return the parameters of SEEN."""
    return {
        "whole": reach.committees is None,
        "of_none": reach.of_none,
        "committees": json.dumps(sorted(reach.committees or ())),
        "topics": json.dumps(sorted(reach.topics)),
    }


def queue(db: Database, reach: Reach) -> Queue:
    """Count, in one query, what waits among what somebody may see."""
    row = db.row(
        "SELECT relay_trouble.*, waiting, oldest, stuck FROM"  # noqa: S608 — constants of ours
        " (SELECT count(*) FILTER (WHERE state = 'waiting' AND address IS NOT NULL) AS waiting,"
        "  min(created_at) FILTER (WHERE state = 'waiting' AND address IS NOT NULL) AS oldest,"
        f" count(*) FILTER (WHERE {STUCK}) AS stuck FROM messages"
        f" WHERE state IN ('waiting', 'uncertain', 'refused', 'bounced') AND {SEEN})"
        " LEFT JOIN relay_trouble ON true",
        seen_by(reach),
    )
    return _queue(row)


def due(db: Database, *, now: datetime) -> Queue:
    """Count, in one query, what should have left by now, since when, and what waits for somebody."""
    row = db.row(
        "SELECT relay_trouble.*, waiting, oldest, stuck FROM"  # noqa: S608 — constants of ours
        " (SELECT count(*) FILTER (WHERE state = 'waiting' AND address IS NOT NULL AND due_at <= :now) AS waiting,"
        "  min(due_at) FILTER (WHERE state = 'waiting' AND address IS NOT NULL AND due_at <= :now) AS oldest,"
        f" count(*) FILTER (WHERE {STUCK}) AS stuck FROM messages"
        " WHERE state IN ('waiting', 'uncertain', 'refused', 'bounced'))"
        " LEFT JOIN relay_trouble ON true",
        {"now": clock.to_text(now)},
    )
    return _queue(row)


def _queue(row: Mapping[str, Any] | None) -> Queue:
    if row is None:
        raise LookupError("queue")
    return Queue(
        waiting=row["waiting"],
        oldest_at=None if row["oldest"] is None else clock.from_text(row["oldest"]),
        stuck=row["stuck"],
        trouble=None if row["id"] is None else _trouble(row),
    )


def _trouble(row: Mapping[str, Any]) -> Trouble:
    return Trouble(
        since=clock.from_text(row["since"]),
        words=row["words"],
        tries=row["tries"],
        again_at=clock.from_text(row["again_at"]),
    )
