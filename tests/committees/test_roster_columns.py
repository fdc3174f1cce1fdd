import pytest

from tests.committees.sheets import a_csv
from webapp.committees.model import SeatType
from webapp.committees.roster.columns import HEADINGS, Column, recognise
from webapp.committees.roster.model import Person, RosterRefusal, column_letters
from webapp.committees.roster.parser import read_roster
from webapp.kernel.errors import Refusal

PROMISED = {
    Column.LAST_NAME: ["nom"],
    Column.FIRST_NAME: ["prénom"],
    Column.FULL_NAME: ["nom et prénom", "membre"],
    Column.CIVILITY: ["civilité"],
    Column.TITLE: ["qualité", "fonction", "titre"],
    Column.ORGANISATION: ["organisme", "structure", "service"],
    Column.COLLEGE: ["collège", "groupe", "catégorie"],
    Column.SEAT_TYPE: ["type de siège"],
    Column.ROLE: ["titulaire/suppléant", "statut", "rang"],
    Column.SUBSTITUTE_OF: ["suppléant de"],
    Column.EMAIL: ["courriel", "mail", "e-mail", "adresse électronique"],
    Column.PHONE: ["téléphone", "tél.", "portable"],
    Column.STARTS_ON: ["début", "nomination", "du"],
    Column.ENDS_ON: ["fin", "échéance", "au"],
    Column.PHYSICIAN: ["médecin"],
}


@pytest.mark.parametrize(
    ("heading", "column"), [(heading, column) for column, headings in PROMISED.items() for heading in headings]
)
def test_a_promised_heading_is_recognised(heading, column):
    assert recognise(heading) is column


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("NOM", Column.LAST_NAME),
        ("  nom :", Column.LAST_NAME),
        ("Nom *", Column.LAST_NAME),
        ("Nom(s)", Column.LAST_NAME),
        ("PRENOM", Column.FIRST_NAME),
        ("Pre\u0301nom", Column.FIRST_NAME),
        ("Prénom(s)", Column.FIRST_NAME),
        ("NOM  ET\nPRÉNOM", Column.FULL_NAME),
        ("E-Mail", Column.EMAIL),
        ("email", Column.EMAIL),
        ("Courriel (obligatoire)", Column.EMAIL),
        ("Téléphone 2", Column.PHONE),
        ("N° de téléphone", Column.PHONE),
        ("Tél", Column.PHONE),
        ("Titulaire / Suppléant(e)", Column.ROLE),
        ("Suppléant(e) de", Column.SUBSTITUTE_OF),
        ("Date de fin (JJ/MM/AAAA)", Column.ENDS_ON),
        ("COLLEGE", Column.COLLEGE),
        ("type_de_siege", Column.SEAT_TYPE),
        ("Médecin ?", Column.PHYSICIAN),
        ("Remarques", None),
        ("", None),
        ("Nom de la commission consultée", None),
        ("nom " * 30, None),
    ],
)
def test_case_accents_blanks_and_punctuation_do_not_matter(heading, column):
    assert recognise(heading) is column


def test_no_heading_announces_two_things():
    claims = [(recognise(heading), column) for column, headings in HEADINGS.items() for heading in headings]

    assert [pair for pair in claims if pair[0] is not pair[1]] == []


def test_columns_come_in_any_order_and_the_unknown_ones_are_named():
    content = a_csv("Remarques;Collège;Prénom;;Nom;Badge", "x;Élus;Luc;y;Petit;12")

    reading = read_roster(content, "membres.csv")

    assert reading.people == (Person(last_name="Petit", first_name="Luc", college="Élus", seat_type=SeatType.ELECTED),)
    assert reading.ignored_columns == ("Remarques", "colonne D", "Badge")


def test_a_second_column_of_the_same_kind_fills_the_holes_of_the_first_and_is_said():
    content = a_csv(
        "Nom;Collège;Téléphone;Portable", "Petit;Élus;;06 39 98 00 01", "Grand;Élus;03 53 01 00 02;06 39 98 00 02"
    )

    reading = read_roster(content, "membres.csv")

    assert [person.phone for person in reading.people] == ["06 39 98 00 01", "03 53 01 00 02"]
    assert reading.notes == (
        "La colonne «\u00a0Portable\u00a0» (D) n’est lue que là où la colonne «\u00a0Téléphone\u00a0» (C) est vide.",
    )


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Prénom;Collège;Courriel", RosterRefusal.NO_NAME_COLUMN),
        ("Nom;Prénom;Courriel", RosterRefusal.NO_COLLEGE_COLUMN),
        ("Ville;Rue;Numéro", RosterRefusal.NO_HEADER),
        ("Nom;Ville;Rue", RosterRefusal.NO_HEADER),
    ],
)
def test_a_file_without_name_or_college_is_refused(header, reason):
    with pytest.raises(Refusal) as refused:
        read_roster(a_csv(header, "a;b;c"), "membres.csv")

    assert refused.value.reason is reason


def test_headings_without_anybody_are_refused():
    with pytest.raises(Refusal) as refused:
        read_roster(a_csv("Nom;Collège", ";", ""), "membres.csv")

    assert refused.value.reason is RosterRefusal.NO_ROWS


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (59, "BH"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_spreadsheets_do(column, letters):
    assert column_letters(column) == letters
