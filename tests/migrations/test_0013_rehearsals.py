"""An instance from before rehearsals keeps its sittings true, numbered on, and as well defended as they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import NOW
from tests.migrations import earlier
from webapp.audit.model import SYSTEM
from webapp.meetings import queries
from webapp.meetings.service import conduct
from webapp.meetings.sitting import MeetingDraft
from webapp.storage.database import Database, unit_of_work

BEFORE = """
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO terms (committee_id, act, starts_on, ends_on) VALUES (1, 'Arrêté', '2026-01-01', '2028-12-31');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-11-10T13:30:00.000000Z', 'jeton', '2026-11-01');
INSERT INTO agenda_items (id, meeting_id, position, label, kind, title) VALUES (3, 7, 1, '1', 'vote', 'Carrière');
INSERT INTO polls (id, subject, question, text, text_hash, kind, revote, opens_at)
  VALUES (5, 'motion:4', 'Carrière', 'Avis', 'abc', 'roll_call', 1, '2026-11-10');
INSERT INTO motions (id, item_id, position, kind, title, poll_id) VALUES (4, 3, 1, 'whole', 'Ensemble', 5);
INSERT INTO ballots (id, poll_id, seat_id, choice, channel, key, received_at, receipt)
  VALUES (9, 5, '2', 'for', 'voice', 'clé', '2026-11-10', 'reçu');
INSERT INTO ledger (id, meeting_id, act, effective_at, entered_at) VALUES (2, 7, 'guest_arrival', '2026-11-10', '2026-11-10');
"""


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Database]:
    path = earlier.brought_up(tmp_path, before="0013", holding=BEFORE)
    new = Database.open(path)
    yield new
    new.close()


def test_a_sitting_from_before_is_a_true_one(brought_up: Database) -> None:
    meeting = queries.find(brought_up, 7)
    assert meeting is not None
    assert (meeting.rehearsal, meeting.composed_on) == (False, meeting.day)
    assert brought_up.value("SELECT practice FROM polls") == 0


@pytest.mark.parametrize("table", ["ballots", "ledger", "meetings"])
def test_jrn_1_its_rows_are_still_defended(brought_up: Database, table: str) -> None:
    with pytest.raises(Exception, match=r"append-only|never removed"), unit_of_work(brought_up):
        brought_up.change(f"DELETE FROM {table}")  # noqa: S608 — names of this test
    assert brought_up.value(f"SELECT count(*) FROM {table}") == 1  # noqa: S608 — names of this test


def test_numbers_go_on(brought_up: Database) -> None:
    assert conduct.create(brought_up, 1, MeetingDraft(starts_at=NOW), by=SYSTEM, now=NOW).id == 8
