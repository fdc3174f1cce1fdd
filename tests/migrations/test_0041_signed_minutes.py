"""Minutes from before signatures keep their state and their steps, and may be signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrations import earlier
from webapp.minutes import queries
from webapp.minutes.model import MinutesState
from webapp.storage.database import Database, unit_of_work

BEFORE = """
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO terms (committee_id, act, starts_on, ends_on) VALUES (1, 'Arrêté', '2026-01-01', '2028-12-31');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-11-10T13:30:00.000000Z', 'jeton', '2026-11-01');
INSERT INTO minutes (meeting_id, state, transmitted_on, transmitted_to, revision, changed_at)
  VALUES (7, 'final', '2026-11-12', 'Préfecture', 4, '2026-11-11T08:00:00.000000Z');
INSERT INTO minute_steps (id, meeting_id, state, taken_at, reason) VALUES (3, 7, 'final', '2026-11-11T08:00:00.000000Z', '');
INSERT INTO minute_files (id, meeting_id, kind, state, sha256, requested_at, rendered_at)
  VALUES (5, 7, 'minutes', 'final', 'abc', '2026-11-11T08:00:00.000000Z', '2026-11-11T08:01:00.000000Z');
"""
SIGNED = """INSERT INTO minute_signatures (meeting_id, file_id, place, role, way, signer, issuer, signed_at, lacking,
  before, sha256, ending, recorded_at) VALUES (7, 5, 0, 'président', 'paper', 'Mme Brume', '', '2026-11-12', '', 'abc',
  'def', 'pdf', '2026-11-12')"""


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Database]:
    new = Database.open(earlier.brought_up(tmp_path, before="0041", holding=BEFORE))
    yield new
    new.close()


def test_final_minutes_stay_final_and_await_their_signers(brought_up: Database) -> None:
    record = queries.record(brought_up, 7)
    assert (record.state, record.revision, record.transmitted_to) == (MinutesState.FINAL, 4, "Préfecture")
    assert [step.state for step in record.steps] == [MinutesState.FINAL]
    assert record.rectifies is None
    signing = queries.signing(brought_up, 7, ("président", "secrétaire"))
    assert (signing.awaited, signing.sha256) == (0, "abc")


def test_pv_4_a_signature_is_immutable(brought_up: Database) -> None:
    with unit_of_work(brought_up):
        brought_up.run(SIGNED)
    for act in ("DELETE FROM minute_signatures", "UPDATE minute_signatures SET signer = 'Autre'"):
        with pytest.raises(Exception, match="immutable"), unit_of_work(brought_up):
            brought_up.change(act)
    with pytest.raises(Exception, match="UNIQUE"), unit_of_work(brought_up):
        brought_up.run(SIGNED)
