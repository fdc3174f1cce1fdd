"""One export of a sitting for the archives: whole, alike, checked without us (ARC-2; C. patr. R212-16)."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives.conftest import Shelf
from tests.documents.papers import put_in
from tests.refusing import refused
from webapp.archives import checker, service
from webapp.archives.model import ArchiveRefusal
from webapp.audit import queries as audit


def _written(shelf: Shelf, out: Path) -> Path:
    return service.write_folder(shelf.export(), out)


def test_arc_2_the_export_holds_minutes_facts_journal_documents_and_a_manifest(shelf: Shelf, tmp_path: Path):
    item = shelf.played.items[0]
    put_in(shelf.db, shelf.shelves.documents, shelf.id, item, now=shelf.now)
    folder = _written(shelf, tmp_path / "out")
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    parts = {each.partition("/")[0] for each in there}
    assert {"proces-verbal", "faits", "journal", "convocations", "dossier", "manifeste.json", "SHA256SUMS"} <= parts
    told = json.loads((folder / "manifeste.json").read_text(encoding="utf-8"))
    assert told["schema"] == "collegiale.archive/1"
    assert told["transfer"]["producer"] == "Préfecture du Val-Imaginaire"
    named = {each["path"]: each for each in told["files"]}
    assert named.keys() | {"manifeste.json", "metadata.csv", "LISEZMOI.txt", "controle.py", "SHA256SUMS"} == there
    for path, each in named.items():
        assert (folder / path).stat().st_size == each["bytes"]
        assert each["open_on"] >= told["sitting"]["held_on"]
    acts = [json.loads(line) for line in (folder / "journal/journal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["id"] for each in acts] == [
        each.id for each in audit.of_scope(shelf.db, f"meeting:{shelf.id}") if not each.act.startswith("archive.")
    ]
    votes = list(csv.reader((folder / "faits/votes.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert len(votes) > 1
    assert all(len(row) == len(votes[0]) for row in votes)


def test_arc_2_the_same_state_gives_the_same_bytes_and_each_export_is_journaled_once(shelf: Shelf):
    first = shelf.export("un")
    again = shelf.export("un")
    other = shelf.export("deux")
    assert [(each.path, each.sha256) for each in first.pieces] == [(each.path, each.sha256) for each in other.pieces]
    assert again.manifest == first.manifest == other.manifest
    acts = [each for each in audit.of_scope(shelf.db, f"meeting:{shelf.id}") if each.act == "archive.exported"]
    assert len(acts) == 2
    assert acts[0].facts == {"files": len(first.pieces), "manifest": first.manifest}


def test_arc_2_an_archivist_checks_the_export_without_us(shelf: Shelf, tmp_path: Path):
    folder = _written(shelf, tmp_path / "out")
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False, capture_output=True)
    assert sums.returncode == 0, sums.stderr
    alone = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "controle.py")], check=False, capture_output=True, text=True
    )
    assert (alone.returncode, alone.stdout[:6]) == (0, "Intact")
    journal = folder / "journal/journal.jsonl"
    content = journal.read_text(encoding="utf-8")
    journal.write_text(content.replace("Séance", "Seance", 1).replace('"at":"2', '"at":"3', 1), encoding="utf-8")
    (folder / "intrus.txt").write_text("?", encoding="utf-8")
    (folder / "LISEZMOI.txt").unlink()
    found = "\n".join(checker.faults(folder))
    assert "« journal/journal.jsonl » a changé." in found
    assert "le sceau ne tient pas" in found
    assert "« intrus.txt » n’est pas de cet export." in found
    assert "« LISEZMOI.txt » manque." in found


@pytest.mark.parametrize("broken", ["", "abc", "0" * 64 + "  ../ailleurs\n", "\x00\n"])
def test_arc_2_a_broken_list_is_told_and_leads_nowhere(tmp_path: Path, broken: str):
    (tmp_path / "SHA256SUMS").write_text(broken, encoding="utf-8")
    assert checker.faults(tmp_path)


def test_arc_2_metadata_give_each_unit_its_parent_first_for_a_seda_tool(shelf: Shelf):
    content = next(each.content for each in shelf.package().pieces if each.path == "metadata.csv").decode()
    rows = list(csv.DictReader(content.splitlines(), delimiter=";"))
    assert rows[0] | {"Content.Title": ""} == {
        "ID": "1",
        "ParentID": "",
        "File": ".",
        "Content.DescriptionLevel": "RecordGrp",
        "Content.Title": "",
        "Content.StartDate": rows[0]["Content.StartDate"],
        "Content.EndDate": rows[0]["Content.EndDate"],
    }
    seen = {"": None}
    for row in rows:
        assert row["ParentID"] in seen
        seen[row["ID"]] = row
    assert {row["Content.DescriptionLevel"] for row in rows} == {"RecordGrp", "Item"}


def test_arc_2_a_damaged_file_is_told_and_nothing_leaves(shelf: Shelf):
    file = next(each.file for each in shelf.package().pieces if each.path.endswith(".pdf"))
    assert file is not None
    file.write_bytes(file.read_bytes() + b" ")
    with refused(ArchiveRefusal.FILE_LOST):
        shelf.export()
    assert not any(each.act == "archive.exported" for each in audit.of_scope(shelf.db, f"meeting:{shelf.id}"))
