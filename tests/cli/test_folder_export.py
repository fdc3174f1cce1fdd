"""`folder export`: the day's folder as files, for whoever has the machine and no browser."""

import json
from pathlib import Path

import pytest

from webapp.cli import folder
from webapp.cli.demo.reference import Reference


@pytest.fixture
def played(tmp_path: Path, reference_sitting: tuple[bytes, Reference], monkeypatch: pytest.MonkeyPatch) -> Reference:
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))
    (tmp_path / "collegiale.db").write_bytes(reference_sitting[0])
    return reference_sitting[1]


def test_the_certificates_of_a_closed_sitting_are_written(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sortie"

    assert folder.main(["export", str(played.meeting_id), "--out", str(out)]) == 0

    assert json.loads(capsys.readouterr().out) == {"attendance": "attestations-coderst-2026-12-10.pdf"}
    assert (out / "attestations-coderst-2026-12-10.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_sitting_is_refused_with_a_sentence(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.main(["export", "999", "--out", str(tmp_path)]) == 1
    assert "séance" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plein").write_text("un fichier")

    assert folder.main(["export", str(played.meeting_id), "--out", str(tmp_path / "plein")]) == 2
    assert "plein" in capsys.readouterr().err
