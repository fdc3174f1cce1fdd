import csv
import io
import string
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import webapp
from tests.committees.rosters.coderst import FOLDER, coderst
from tests.committees.sheets import parts_of
from webapp.committees.model import TEMPLATES, Rank, SeatType
from webapp.committees.roster.export import EXAMPLE, write_csv, write_ods, write_template, write_xlsx
from webapp.committees.roster.model import Person
from webapp.committees.roster.parser import holder_of, read_roster
from webapp.committees.roster.text import name_key

WRITERS = [
    pytest.param(write_csv, id="csv"),
    pytest.param(write_xlsx, id="xlsx"),
    pytest.param(write_ods, id="ods"),
]
COLLEGES = ["Élus", "Services de l’État", "=Collège qui calcule", "Personnalités qualifiées"]
SPICE = st.sampled_from(
    ["=1+1", "+33", "-a", "@x", "'=z", "''-", "_x0041_", '"', ";", ",", "<b>&amp;", "é", "d’", "\u202f"]
)
WORDS = st.lists(SPICE | st.text(string.ascii_letters + "éà’-", min_size=1, max_size=8), min_size=1, max_size=4).map(
    " ".join
)


def settled(person: Person) -> Person:
    """The person as any reading would give it: what is free text has been through one."""
    (read,) = read_roster(write_csv([person]), "x.csv").people
    return read


PEOPLE = st.builds(
    Person,
    last_name=WORDS.map("Nom {}".format) | WORDS.map("={}".format),
    first_name=WORDS,
    civility=st.sampled_from([None, "M.", "Mme", "Dr", "Son Éminence"]),
    title=st.none() | WORDS.map("=titre {}".format),
    organisation=st.none() | WORDS.map("@{}".format),
    college=st.sampled_from(COLLEGES),
    seat_type=st.sampled_from(SeatType),
    role=st.sampled_from(Rank),
    email=st.sampled_from([None, "a.b@exemple.fr", "-x@exemple.fr", "+y@exemple.fr", "=z@exemple.fr"]),
    phone=st.sampled_from([None, "06 39 98 00 01", "+262 692 12 34 56", "poste 12"]),
    starts_on=st.none() | st.dates(date(2000, 1, 1), date(2020, 12, 31)),
    ends_on=st.none() | st.dates(date(2021, 1, 1), date(2199, 12, 31)),
    physician=st.booleans(),
)
ROSTERS = st.lists(PEOPLE.map(settled), min_size=1, max_size=6, unique_by=lambda person: name_key(person.full_name))


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=40, deadline=None)
@given(people=ROSTERS)
def test_what_is_written_is_read_back_unchanged(write, people):
    reading = read_roster(write(people), "export")

    assert reading.people == tuple(people)
    assert reading.faults == ()
    assert reading.ignored_columns == ()


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_people_give_the_same_bytes(write):
    assert write(coderst()) == write(coderst())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_coderst_is_read_whole_from_each_format(kind):
    reading = read_roster((FOLDER / f"coderst.{kind}").read_bytes(), f"coderst.{kind}")

    assert reading.people == tuple(coderst())
    assert reading.faults == ()
    assert reading.notes == ()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_coderst_comes_back_whole_from_libreoffice(kind):
    content = (FOLDER / f"coderst-libreoffice.{kind}").read_bytes()

    assert read_roster(content, f"coderst.{kind}").people == tuple(coderst())


def test_com_2_the_coderst_has_the_seats_of_the_code():
    titulars = [person for person in coderst() if person.role is Rank.TITULAR]
    seats = {
        college: sum(person.college == college for person in titulars)
        for college in dict.fromkeys(p.college for p in titulars)
    }

    assert seats == {college.name: len(college.seats) for college in TEMPLATES["coderst"].colleges}
    assert list(seats.values()) == [1, 6, 1, 5, 9, 4]
    assert any(person.physician for person in titulars if person.college == "Personnalités qualifiées")


def test_every_substitute_of_the_coderst_finds_the_titular():
    people = coderst()
    for place, person in enumerate(people):
        if person.role is Rank.SUBSTITUTE:
            assert holder_of(person, people) == people[place - 1]


@pytest.mark.parametrize(("kind", "write"), [("csv", write_csv), ("xlsx", write_xlsx), ("ods", write_ods)])
def test_the_files_kept_are_those_that_the_writers_make(kind, write):
    assert (FOLDER / f"coderst.{kind}").read_bytes() == write(coderst())


def test_the_demonstration_uses_the_same_roster():
    demonstration = Path(webapp.__file__).parent / "cli" / "demo" / "coderst.csv"

    assert demonstration.read_bytes() == (FOLDER / "coderst.csv").read_bytes()


FORMULAS = ['=HYPERLINK("http://exemple.invalid")', "+1+1", "-1+1", "@SUM(A1)"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_csv_computes(formula):
    person = replace(EXAMPLE, last_name=formula, organisation=formula, email=None)

    rows = list(csv.reader(io.StringIO(write_csv([person]).decode("utf-8-sig")), delimiter=";"))

    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert rows[1][1] == f"'{formula}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_workbook_computes(formula):
    person = replace(EXAMPLE, last_name=formula)

    sheet = load_workbook(io.BytesIO(write_xlsx([person]))).worksheets[0]
    content = parts_of(write_ods([person]))["content.xml"]

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert sheet["B2"].value == formula
    assert b"table:formula" not in content


def test_a_csv_is_what_french_spreadsheets_expect():
    content = write_csv([EXAMPLE])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == (
        "Mme;EXEMPLE;Camille;Maire;Commune de Bourg-Fictif;Collectivités territoriales;électif;titulaire;;"
        "camille.exemple@val-imaginaire.example;06 39 98 00 00;01/01/2026;31/12/2028;non"
    )


def test_days_are_days_in_a_workbook():
    sheet = load_workbook(io.BytesIO(write_xlsx([EXAMPLE]))).worksheets[0]

    assert sheet["L2"].is_date
    assert sheet["L2"].number_format == "DD/MM/YYYY"


def test_the_template_is_a_roster_of_one_fictitious_person():
    reading = read_roster(write_template(), "modele.xlsx")

    assert reading.people == (EXAMPLE,)


def test_the_template_offers_the_words_that_are_expected():
    sheet = load_workbook(io.BytesIO(write_template())).worksheets[0]

    offered = {str(choice.sqref).split(":")[0]: choice.formula1 for choice in sheet.data_validations.dataValidation}

    assert offered["G2"] == '"fonction,électif,organisme,personnalité qualifiée"'
    assert offered["H2"] == '"titulaire,suppléant"'
