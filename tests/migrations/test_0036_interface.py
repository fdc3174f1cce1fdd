"""An instance with registrations from before the JSON interface gives all of them to whoever pulls from the beginning."""

from pathlib import Path

from tests.migrations import earlier
from webapp.registrations import queries
from webapp.storage.database import Database, unit_of_work

BEFORE = """
INSERT INTO campaigns VALUES (1, 'webinar:1', 'open', 'none', 24, 0, 1, 'each', 1);
INSERT INTO form_versions VALUES (1, 1, 1, '[]', '{}', '2026-11-01T09:00:00.000Z', NULL);
INSERT INTO occurrences VALUES
  (4, 1, '2026-12-20T13:30:00.000Z', '2026-12-20T14:30:00.000Z', '2026-12-20T13:30:00.000Z', NULL, 'planned', 0, 1);
INSERT INTO pools VALUES (1, 4, '', NULL, 2);
INSERT INTO registrations (id, occurrence_id, form_id, key, status, pool_id, seats, last_name, first_name, email,
  identity, origin, service, search, submitted_at, settled_at, version) VALUES
  (7, 4, 1, 'a', 'confirmed', 1, 1, 'Exemple', 'Anne', 'a@val.example', 'a', '', '', '',
   '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z', 1),
  (8, 4, 1, 'b', 'confirmed', 1, 1, 'Modele', 'Luc', 'b@val.example', 'b', '', '', '',
   '2026-11-03T09:00:00.000Z', '2026-11-03T09:00:00.000Z', 1);
"""


def test_registrations_of_before_are_changes_in_their_order_and_what_is_removed_is_none(tmp_path: Path) -> None:
    db = Database.open(earlier.brought_up(tmp_path, before="0036", holding=BEFORE))
    try:
        assert [each.registration.id for each in queries.changes(db, [4], since=0, limit=10)] == [7, 8]
        with unit_of_work(db):
            db.run("UPDATE registrations SET service = 'Eau' WHERE id = 7")
            db.run("DELETE FROM registrations WHERE id = 8")
        found = queries.changes(db, [4], since=2, limit=10)
        assert [(each.sequence, each.registration.id) for each in found] == [(3, 7)]
    finally:
        db.close()
