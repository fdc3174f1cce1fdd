"""What a command writes of a rehearsal bears its name."""

import json
from pathlib import Path

import pytest

from tests.pdf.structure import page_texts
from tests.rehearsals.stage import Stage
from webapp.cli import folder, minutes
from webapp.storage.database import Database
from webapp.wording.rehearsal import BAND


@pytest.fixture
def stage(tmp_path: Path, migrated: bytes, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))
    (tmp_path / "collegiale.db").write_bytes(migrated)
    made = Stage(Database.open(tmp_path / "collegiale.db"), tmp_path)
    made.copy()
    made.play()
    made.db.close()
    return made


def test_minutes_and_facts_of_a_rehearsal_say_so(stage: Stage, tmp_path: Path) -> None:
    out = tmp_path / "sortie"
    assert minutes.main(["export", str(stage.meeting_id), "--out", str(out)]) == 0
    data, paper = sorted(out.iterdir())
    assert data.name == paper.with_suffix(".json").name
    assert paper.name.startswith("repetition-proces-verbal-")
    assert json.loads(data.read_bytes())["schema"] == "collegiale.rehearsal/1"
    assert all(" ".join(BAND.split()) in page for page in page_texts(paper.read_bytes()))


def test_the_folder_of_a_rehearsal_says_so(stage: Stage, tmp_path: Path) -> None:
    out = tmp_path / "sortie"
    assert folder.main(["export", str(stage.meeting_id), "--out", str(out)]) == 0
    (paper,) = out.iterdir()
    assert paper.name.startswith("repetition-")
