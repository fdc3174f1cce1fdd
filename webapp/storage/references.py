"""What still points at a row: asked of the schema itself, so that a table added later is never forgotten."""

import json
from collections.abc import Collection

from webapp.storage.database import Database


def pointing_at(db: Database, table: str, numbers: Collection[int]) -> str | None:
    """Return a table of which some row points at one of these rows of `table`, or None."""
    listed = json.dumps(sorted(numbers))
    for row in db.rows(
        'SELECT kept.name AS holder, link."from" AS field FROM sqlite_schema AS kept'
        " JOIN pragma_foreign_key_list(kept.name) AS link"
        " WHERE kept.type = 'table' AND link.\"table\" = ? ORDER BY kept.name, link.id",
        (table,),
    ):
        holder, field = row["holder"], row["field"]
        sql = f'SELECT EXISTS (SELECT 1 FROM "{holder}" WHERE "{field}" IN (SELECT value FROM json_each(?)))'  # noqa: S608 — names of our own schema
        if db.value(sql, (listed,)):
            return str(holder)
    return None
