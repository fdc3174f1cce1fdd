"""An instance from before announced mandates keeps every reply, and its persons to be heard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrations import earlier
from webapp.meetings import queries
from webapp.meetings.sitting import ReplyKind
from webapp.storage.database import Database, unit_of_work

BEFORE = """
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO colleges (id, committee_id, name, position) VALUES (1, 1, 'Membres', 1);
INSERT INTO seats (id, committee_id, college_id, label, seat_type, position, starts_on) VALUES
  (2, 1, 1, 'Siège 2', 'organisation', 2, '2026-01-01'), (3, 1, 1, 'Siège 3', 'organisation', 3, '2026-01-01');
INSERT INTO people (id, civility, first_name, last_name, created_at)
  VALUES (40, 'Mme', 'Anne', 'Exemple', '2026-11-01');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-12-10T13:30:00.000000Z', 'jeton', '2026-11-01');
INSERT INTO agenda_items (id, meeting_id, position, label, kind, title) VALUES (3, 7, 1, '1', 'vote', 'Carrière');
INSERT INTO hearings (id, meeting_id, item_id, name) VALUES (5, 7, 3, 'Mme Eauvive');
INSERT INTO replies (meeting_id, seat_id, kind, substitute_id, replied_by, replied_at) VALUES
  (7, 2, 'room', NULL, 40, '2026-12-01T09:00:00.000000Z'), (7, 3, 'substitute', 40, NULL, '2026-12-02T09:00:00.000000Z');
"""


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Database]:
    new = Database.open(earlier.brought_up(tmp_path, before="0022", holding=BEFORE))
    yield new
    new.close()


def test_every_reply_is_carried_over(brought_up: Database) -> None:
    found = queries.replies(brought_up, 7)
    assert {seat: (each.kind, each.substitute_id, each.holder, each.replied_by) for seat, each in found.items()} == {
        2: (ReplyKind.ROOM, None, None, 40),
        3: (ReplyKind.SUBSTITUTE, 40, None, None),
    }


def test_persons_to_be_heard_are_awaited_without_a_link(brought_up: Database) -> None:
    assert brought_up.rows("SELECT name, cancelled_at FROM hearings") == [{"name": "Mme Eauvive", "cancelled_at": None}]
    assert queries.hearing_links(brought_up, 7) == {}


@pytest.mark.parametrize(("kind", "holder"), [("mandate", None), ("mandate", 2), ("room", 3), ("excused", 3)], ids=str)
def test_a_mandate_names_another_seat_and_nothing_else_does(
    brought_up: Database, kind: str, holder: int | None
) -> None:
    with pytest.raises(Exception, match="CHECK"), unit_of_work(brought_up):
        brought_up.change("UPDATE replies SET kind = ?, holder_seat_id = ? WHERE seat_id = 2", (kind, holder))
