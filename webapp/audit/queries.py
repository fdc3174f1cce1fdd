"""Reading the journal, and walking its chain."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from webapp.audit.model import GENESIS, ChainReport, Entry, seal
from webapp.storage.database import Database

PAGE = 50
CHUNK = 1000
_FIELDS = "id, at, actor, actor_name, act, subject, scope, details, previous, hash"


def entries(db: Database, *, scope: str | None = None, before: int | None = None, limit: int = PAGE) -> list[Entry]:
    """Return the latest entries, newest first, of one scope or of all; `before` continues a page.

    A rehearsal's are in a journal of its own, which only its scope opens.
    """
    found = db.rows(
        f"SELECT {_FIELDS} FROM journal WHERE (:scope IS NULL OR scope = :scope) AND (:before IS NULL OR id < :before)"  # noqa: S608 — names of columns
        f" UNION ALL SELECT {_FIELDS} FROM rehearsal_journal WHERE scope = :scope AND (:before IS NULL OR id < :before)"
        " ORDER BY id DESC LIMIT :limit",
        {"scope": scope, "before": before, "limit": limit},
    )
    return [Entry(**row) for row in found]


def of_scope(db: Database, scope: str) -> list[Entry]:
    """Return every entry of one scope, oldest first."""
    found = db.rows(
        f"SELECT {_FIELDS} FROM journal WHERE scope = :scope"  # noqa: S608 — names of columns
        f" UNION ALL SELECT {_FIELDS} FROM rehearsal_journal WHERE scope = :scope ORDER BY id",
        {"scope": scope},
    )
    return [Entry(**row) for row in found]


def last_entry(db: Database) -> int:
    """Return the number of the journal's latest entry, 0 in a new house."""
    return int(db.value("SELECT coalesce(max(id), 0) FROM journal"))


def seal_of(db: Database, entry: int) -> str:
    """Return the seal of an entry of the journal, empty where there is none of this number."""
    return str(db.value("SELECT hash FROM journal WHERE id = ?", (entry,)) or "")


def first_after(
    db: Database, entry: int, *, subjects: Iterable[str], scopes: Iterable[str], but: Iterable[str]
) -> Entry | None:
    """Return the first act after an entry that was done to one of these subjects or in one of these scopes, save some acts."""
    found = db.row(
        f"SELECT {_FIELDS} FROM journal WHERE id > :entry AND act NOT IN (SELECT value FROM json_each(:but))"  # noqa: S608 — names of columns
        " AND (subject IN (SELECT value FROM json_each(:subjects)) OR scope IN (SELECT value FROM json_each(:scopes)))"
        " ORDER BY id LIMIT 1",
        {
            "entry": entry,
            "subjects": json.dumps(sorted(subjects)),
            "scopes": json.dumps(sorted(scopes)),
            "but": json.dumps(sorted(but)),
        },
    )
    return None if found is None else Entry(**found)


def subjects_of(db: Database, act: str, fact: str, value: int) -> list[str]:
    """Return what an act was done to, where its facts name this number: the sittings prepared for one committee."""
    found = db.rows(
        "SELECT subject FROM journal WHERE act = ? AND json_extract(details, '$.' || ?) = ?", (act, fact, value)
    )
    return [str(row["subject"]) for row in found]


def check_chain(db: Database, *, rehearsal: str | None = None) -> ChainReport:
    """Recompute every seal from the first entry on: of the true journal, or of that of the rehearsal of this scope."""
    previous, count = GENESIS, 0
    for entry in _all(db, rehearsal):
        count += 1
        fields = {
            "at": entry.at,
            "actor": entry.actor,
            "actor_name": entry.actor_name,
            "act": entry.act,
            "subject": entry.subject,
            "scope": entry.scope,
            "details": entry.details,
        }
        if entry.previous != previous or entry.id != count or seal(previous, fields) != entry.hash:
            return ChainReport(entries=count, last_hash=previous, broken_at=entry.id)
        previous = entry.hash
    return ChainReport(entries=count, last_hash=previous, broken_at=None)


def _all(db: Database, rehearsal: str | None) -> Iterator[Entry]:
    last = 0
    table = "journal" if rehearsal is None else "rehearsal_journal"
    sql = (
        f"SELECT {_FIELDS} FROM {table} WHERE id > :last AND (:scope IS NULL OR scope = :scope) ORDER BY id LIMIT :most"  # noqa: S608 — one of two tables of ours
    )
    while chunk := db.rows(sql, {"last": last, "scope": rehearsal, "most": CHUNK}):
        for row in chunk:
            yield Entry(**row)
        last = int(chunk[-1]["id"])


def last_instant(db: Database) -> datetime | None:
    """Return the hour of the true journal's last entry: nothing that happens from now on precedes it."""
    at = db.value("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
    return None if at is None else datetime.fromisoformat(at)


def versions(db: Database) -> dict[str, int]:
    """Return the number of every topic that pages watch."""
    return {str(row["topic"]): int(row["version"]) for row in db.rows("SELECT topic, version FROM versions")}
