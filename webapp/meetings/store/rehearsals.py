"""Rehearsals: what goes when one is purged. The triggers let nothing go of a sitting that is not marked so."""

import json
from collections.abc import Collection

from webapp.storage.database import Database

# In this order: each table is named by those before it.
TABLES = (
    "replies",
    "hearing_observations",
    "hearing_links",
    "hearings",
    "floor_requests",
    "ledger",
    "agenda_items",
    "acts_done",
)


def write_purged(db: Database, meeting_id: int) -> None:
    """Mark a rehearsal as being removed, in the unit that removes it."""
    db.run("UPDATE meetings SET purged = 1 WHERE id = ?", (meeting_id,))


def untie_votes(db: Database, meeting_id: int) -> None:
    """Remove what names the votes of a sitting, so that they can be removed."""
    db.change("DELETE FROM late_entries WHERE ledger_id IN (SELECT id FROM ledger WHERE meeting_id = ?)", (meeting_id,))
    db.change("DELETE FROM decisions WHERE meeting_id = ?", (meeting_id,))
    db.change(
        "UPDATE motions SET poll_id = NULL WHERE item_id IN (SELECT id FROM agenda_items WHERE meeting_id = ?)",
        (meeting_id,),
    )


def remove_meeting(db: Database, meeting_id: int) -> None:
    """Remove a sitting whose votes are gone; its number is retired."""
    db.change("DELETE FROM motions WHERE item_id IN (SELECT id FROM agenda_items WHERE meeting_id = ?)", (meeting_id,))
    for table in TABLES:
        db.change(f"DELETE FROM {table} WHERE meeting_id = ?", (meeting_id,))  # noqa: S608 — table names of this file
    db.change("DELETE FROM meetings WHERE id = ?", (meeting_id,))


def retired(db: Database, numbers: Collection[int]) -> frozenset[int]:
    """Return which of these numbers were those of rehearsals that are gone."""
    sql = "SELECT meeting_id FROM retired_meetings WHERE meeting_id IN (SELECT value FROM json_each(?))"
    return frozenset(row["meeting_id"] for row in db.rows(sql, (json.dumps(sorted(numbers)),)))
