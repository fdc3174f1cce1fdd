"""An instance from before replies named their author keeps each of them, as that of who held the seat that day."""

from pathlib import Path

from tests.migrations import earlier
from webapp.meetings import queries
from webapp.storage.database import Database

BEFORE = """
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO colleges (id, committee_id, name, position) VALUES (1, 1, 'Membres', 1);
INSERT INTO seats (id, committee_id, college_id, label, seat_type, position, starts_on) VALUES
  (2, 1, 1, 'Siège 2', 'organisation', 2, '2026-01-01'), (3, 1, 1, 'Siège 3', 'organisation', 3, '2026-01-01');
INSERT INTO people (id, civility, first_name, last_name, created_at) VALUES
  (40, 'Mme', 'Anne', 'Exemple', '2026-11-01'), (41, 'M.', 'Luc', 'Relève', '2026-11-01');
INSERT INTO appointments (seat_id, person_id, rank, starts_on, ends_on, created_at) VALUES
  (2, 40, 'titular', '2026-01-01', '2026-12-05', '2026-11-01'),
  (2, 41, 'titular', '2026-12-06', NULL, '2026-12-04');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-12-10T13:30:00.000000Z', 'jeton', '2026-11-01');
INSERT INTO replies (meeting_id, seat_id, kind, holder_seat_id, replied_by, replied_at) VALUES
  (7, 2, 'room', NULL, NULL, '2026-12-01T09:00:00.000000Z'), (7, 3, 'mandate', 2, NULL, '2026-12-07T09:00:00.000000Z');
"""


def test_each_reply_is_that_of_who_held_the_seat_when_it_came(tmp_path: Path) -> None:
    db = Database.open(earlier.brought_up(tmp_path, before="0026", holding=BEFORE))
    try:
        found = queries.replies(db, 7)
        assert {seat: (each.titular_id, each.holder_id) for seat, each in found.items()} == {
            2: (40, None),
            3: (None, 41),
        }
    finally:
        db.close()
