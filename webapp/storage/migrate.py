"""Bring the database file to the present schema, by sqlite-utils' own Migrations, under the writers' lock."""

import fcntl
import os
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite3

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def migrate(path: Path) -> None:
    """Create the file if need be and apply what is pending; several processes may call this at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = sqlite3.connect(str(path), isolation_level=None)
        try:
            if not _stands(connection):
                _apply(connection)
        finally:
            connection.close()
        path.chmod(0o600)
    finally:
        os.close(lock)


def _stands(connection: Any) -> bool:
    """Whether every migration of the folder is applied; a start then reads a list of names and nothing else."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return False
    applied = {name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")}
    return all(file.stem in applied for file in FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def _apply(connection: Any) -> None:
    import sqlite_utils  # noqa: PLC0415 — most starts have nothing to apply, and it is a twentieth of a start

    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = OFF")
    db = sqlite_utils.Database(connection, execute_plugins=False)
    registered().apply(db)
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        message = f"the migration left broken references: {broken[:3]}"
        raise RuntimeError(message)


def registered() -> Any:
    """Return the set of migrations that the `migrations` folder registers."""
    spec = spec_from_file_location("collegiale_migrations", FOLDER / "migrations.py")
    if spec is None or spec.loader is None:
        message = "the migrations folder is missing"
        raise RuntimeError(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.migrations


def statements(script: str) -> Iterator[str]:
    """Split a script into statements: `executescript` would commit the migration's open transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
