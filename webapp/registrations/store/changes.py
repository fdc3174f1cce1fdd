"""The order in which registrations changed, kept by triggers of the database."""

import json
from collections.abc import Iterable

from webapp.registrations.model import Change
from webapp.registrations.store.registrations import registration_of
from webapp.storage.database import Database


def changes(db: Database, occurrence_ids: Iterable[int], *, since: int, limit: int) -> list[Change]:
    """Return the registrations of these dates that changed after a number, in the order of their last change."""
    rows = db.rows(
        "SELECT c.sequence, r.* FROM registration_changes c JOIN registrations r ON r.id = c.registration_id"
        " WHERE c.occurrence_id IN (SELECT value FROM json_each(?)) AND c.sequence > ? ORDER BY c.sequence LIMIT ?",
        (json.dumps(list(occurrence_ids)), since, limit),
    )
    return [Change(sequence=row["sequence"], registration=registration_of(row)) for row in rows]
