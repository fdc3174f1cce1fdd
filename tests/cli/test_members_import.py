"""`members import`: exit codes and JSON as outsiders rely on them."""

import json
from pathlib import Path

import pytest

from tests.factories import TODAY, a_committee, the_seats
from webapp.cli import members
from webapp.committees import queries
from webapp.storage.database import Database

CODERST = Path(__file__).parents[1] / "committees" / "rosters" / "coderst.csv"


@pytest.fixture
def db_of_the_command(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))
    a_committee(db, template="coderst", code="CODERST", filled=False)
    return db


def test_a_whole_roster_is_accepted_with_exit_0(
    db_of_the_command: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert members.main(["import", str(CODERST), "--committee", "coderst", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], told["rejected"], told["unchanged"]) == (49, 0, 0)
    assert told["people"][0]["last_name"] == "Brumeval"
    assert told["people"][0]["starts_on"] == "2026-01-01"
    assert members.main(["import", str(CODERST), "--committee", "CODERST", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 49


def test_a_dry_run_writes_nothing(db_of_the_command: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert members.main(["import", str(CODERST), "--committee", "CODERST", "--dry-run"]) == 0
    assert "49\u00a0personnes seraient acceptées" in capsys.readouterr().out
    committee = queries.find_by_code(db_of_the_command, "CODERST")
    assert committee is not None
    assert all(each.vacant for each in the_seats(db_of_the_command, committee, TODAY))


def test_a_rejected_line_gives_exit_1_and_its_cell(
    db_of_the_command: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Collège;Courriel\nUn;Agence régionale de santé;sans arobase\n", encoding="utf-8")
    assert members.main(["import", str(file), "--committee", "CODERST", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["cell"] == "C2"
    assert members.main(["import", str(file), "--committee", "CODERST"]) == 1
    assert capsys.readouterr().err.startswith("C2 : ")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "CODERST"), (b"<html>", "CODERST"), (None, "CODERST"), (b"Nom;College\nA;B\n", "AUTRE")],
    ids=["empty", "no spreadsheet", "no file", "unknown committee"],
)
def test_what_cannot_be_read_at_all_gives_exit_2(
    db_of_the_command: Database, tmp_path: Path, content: bytes | None, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "liste.xlsx"
    if content is not None:
        file.write_bytes(content)
    assert members.main(["import", str(file), "--committee", code, "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip()


def test_rejected_lines_come_back_in_a_workbook_and_an_import_is_undone_by_its_number(
    db_of_the_command: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "liste.csv", tmp_path / "rejets.xlsx"
    file.write_text(
        "Nom;Collège;Courriel\nUn;Agence régionale de santé;sans arobase\nDeux;Présidence;\n", encoding="utf-8"
    )
    asked = ["import", str(file), "--committee", "CODERST", "--json", "--rejected", str(out)]
    assert members.main(asked) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert (told["accepted"], told["rejected"]) == (1, 1)
    assert "members undo 1 --committee CODERST" in said.err
    assert members.main(["import", str(out), "--committee", "CODERST", "--json"]) == 1
    again = json.loads(capsys.readouterr().out)
    assert again["faults"][0]["cell"] == "Feuille 1, C2"
    assert (again["ignored_columns"], again["accepted"]) == ([], 0)
    assert members.main(["undo", "1", "--committee", "CODERST", "--dry-run"]) == 0
    assert members.main(["undo", "1", "--committee", "CODERST"]) == 0
    committee = queries.find_by_code(db_of_the_command, "CODERST")
    assert committee is not None
    assert all(each.vacant for each in the_seats(db_of_the_command, committee, TODAY))
    assert members.main(["undo", "7", "--committee", "CODERST"]) == 2


def test_no_workbook_is_written_when_every_line_is_accepted(db_of_the_command: Database, tmp_path: Path) -> None:
    out = tmp_path / "rejets.xlsx"
    assert members.main(["import", str(CODERST), "--committee", "CODERST", "--rejected", str(out)]) == 0
    assert not out.exists()
