"""The table of due work; every write inside a unit of work."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from webapp.jobs.model import Job, JobState
from webapp.kernel import clock
from webapp.storage.database import Database, Row


def add(db: Database, kind: str, payload: Mapping[str, Any], *, due_at: datetime, created_at: datetime) -> int:
    """Keep a piece of work and return its number."""
    return db.run(
        "INSERT INTO jobs (kind, payload, due_at, created_at) VALUES (?, ?, ?, ?)",
        (kind, write(payload), clock.to_text(due_at), clock.to_text(created_at)),
    )


def first_due(db: Database, kinds: Collection[str], *, now: datetime) -> Job | None:
    """Return the work of these kinds that has been due for longest."""
    row = db.row(
        "SELECT * FROM jobs WHERE state = 'due' AND due_at <= ? AND kind IN (SELECT value FROM json_each(?))"
        " ORDER BY due_at, id LIMIT 1",
        (clock.to_text(now), json.dumps(sorted(kinds))),
    )
    return None if row is None else from_row(row)


def claim(db: Database, job_id: int, *, now: datetime) -> None:
    """Count an attempt and put the work in somebody's hands."""
    db.change(
        "UPDATE jobs SET state = 'claimed', claimed_at = ?, attempts = attempts + 1, progress = 0, message = NULL"
        " WHERE id = ?",
        (clock.to_text(now), job_id),
    )


def say(db: Database, job_id: int, progress: int, message: str) -> None:
    """Keep how far the claimed work has come."""
    db.change(
        "UPDATE jobs SET progress = ?, message = ? WHERE id = ? AND state = 'claimed'", (progress, message, job_id)
    )


def finish(db: Database, job_id: int, state: JobState, *, message: str | None, result: Any, now: datetime) -> int:
    """End claimed work; return 0 when it was not claimed."""
    return db.change(
        "UPDATE jobs SET state = ?, progress = CASE ? WHEN 'done' THEN 100 ELSE progress END, message = ?, result = ?,"
        " finished_at = ? WHERE id = ? AND state = 'claimed'",
        (state, state, message, write(result), clock.to_text(now), job_id),
    )


def put_back(db: Database, job_id: int, *, due_at: datetime, message: str | None) -> None:
    """Make claimed work due again."""
    db.change(
        "UPDATE jobs SET state = 'due', due_at = ?, claimed_at = NULL, progress = 0, message = ?"
        " WHERE id = ? AND state = 'claimed'",
        (clock.to_text(due_at), message, job_id),
    )


def remove(db: Database, job_ids: Collection[int]) -> None:
    """Remove pieces of work, whatever their state."""
    db.change("DELETE FROM jobs WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(job_ids)),))


def claimed(db: Database) -> list[Job]:
    """Return what is in somebody's hands."""
    return [from_row(row) for row in db.rows("SELECT * FROM jobs WHERE state = 'claimed' ORDER BY id")]


def from_row(row: Row) -> Job:
    """Read a row of the table."""
    return Job(
        id=int(row["id"]),
        kind=str(row["kind"]),
        payload=json.loads(row["payload"]),
        state=JobState(row["state"]),
        due_at=clock.from_text(row["due_at"]),
        claimed_at=_instant(row["claimed_at"]),
        attempts=int(row["attempts"]),
        progress=int(row["progress"]),
        message=row["message"],
        result=None if row["result"] is None else json.loads(row["result"]),
        created_at=clock.from_text(row["created_at"]),
        finished_at=_instant(row["finished_at"]),
    )


def write(value: Any) -> str:
    """Write a JSON value as the table keeps it: the same value, the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _instant(text: str | None) -> datetime | None:
    return None if text is None else clock.from_text(text)
