"""An instance of an earlier schema, with data in it, brought to the present one as a start does."""

from pathlib import Path

from sqlite_utils.utils import sqlite3

from webapp.storage.migrate import FOLDER, migrate, statements


def brought_up(folder: Path, *, before: str, holding: str) -> Path:
    """Make a database of the migrations before that number, fill it, bring it up; return its path."""
    path = folder / "collegiale.db"
    old = sqlite3.connect(str(path), isolation_level=None)
    old.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
    )
    old.execute("CREATE UNIQUE INDEX migrations_once ON _sqlite_migrations (migration_set, name)")
    for file in sorted(each for each in FOLDER.glob("[0-9]*_*.sql") if each.stem < before):
        for statement in statements(file.read_text(encoding="utf-8")):
            old.execute(statement)
        old.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('collegiale', ?, '2026-11-01')",
            (file.stem,),
        )
    for statement in statements(holding):
        old.execute(statement)
    old.close()
    migrate(path)
    return path
