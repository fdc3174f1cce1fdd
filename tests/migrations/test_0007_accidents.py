"""Tables written anew for a wider CHECK keep every row, what points at it, and what defends it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from tests.migrations import earlier
from webapp.storage.migrate import migrate

BEFORE = """
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-12-10', 'jeton', '2026-11-01');
INSERT INTO agenda_items (id, meeting_id, position, label, kind, title, state)
  VALUES (3, 7, 1, '1', 'vote', 'Carrière', 'adjourned');
INSERT INTO polls (id, subject, question, text, text_hash, kind, revote, opens_at)
  VALUES (5, 'motion:1', 'Carrière', 'Avis', 'abc', 'roll_call', 1, '2026-12-10');
INSERT INTO motions (id, item_id, position, kind, title, poll_id) VALUES (4, 3, 1, 'whole', 'Ensemble', 5);
INSERT INTO ballots (id, poll_id, seat_id, choice, channel, key, received_at, receipt)
  VALUES (9, 5, '2', 'for', 'voice', 'clé', '2026-12-10', 'reçu');
INSERT INTO minute_files (id, meeting_id, item_id, kind, state, sha256, twin_sha256, bytes, requested_at)
  VALUES (8, 7, 3, 'extract', 'final', 'fff', 'eee', 12, '2026-12-11');
"""


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Any]:
    """A database of the schema before, with a vote held, brought to the present one."""
    path = earlier.brought_up(tmp_path, before="0007", holding=BEFORE)
    new = sqlite3.connect(str(path), isolation_level=None)
    new.execute("PRAGMA foreign_keys = ON")
    yield new
    new.close()


def test_every_row_stands_where_it_stood(brought_up: Any) -> None:
    assert brought_up.execute("SELECT id, state, carried_from FROM agenda_items").fetchall() == [(3, "adjourned", None)]
    assert brought_up.execute("SELECT id, seat_id, choice, channel, receipt FROM ballots").fetchall() == [
        (9, "2", "for", "voice", "reçu")
    ]
    assert brought_up.execute("SELECT id, kind, sha256, twin_sha256, bytes FROM minute_files").fetchall() == [
        (8, "extract", "fff", "eee", 12)
    ]
    assert brought_up.execute("PRAGMA foreign_key_check").fetchall() == []
    brought_up.execute("UPDATE agenda_items SET state = 'joined'")


def test_ballots_are_still_defended(brought_up: Any) -> None:
    for statement in ("UPDATE ballots SET choice = 'against'", "DELETE FROM ballots"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            brought_up.execute(statement)


def test_the_schema_is_that_of_a_new_machine(brought_up: Any, tmp_path: Path) -> None:
    asked = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%migrations%' ORDER BY type, name"
    migrate(tmp_path / "new" / "collegiale.db")
    new = sqlite3.connect(str(tmp_path / "new" / "collegiale.db"))

    assert brought_up.execute(asked).fetchall() == new.execute(asked).fetchall()
    new.close()
