"""Every list of the corpus gives what stands beside it in JSON, and its rejected rows come back alike."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.committees.sheets import an_xlsx
from webapp.committees.roster.export import write_xlsx
from webapp.committees.roster.model import CellFault, RosterReading
from webapp.committees.roster.parser import read_roster
from webapp.committees.roster.rejected import write_rejected
from webapp.kernel.errors import Refusal
from webapp.wording.phrases import phrase

FOLDER = Path(__file__).parent / "roster_corpus"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.suffix not in {".json", ".py"})
# What the JSON leaves out; the type of a seat is only deduced here, from names of colleges that say little.
USUAL = {"role": "titular", "physician": False}
WITHOUT_SEAT_TYPE = {"seat_type"}


def read(path: Path) -> RosterReading:
    return read_roster(path.read_bytes(), path.name)


def told(path: Path) -> dict[str, object]:
    """Say a reading as the JSON beside a file does: what is usual is left out."""
    try:
        reading = read(path)
    except Refusal as refusal:
        return {"refusal": refusal.reason.name}
    said: dict[str, object] = {
        "people": [
            {
                name: value
                for name, value in person.as_json().items()
                if value is not None and USUAL.get(name) != value and name not in WITHOUT_SEAT_TYPE
            }
            for person in reading.people
        ],
        "faults": {fault.cell: fault.reason.name for fault in reading.faults},
        "ignored_columns": list(reading.ignored_columns),
        "notes": list(reading.notes),
    }
    return {name: value for name, value in said.items() if value or name in ("people", "faults")}


def test_the_corpus_is_large_and_partly_libreoffice_s_own():
    assert len(FILES) >= 40
    assert sum(path.name.startswith("lo-") for path in FILES) >= 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_list_gives_what_stands_beside_it(path: Path):
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))

    assert told(path) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rejected_rows_come_back_and_are_told_alike(path: Path):
    """Unmended, the workbook of rejected rows gives the same faults again; nothing in it computes."""
    try:
        reading = read(path)
    except Refusal:
        return
    rejected = [fault for fault in reading.faults if fault.reason is not CellFault.TWICE]
    if not rejected:
        return

    again = read_roster(write_rejected(reading, rejected), "rejets.xlsx")

    assert [fault.message for fault in again.faults] == [fault.message for fault in rejected]
    assert again.people == ()
    assert "À corriger" not in again.ignored_columns


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_roster_that_was_read_is_written_and_read_again_unchanged(path: Path):
    try:
        people = read(path).people
    except Refusal:
        return
    if not people:
        return

    again = read_roster(write_xlsx(people), "membres.xlsx")

    assert again.people == people
    assert again.faults == ()


NASTY = some.text(
    alphabet=some.one_of(
        some.sampled_from("\n\t;,|\"'=+-@()/–’\u00a0\u200b\u2028*°1234567890éÉMm. "), some.characters(codec="utf-8")
    ),
    max_size=30,
)
WORDS = some.sampled_from(
    [
        *("Nom", "Prénom", "Collège", "Titulaire", "Suppléant", "Suppléant de", "Courriel", "Tél.", "Début", "Membre"),
        *(
            "M. Petit",
            "Mme GRAND Anne",
            "M. et Mme Petit",
            "suppléante de M. Petit",
            "Titulaires",
            "SUPPLÉANTS",
            "Élus",
        ),
        *("Total : 2", "1° Élus", "(suppléant)", "Titulaire : A Suppléant : B", "Le préfet", "à désigner", "", "", ""),
    ]
)
LINES = some.lists(some.lists(NASTY | WORDS, max_size=8), max_size=12)


@given(LINES, some.sampled_from(";,\t|"), some.sampled_from(["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]))
@settings(max_examples=150, deadline=None)
def test_whatever_a_text_holds_it_gets_an_answer(lines: list[list[str]], delimiter: str, encoding: str):
    content = "\r\n".join(delimiter.join(line) for line in [["Nom", "Collège"], *lines]).encode(encoding, "replace")

    answered(content, "liste.csv")


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_whatever_a_workbook_holds_it_gets_an_answer(lines: list[list[str]]):
    clean = [["".join(c for c in cell if c.isprintable() or c == "\n") for cell in line] for line in lines]

    answered(an_xlsx(*clean), "liste.xlsx")


def answered(content: bytes, filename: str) -> None:
    """Read a file to people, faults and a workbook of what was rejected, or to a refusal with its sentence."""
    try:
        reading = read_roster(content, filename)
    except Refusal as refusal:
        phrase(refusal.reason, **refusal.facts)  # it has every fact that its sentence asks for
        return
    assert all(person.last_name.strip() and person.college.strip() for person in reading.people)
    assert all(fault.cell and fault.message for fault in reading.faults)
    if reading.faults:
        assert write_rejected(reading, reading.faults).startswith(b"PK")
