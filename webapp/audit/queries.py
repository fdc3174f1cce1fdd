"""Reading the journal, and walking its chain."""

from collections.abc import Iterator

from webapp.audit.model import GENESIS, ChainReport, Entry, seal
from webapp.storage.database import Database

PAGE = 50
CHUNK = 1000


def entries(db: Database, *, scope: str | None = None, before: int | None = None, limit: int = PAGE) -> list[Entry]:
    """Return the latest entries, newest first, of one scope or of all; `before` continues a page."""
    found = db.rows(
        "SELECT * FROM journal WHERE (:scope IS NULL OR scope = :scope) AND (:before IS NULL OR id < :before)"
        " ORDER BY id DESC LIMIT :limit",
        {"scope": scope, "before": before, "limit": limit},
    )
    return [Entry(**row) for row in found]


def of_scope(db: Database, scope: str) -> list[Entry]:
    """Return every entry of one scope, oldest first."""
    return [Entry(**row) for row in db.rows("SELECT * FROM journal WHERE scope = ? ORDER BY id", (scope,))]


def check_chain(db: Database) -> ChainReport:
    """Recompute every seal from the first entry on."""
    previous, count = GENESIS, 0
    for entry in _all(db):
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


def _all(db: Database) -> Iterator[Entry]:
    last = 0
    while chunk := db.rows("SELECT * FROM journal WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK)):
        for row in chunk:
            yield Entry(**row)
        last = int(chunk[-1]["id"])


def versions(db: Database) -> dict[str, int]:
    """Return the number of every topic that pages watch."""
    return {str(row["topic"]): int(row["version"]) for row in db.rows("SELECT topic, version FROM versions")}
