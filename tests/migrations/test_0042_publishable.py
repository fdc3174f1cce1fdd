"""Files and signatures from before the publishable version stay as they were; decisions on it are kept for ever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrations import earlier
from webapp.minutes import queries
from webapp.storage.database import Database, unit_of_work

BEFORE = """
INSERT INTO committees (id, code, name, template, settings, created_at)
  VALUES (1, 'CODERST', 'Conseil', 'blank', '{}', '2026-11-01');
INSERT INTO meetings (id, committee_id, mode, starts_at, screen_token, created_at)
  VALUES (7, 1, 'in_person', '2026-11-10T13:30:00.000000Z', 'jeton', '2026-11-01');
INSERT INTO minutes (meeting_id, state, revision, changed_at) VALUES (7, 'signed', 4, '2026-11-11T08:00:00.000000Z');
INSERT INTO minute_files (id, meeting_id, kind, state, sha256, twin_sha256, requested_at, rendered_at)
  VALUES (5, 7, 'minutes', 'final', 'abc', 'twin', '2026-11-11T08:00:00.000000Z', '2026-11-11T08:01:00.000000Z');
INSERT INTO minute_signatures (meeting_id, file_id, place, role, way, signer, issuer, signed_at, lacking, before, sha256,
  ending, recorded_at) VALUES (7, 5, 0, 'président', 'paper', 'Mme Brume', '', '2026-11-12T08:00:00.000000Z', '', 'abc',
  'def', 'pdf', '2026-11-12T08:00:00.000000Z');
"""
MASKING = """INSERT INTO minute_maskings (meeting_id, file_id, mask, wording, masked, ground, reason, made_at)
  VALUES (7, 5, 'words:x', 'x', {masked}, {ground}, '{reason}', '2026-11-12')"""
ACCESS = """INSERT INTO minute_accesses (meeting_id, file_id, access, reason, ruled_at)
  VALUES (7, 5, 'published', 'Motif', '2026-11-12')"""


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Database]:
    new = Database.open(earlier.brought_up(tmp_path, before="0042", holding=BEFORE))
    yield new
    new.close()


def test_files_and_their_signatures_stay(brought_up: Database) -> None:
    signing = queries.signing(brought_up, 7, ("président",))
    assert signing.file is not None
    assert (signing.file.sha256, signing.file.twin, signing.file.of_file) == ("abc", "twin", None)
    assert signing.awaited is None


def test_pub_1_a_decision_to_mask_has_its_ground_or_its_reason_and_is_immutable(brought_up: Database) -> None:
    for masked, ground, reason in ((1, "NULL", "r"), (0, "'business'", "r"), (0, "NULL", "")):
        with pytest.raises(Exception, match="CHECK"), unit_of_work(brought_up):
            brought_up.run(MASKING.format(masked=masked, ground=ground, reason=reason))
    with unit_of_work(brought_up):
        brought_up.run(MASKING.format(masked=1, ground="'business'", reason=""))
        brought_up.run(ACCESS)
    for act in (
        "DELETE FROM minute_maskings",
        "UPDATE minute_maskings SET reason = 'autre'",
        "DELETE FROM minute_accesses",
        "UPDATE minute_accesses SET reason = 'autre'",
    ):
        with pytest.raises(Exception, match=r"immutable|goes with its minutes alone"), unit_of_work(brought_up):
            brought_up.change(act)


def test_a_publishable_file_names_the_final_version_that_it_is_made_from(brought_up: Database) -> None:
    with pytest.raises(Exception, match="CHECK"), unit_of_work(brought_up):
        brought_up.run(
            "INSERT INTO minute_files (meeting_id, kind, state, requested_at) VALUES (7, 'publishable', 'final', '2026')"
        )
