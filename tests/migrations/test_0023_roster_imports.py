"""Numbers of people and seats are given on from where they stood, and never twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from tests.migrations import earlier

BEFORE = """
INSERT INTO people (id, first_name, last_name, created_at) VALUES (41, 'Anne', 'Exemple', '2026-11-01');
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
"""
NEXT = "SELECT number FROM next_numbers WHERE kind = 'people'"


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Any]:
    new = sqlite3.connect(str(earlier.brought_up(tmp_path, before="0023", holding=BEFORE)), isolation_level=None)
    new.execute("PRAGMA foreign_keys = ON")
    yield new
    new.close()


def test_the_next_number_follows_those_that_stand(brought_up: Any) -> None:
    assert dict(brought_up.execute("SELECT kind, number FROM next_numbers").fetchall()) == {
        "people": 42,
        "colleges": 1,
        "seats": 1,
        "appointments": 1,
    }


def test_a_number_that_was_given_is_never_given_again(brought_up: Any) -> None:
    brought_up.execute("DELETE FROM people WHERE id = 41")

    assert brought_up.execute(NEXT).fetchone() == (42,)
    with pytest.raises(sqlite3.IntegrityError, match="never given again"):
        brought_up.execute("DELETE FROM retired_numbers")
