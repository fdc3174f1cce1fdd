"""What to call items and votes of any sitting, for lists that name them by number."""

import json
from collections.abc import Iterable

from webapp.storage.database import Database


def item_labels(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """Return « point 4a » by item, in one query; unknown ids are left out."""
    sql = "SELECT id, label FROM agenda_items WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"]: f"point {row['label']}" for row in db.rows(sql, (json.dumps(sorted(ids)),))}


def open_motions(db: Database, ids: Iterable[int]) -> frozenset[int]:
    """Return which of these motions have their vote open now."""
    sql = (
        "SELECT motions.id FROM motions JOIN polls ON polls.id = motions.poll_id"
        " WHERE polls.closed_at IS NULL AND motions.id IN (SELECT value FROM json_each(?))"
    )
    return frozenset(row["id"] for row in db.rows(sql, (json.dumps(sorted(ids)),)))


def motion_labels(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """Return « Ensemble du texte (point 4a) » by motion, in one query; unknown ids are left out."""
    sql = (
        "SELECT motions.id, motions.title, agenda_items.label FROM motions"
        " JOIN agenda_items ON agenda_items.id = motions.item_id"
        " WHERE motions.id IN (SELECT value FROM json_each(?))"
    )
    return {row["id"]: f"« {row['title']} » (point {row['label']})" for row in db.rows(sql, (json.dumps(sorted(ids)),))}
