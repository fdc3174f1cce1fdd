"""The workbook of rejected rows: what it holds, that nothing in it computes, and that mended it adds only the rest."""

import io
import sys
from collections import Counter

from openpyxl import load_workbook

from tests.committees.sheets import a_csv, an_xlsx
from tests.factories import NOW, a_committee
from webapp.audit.model import SYSTEM
from webapp.committees import queries
from webapp.committees.model import Committee
from webapp.committees.roster import text
from webapp.committees.roster.parser import read_roster
from webapp.committees.roster.rejected import write_rejected
from webapp.committees.service import rosters
from webapp.committees.service.rosters import ImportReport
from webapp.storage.database import Database

MOST_CLEANED_PER_ROW = 60
LIST = a_csv(
    "Nom;Prénom;Collège;Courriel;Remarques",
    "Petit;Luc;Élus;luc@val-imaginaire.example;",
    "Grand;Anne;Élus;anne.val-imaginaire.example;=1+1",
    "Moyen;Paul;;p@val-imaginaire.example;",
)


def bring(db: Database, committee: Committee, content: bytes, name: str = "liste.csv") -> ImportReport:
    reading = rosters.read(db, committee, content, name)
    return rosters.apply_roster(db, committee.id, reading, dry_run=False, by=SYSTEM, now=NOW)


def rejected(db: Database, committee: Committee, content: bytes, report: ImportReport) -> bytes:
    return write_rejected(rosters.read(db, committee, content, "liste.csv"), report.faults)


def test_only_rejected_rows_come_back_with_their_reasons_beside_them() -> None:
    reading = read_roster(LIST, "liste.csv")

    sheet = load_workbook(io.BytesIO(write_rejected(reading, reading.faults))).worksheets[0]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Nom", "Prénom", "Collège", "Courriel", "Remarques", "À corriger"]
    assert [row[:2] for row in rows[1:]] == [["Grand", "Anne"], ["Moyen", "Paul"]]
    assert str(rows[1][-1]).startswith("Courriel\u00a0: ")
    assert str(rows[2][-1]).startswith("Collège\u00a0: ")
    coloured = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"]
    assert coloured == ["D2", "C3"]


def test_nothing_computes_in_it_even_once_a_cell_is_edited() -> None:
    reading = read_roster(LIST, "liste.csv")

    sheet = load_workbook(io.BytesIO(write_rejected(reading, reading.faults))).worksheets[0]

    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].number_format) == ("=1+1", "s", "@")


def test_a_college_said_by_a_merged_cell_or_a_title_is_written_on_each_row() -> None:
    content = a_csv("Nom;Prénom;Courriel", "1° Élus;;", "Petit;Luc;luc", "2° Experts;;", "Grand;Anne;anne")
    reading = read_roster(content, "liste.csv")

    sheet = load_workbook(io.BytesIO(write_rejected(reading, reading.faults))).worksheets[0]

    assert [[cell.value for cell in row][:4] for row in sheet.iter_rows(min_row=2)] == [
        ["Petit", "Luc", "luc", "Élus"],
        ["Grand", "Anne", "anne", "Experts"],
    ]


def test_each_sheet_comes_back_as_a_sheet() -> None:
    content = an_xlsx(
        ["Nom", "Collège"],
        ["Petit", ""],
        title="Titulaires",
        others={"Suppléants": [["Nom", "Collège"], ["Grand", ""]]},
    )
    reading = read_roster(content, "liste.xlsx")

    book = load_workbook(io.BytesIO(write_rejected(reading, reading.faults)))

    assert book.sheetnames == ["Titulaires", "Suppléants"]


def test_mended_it_adds_only_the_rest_and_twice_changes_nothing(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    first = bring(db, committee, LIST)
    assert (first.accepted, first.rejected) == (1, 2)
    book = load_workbook(io.BytesIO(rejected(db, committee, LIST, first)))
    book.worksheets[0]["D2"] = "anne@val-imaginaire.example"
    book.worksheets[0]["C3"] = "Élus"
    mended = io.BytesIO()
    book.save(mended)

    second = bring(db, committee, mended.getvalue(), "lignes-a-corriger.xlsx")
    third = bring(db, committee, mended.getvalue(), "lignes-a-corriger.xlsx")

    assert (second.accepted, second.rejected, second.unchanged) == (2, 0, 0)
    assert (third.accepted, third.rejected, third.unchanged) == (0, 0, 2)
    assert third.import_id is None
    assert len(queries.appointments_of(db, committee.id)) == 3


def test_com_5_a_mended_substitute_comes_back_alone_to_the_titular_of_the_same_body(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    content = a_csv(
        "Nom;Organisme;Collège;Statut;Courriel",
        "Lanuée;Commune de Bourg-Fictif;Élus;titulaire;",
        "Champlune;Commune de Bourg-Fictif;Élus;suppléant;ursule",
    )
    first = bring(db, committee, content)
    book = load_workbook(io.BytesIO(rejected(db, committee, content, first)))
    book.worksheets[0]["E2"] = "ursule@val-imaginaire.example"
    mended = io.BytesIO()
    book.save(mended)

    second = bring(db, committee, mended.getvalue(), "rejets.xlsx")

    assert (second.accepted, second.faults) == (1, ())
    assert {each.seat_id for each in queries.appointments_of(db, committee.id)} == {1}


def calls_reading(rows: int) -> int:
    """Return how often cells are cleaned while a list of so many people is read."""
    content = a_csv(
        "Nom;Prénom;Collège;Courriel", *(f"Nom{n};Luc;Élus;l{n}@val-imaginaire.example" for n in range(rows))
    )
    counted: Counter[str] = Counter()

    def count(frame: object, event: str, _: object) -> None:
        code = getattr(frame, "f_code", None)
        if event == "call" and code is text.clean.__code__:
            counted["clean"] += 1

    sys.setprofile(count)
    try:
        read_roster(content, "liste.csv")
    finally:
        sys.setprofile(None)
    return counted["clean"]


def test_what_a_row_costs_does_not_grow_with_the_others() -> None:
    """A reader that looked at every row for each row would show here, without a clock."""
    first, second = calls_reading(200) - calls_reading(100), calls_reading(300) - calls_reading(200)

    assert first == second
    assert first / 100 <= MOST_CLEANED_PER_ROW
