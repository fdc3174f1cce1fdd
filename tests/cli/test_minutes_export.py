"""`minutes export`: the PDF and the facts of a sitting, as outsiders rely on them."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from webapp.audit.model import SYSTEM
from webapp.cli import minutes
from webapp.cli.demo.reference import Reference
from webapp.kernel import clock
from webapp.minutes import queries, service
from webapp.minutes.model import FileKind, MinutesState, fingerprint
from webapp.settings import load
from webapp.storage.database import Database


@pytest.fixture
def played(tmp_path: Path, reference_sitting: tuple[bytes, Reference], monkeypatch: pytest.MonkeyPatch) -> Reference:
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))
    (tmp_path / "collegiale.db").write_bytes(reference_sitting[0])
    return reference_sitting[1]


def exported(played: Reference, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    assert minutes.main(["export", str(played.meeting_id), "--out", str(out)]) == 0
    told: dict[str, str] = json.loads(capsys.readouterr().out)
    return told


def test_the_pdf_and_the_facts_are_written_with_their_hashes(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = exported(played, tmp_path / "sortie", capsys)
    pdf = (tmp_path / "sortie" / "proces-verbal-coderst-2026-12-10.pdf").read_bytes()
    facts = (tmp_path / "sortie" / "proces-verbal-coderst-2026-12-10.json").read_bytes()
    assert (told["state"], told["sha256"], told["facts_sha256"]) == ("draft", fingerprint(pdf), fingerprint(facts))
    assert pdf.startswith(b"%PDF")
    assert json.loads(facts)["number"] == "2026-1"


def test_pv_4_of_final_minutes_the_very_file_that_was_kept_is_written(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load()
    db = Database.open(settings.database)
    for before, after in pairwise(tuple(MinutesState)[:-1]):
        service.take_step(db, played.meeting_id, after, expected=before, by=SYSTEM, now=clock.now())
    final = next(each for each in queries.files(db, played.meeting_id) if each.kind is FileKind.MINUTES)
    kept = service.Store(folder=settings.files, authority=settings.prefecture)
    made = service.render(db, final.id, kept=kept, report=lambda *_: None, now=clock.now())
    db.close()
    told = exported(played, tmp_path / "sortie", capsys)
    assert (told["state"], told["sha256"]) == ("final", made["sha256"])


def test_an_unknown_sitting_is_a_clear_no(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert minutes.main(["export", "999", "--out", str(tmp_path / "sortie")]) == 1
    assert "n’existe pas" in capsys.readouterr().err
    assert not (tmp_path / "sortie").exists()


def test_a_place_that_cannot_be_written_is_wrong_use(
    played: Reference, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier").write_text("déjà là", encoding="utf-8")
    assert minutes.main(["export", str(played.meeting_id), "--out", str(tmp_path / "fichier")]) == 2
    assert "fichier" in capsys.readouterr().err
