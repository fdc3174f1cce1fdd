"""What has become of a piece of work."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from webapp.jobs import store
from webapp.jobs.model import Job, JobState
from webapp.kernel import clock
from webapp.storage.database import Database


def get(db: Database, job_id: int) -> Job | None:
    """Return one piece of work."""
    row = db.row("SELECT * FROM jobs WHERE id = ?", (job_id,))
    return None if row is None else store.from_row(row)


def latest(db: Database, kind: str, **payload: Any) -> Job | None:
    """Return the last work of a kind whose payload is exactly this."""
    row = db.row(
        "SELECT * FROM jobs WHERE kind = ? AND payload = ? ORDER BY id DESC LIMIT 1", (kind, store.write(payload))
    )
    return None if row is None else store.from_row(row)


def numbers(db: Database, kinds: Collection[str], **payload: Any) -> list[int]:
    """Return the numbers of all work of these kinds whose payload is exactly this."""
    found = db.rows(
        "SELECT id FROM jobs WHERE payload = ? AND kind IN (SELECT value FROM json_each(?))",
        (store.write(payload), store.write(sorted(kinds))),
    )
    return [int(row["id"]) for row in found]


def next_due(db: Database, kinds: Collection[str]) -> datetime | None:
    """Return when the next work of these kinds is due, past or future."""
    kept = store.write(sorted(kinds))
    first = db.value(
        "SELECT min(due_at) FROM jobs WHERE state = 'due' AND kind IN (SELECT value FROM json_each(?))", (kept,)
    )
    return None if first is None else clock.from_text(first)


def counts(db: Database) -> dict[JobState, int]:
    """Return how many pieces of work are in each state."""
    found = {
        row["state"]: int(row["number"]) for row in db.rows("SELECT state, count(*) AS number FROM jobs GROUP BY state")
    }
    return {state: found.get(state, 0) for state in JobState}


def latest_in(db: Database, state: JobState, *, limit: int) -> list[Job]:
    """Return the last pieces of work in a state, newest first."""
    rows = db.rows("SELECT * FROM jobs WHERE state = ? ORDER BY id DESC LIMIT ?", (state, limit))
    return [store.from_row(row) for row in rows]
