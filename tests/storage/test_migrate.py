"""The schema arrives whole, once, whoever starts first."""

import subprocess
import sys
from pathlib import Path

from sqlite_utils.utils import sqlite3

from webapp.storage.migrate import migrate, statements


def tables(path: Path) -> set[str]:
    connection = sqlite3.connect(str(path))
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


def test_a_second_migration_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "collegiale.db"

    migrate(path)
    first = path.read_bytes()
    migrate(path)

    assert path.read_bytes() == first
    assert {"journal", "people", "committees", "polls", "meetings", "minutes"} <= tables(path)


def test_eight_starts_at_once_migrate_once(tmp_path: Path) -> None:
    path = tmp_path / "collegiale.db"
    command = f"from pathlib import Path; from webapp.storage.migrate import migrate; migrate(Path({str(path)!r}))"

    starts = [subprocess.Popen([sys.executable, "-c", command], cwd=Path.cwd()) for _ in range(8)]

    assert [start.wait(60) for start in starts] == [0] * 8


def test_a_trigger_with_semicolons_is_one_statement() -> None:
    script = "CREATE TABLE a (b);\nCREATE TRIGGER t BEFORE UPDATE ON a\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"

    assert [each.split(maxsplit=2)[1] for each in statements(script)] == ["TABLE", "TRIGGER"]


def test_every_table_of_ours_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "collegiale.db"
    migrate(path)
    connection = sqlite3.connect(str(path))

    tables = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    # An index of words is SQLite's own, with the tables that it keeps it in.
    words = [name for name, sql in tables.items() if sql.startswith("CREATE VIRTUAL TABLE")]
    loose = [
        name for name, sql in tables.items() if not name.startswith(("_", "sqlite_", *words)) and "STRICT" not in sql
    ]
    connection.close()

    assert loose == []
