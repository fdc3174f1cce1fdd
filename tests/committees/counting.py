"""Counting the SELECTs that a read costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.storage.database import Database


@contextmanager
def queries_counted(db: Database) -> Iterator[list[str]]:
    """Collect the statements that the present thread's reading connection runs in the block."""
    statements: list[str] = []
    with db.reading():
        reader = db._use.reader  # noqa: SLF001 — the count is taken where SQLite runs them
        reader.set_trace_callback(statements.append)
        try:
            yield statements
        finally:
            reader.set_trace_callback(None)
