"""`minutes archive` and `minutes check-archive`: the export of a sitting in a folder, and whether one is intact."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from webapp.cli import minutes
from webapp.cli.demo.reference import Reference


def test_arc_2_the_command_writes_the_export_and_checks_it(
    final_minutes: tuple[Path, Reference, datetime],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, played, _ = final_minutes
    shutil.copytree(folder, tmp_path / "instance")
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path / "instance"))
    asked = ["archive", str(played.meeting_id), "--out", str(tmp_path / "sortie")]
    assert minutes.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    out = Path(told["folder"])
    assert sum(each.is_file() for each in out.rglob("*")) == told["files"]
    assert minutes.main(asked) == 1
    assert "existe déjà" in capsys.readouterr().err
    assert minutes.main(["archive", "999", "--out", str(tmp_path / "autre")]) == 1
    capsys.readouterr()
    assert minutes.main(["check-archive", str(out)]) == 0
    (out / "manifeste.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert minutes.main(["check-archive", str(out), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert not answer["intact"]
    assert "« manifeste.json » a changé." in answer["faults"]
    assert minutes.main(["check-archive", str(tmp_path / "nulle-part")]) == 2
