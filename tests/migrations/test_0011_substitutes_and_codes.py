"""Sessions written anew for one more way in: whoever was signed in still is."""

from pathlib import Path

from sqlite_utils.utils import sqlite3

from tests.migrations import earlier

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
    path = earlier.brought_up(tmp_path, before="0011", holding=BEFORE)

    new = sqlite3.connect(str(path), isolation_level=None)
    assert new.execute("SELECT * FROM sessions").fetchall() == [
        (9, "abc", 4, "slip", "Firefox", "2026-11-01", "2026-11-02", "2026-11-03", None)
    ]
    new.execute("UPDATE sessions SET method = 'code'")
    assert new.execute("SELECT id, text, paper FROM ledger").fetchall() == [(3, "Mme Exemple", None)]
    assert new.execute("PRAGMA foreign_key_check").fetchall() == []
    assert new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    new.close()
