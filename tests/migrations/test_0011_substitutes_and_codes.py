"""Sessions written anew for one more way in: whoever was signed in still is."""

from pathlib import Path

from sqlite_utils.utils import sqlite3

from webapp.storage.migrate import FOLDER, migrate, statements

BEFORE = """
INSERT INTO people (id, first_name, last_name, created_at) VALUES (4, 'Anne', 'Exemple', '2026-11-01');
INSERT INTO sessions (id, token_hash, person_id, method, device, created_at, seen_at, expires_at, ended_at)
  VALUES (9, 'abc', 4, 'slip', 'Firefox', '2026-11-01', '2026-11-02', '2026-11-03', NULL);
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-12-10', 'jeton', '2026-11-01');
INSERT INTO ledger (id, meeting_id, act, text, effective_at, entered_at)
  VALUES (3, 7, 'guest_arrival', 'Mme Exemple', '2026-12-10', '2026-12-10');
"""


def test_sessions_and_ledger_stand_as_they_stood(tmp_path: Path) -> None:
    path = tmp_path / "collegiale.db"
    old = sqlite3.connect(str(path), isolation_level=None)
    old.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
    )
    old.execute("CREATE UNIQUE INDEX migrations_once ON _sqlite_migrations (migration_set, name)")
    for file in sorted(FOLDER.glob("00*_*.sql"))[:10]:
        for statement in statements(file.read_text(encoding="utf-8")):
            old.execute(statement)
        old.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('collegiale', ?, '2026-11-01')",
            (file.stem,),
        )
    for statement in statements(BEFORE):
        old.execute(statement)
    old.close()

    migrate(path)

    new = sqlite3.connect(str(path), isolation_level=None)
    assert new.execute("SELECT * FROM sessions").fetchall() == [
        (9, "abc", 4, "slip", "Firefox", "2026-11-01", "2026-11-02", "2026-11-03", None)
    ]
    new.execute("UPDATE sessions SET method = 'code'")
    assert new.execute("SELECT id, text, paper FROM ledger").fetchall() == [(3, "Mme Exemple", None)]
    assert new.execute("PRAGMA foreign_key_check").fetchall() == []
    assert new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    new.close()
