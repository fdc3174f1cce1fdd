from datetime import date, datetime

import pytest

from webapp.committees.roster import values
from webapp.committees.roster.model import CellFault
from webapp.committees.roster.names import looks_like_several, split_name, take_civility, take_role
from webapp.committees.roster.text import clean, fold, name_key, neutralise, restore
from webapp.committees.roster.values import guess_seat_type
from webapp.kernel.errors import Refusal


@pytest.mark.parametrize(
    "cell",
    [
        "01/02/2026",
        "1/2/2026",
        "1/2/26",
        "01-02-2026",
        "01.02.2026",
        "01 / 02 / 2026",
        "2026-02-01",
        "2026/02/01",
        "2026-02-01T00:00:00",
        "01/02/2026 00:00:00",
        "1er février 2026",
        "1er Février 2026",
        "le 1er fevrier 2026",
        "dimanche 1er février 2026",
        "1 févr. 2026",
        "46054",
        46054,
        46054.0,
        date(2026, 2, 1),
        datetime(2026, 2, 1, 14, 30),  # noqa: DTZ001 — spreadsheets know no zone
    ],
    ids=repr,
)
def test_a_day_is_read_however_it_is_written(cell):
    assert values.parse_date(cell) == date(2026, 2, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "32/01/2026",
        "29/02/2026",
        "02/13/2026",
        "février 2026",
        "1er brumaire 2026",
        "bientôt",
        "2026",
        12,
        "01/01/0026",
        "01/01/9999",
        True,
        date(1850, 1, 1),
    ],
    ids=repr,
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Refusal) as refused:
        values.parse_date(cell)

    assert refused.value.reason is CellFault.NOT_A_DATE


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("06 39 98 00 01", "06 39 98 00 01"),
        ("0639980001", "06 39 98 00 01"),
        ("06.39.98.00.01", "06 39 98 00 01"),
        ("06-39-98-00-01", "06 39 98 00 01"),
        (639980001, "06 39 98 00 01"),
        (639980001.0, "06 39 98 00 01"),
        ("639980001", "06 39 98 00 01"),
        ("+33 6 39 98 00 01", "06 39 98 00 01"),
        ("+33 (0)6 39 98 00 01", "06 39 98 00 01"),
        ("0033639980001", "06 39 98 00 01"),
        (33639980001, "06 39 98 00 01"),
        ("6,39980001E+08", "06 39 98 00 01"),
        ("tél : 06 39 98 00 01", "06 39 98 00 01"),
        ("+262 692 12 34 56", "+262 692 12 34 56"),
        ("poste 4512", "poste 4512"),
        ("03 53 01 00 01 / 06 39 98 00 01", "03 53 01 00 01 / 06 39 98 00 01"),
        (3949, "3949"),
    ],
    ids=repr,
)
def test_a_telephone_number_finds_its_form_and_its_zero(cell, phone):
    assert values.parse_phone(cell) == phone


def test_a_telephone_number_that_lost_digits_is_refused():
    with pytest.raises(Refusal) as refused:
        values.parse_phone("6,4E+08")

    assert refused.value.reason is CellFault.MANGLED_PHONE


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("a.b@exemple.fr", "a.b@exemple.fr"),
        ("  a.b@exemple.fr ", "a.b@exemple.fr"),
        ("mailto:a.b@exemple.fr", "a.b@exemple.fr"),
        ("Anne Blé <a.b@exemple.fr>", "a.b@exemple.fr"),
        ("a.b\u200b@exemple.fr", "a.b@exemple.fr"),
    ],
)
def test_an_address_is_freed_of_what_surrounds_it(cell, email):
    assert values.parse_email(cell) == email


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("a.b.exemple.fr", CellFault.EMAIL_WITHOUT_AT),
        ("a.b(at)exemple.fr", CellFault.EMAIL_WITHOUT_AT),
        ("a@exemple.fr; b@exemple.fr", CellFault.SEVERAL_EMAILS),
        ("a b@exemple.fr", CellFault.EMAIL_MALFORMED),
        ("@exemple.fr", CellFault.EMAIL_MALFORMED),
        ("a@exemple", CellFault.EMAIL_MALFORMED),
        ("a@exemple..fr", CellFault.EMAIL_MALFORMED),
        ("a" * 250 + "@exemple.fr", CellFault.EMAIL_MALFORMED),
    ],
)
def test_what_is_no_address_is_refused(cell, reason):
    with pytest.raises(Refusal) as refused:
        values.parse_email(cell)

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Titulaire", ("titular", None)),
        ("TITULAIRES", None),
        ("T", ("titular", None)),
        ("membre titulaire", ("titular", None)),
        ("Président", ("titular", None)),
        ("suppléant", ("substitute", None)),
        ("Suppléante", ("substitute", None)),
        ("Suppléant(e)", ("substitute", None)),
        ("S", ("substitute", None)),
        ("1er suppléant", ("substitute", None)),
        ("suppléant 2", ("substitute", None)),
        ("Suppléante de M. Jean DUPONT", ("substitute", "M. Jean DUPONT")),
        ("suppléant d’Anne Martin", ("substitute", "Anne Martin")),
        ("invité", None),
    ],
)
def test_a_role_is_read_or_refused(cell, expected):
    if expected is None:
        with pytest.raises(Refusal) as refused:
            values.parse_role(cell)
        assert refused.value.reason is CellFault.UNKNOWN_ROLE
    else:
        assert values.parse_role(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("fonction", "function"),
        ("ès qualités", "function"),
        ("Électif", "elected"),
        ("élue", "elected"),
        ("Organisme", "organisation"),
        ("Personnalité qualifiée", "qualified"),
        ("PQ", "qualified"),
        ("médecin", "qualified"),
        ("siège électif", "elected"),
    ],
)
def test_a_type_of_seat_is_read(cell, expected):
    assert values.parse_seat_type(cell) == expected


def test_an_unknown_type_of_seat_is_refused():
    with pytest.raises(Refusal) as refused:
        values.parse_seat_type("strapontin")

    assert refused.value.reason is CellFault.UNKNOWN_SEAT_TYPE


@pytest.mark.parametrize(
    ("college", "seat_type"),
    [
        ("Présidence", "function"),
        ("Services de l’État", "function"),
        ("Agence régionale de santé", "function"),
        ("Collectivités territoriales", "elected"),
        ("Associations, professions et experts", "organisation"),
        ("Personnalités qualifiées", "qualified"),
        ("Divers", "organisation"),
    ],
)
def test_com_5_the_college_tells_the_type_of_its_seats(college, seat_type):
    assert guess_seat_type(college) == seat_type


@pytest.mark.parametrize(
    ("cell", "said"), [("oui", True), ("X", True), ("✓", True), (True, True), (1.0, True), ("Non", False), (0, False)]
)
def test_yes_and_no_are_read(cell, said):
    assert values.parse_yes_no(cell) is said


def test_neither_yes_nor_no_is_refused():
    with pytest.raises(Refusal) as refused:
        values.parse_yes_no("peut-être")

    assert refused.value.reason is CellFault.NOT_YES_OR_NO


@pytest.mark.parametrize(
    ("name", "first_comes_first", "expected"),
    [
        ("DUPONT Jean", False, ("DUPONT", "Jean")),
        ("Jean DUPONT", False, ("DUPONT", "Jean")),
        ("Dupont Jean", False, ("Dupont", "Jean")),
        ("Jean Dupont", True, ("Dupont", "Jean")),
        ("Jean-Pierre de la Tour", True, ("de la Tour", "Jean-Pierre")),
        ("de la Tour Jean-Pierre", False, ("de la Tour", "Jean-Pierre")),
        ("Anne-Marie DE LA TOUR", True, ("DE LA TOUR", "Anne-Marie")),
        ("Anne d’ORMESSON", True, ("d’ORMESSON", "Anne")),
        ("Anne de la TOUR", True, ("de la TOUR", "Anne")),
        ("LE GALL Yann", True, ("LE GALL", "Yann")),
        ("Dupont, Jean", True, ("Dupont", "Jean")),
        ("DUPONT", True, ("DUPONT", None)),
    ],
)
def test_a_full_name_is_cut_in_two(name, first_comes_first, expected):
    assert split_name(name, first_comes_first=first_comes_first) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("M. Jean Dupont", ("M.", "Jean Dupont")),
        ("Monsieur Jean Dupont", ("M.", "Jean Dupont")),
        ("Mme le Dr Anne Martin", ("Mme", "Anne Martin")),
        ("Dr Anne Martin", ("Dr", "Anne Martin")),
        ("Maxime Petit", (None, "Maxime Petit")),
        ("M’Bala Luc", (None, "M’Bala Luc")),
    ],
)
def test_a_civility_is_taken_off_a_name(name, expected):
    assert take_civility(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mme Martin, suppléante de M. Dupont", ("substitute", "M. Dupont", "Mme Martin")),
        ("Martin Anne (suppléante)", ("substitute", None, "Martin Anne")),
        ("Suppléant : M. Petit", ("substitute", None, "M. Petit")),
        ("Petit Luc – titulaire", ("titular", None, "Petit Luc")),
        ("Petit Luc", (None, None, "Petit Luc")),
    ],
)
def test_a_role_is_taken_off_a_name(name, expected):
    assert take_role(name) == expected


@pytest.mark.parametrize(
    ("cell", "several"),
    [
        ("M. Dupont / Mme Martin", True),
        ("M. Dupont et Mme Martin", True),
        ("DUPONT Jean\nMARTIN Anne", True),
        ("M. Dupont ; Mme Martin", True),
        ("DUPONT\nJean", False),
        ("Petit/Grand", False),
        ("Jean Dupont", False),
    ],
)
def test_several_people_in_one_cell_are_noticed(cell, several):
    assert looks_like_several(cell) is several


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a\u00a0 b\n c\t", "a b c"),
        ("e\u0301", "é"),
        ("a\u200bb\x00c", "abc"),
        ("\ufeffnom", "nom"),
        ("e\u200d\u0301", "é"),
    ],
)
def test_text_is_tidied(text, expected):
    assert clean(text) == expected


def test_folding_forgets_case_accents_and_punctuation():
    assert fold("Services de l’État") == fold("SERVICES DE L'ETAT") == "services de l etat"
    assert fold("Sœur Œuvre") == "soeur oeuvre"
    assert fold("Дума") == "дума"


def test_a_name_is_the_same_in_any_order():
    assert name_key("M. Jean DUPONT") == name_key("Dupont, Jean") != name_key("Dupont Jeanne")


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@a", "\tx", "\rx", "＝1", "'=1", "''+1"])
def test_what_computes_is_neutralised_and_restored(text):
    assert neutralise(text) == f"'{text}"
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize("text", ["", "abc", "'abc", "a=1", "’=1"])
def test_what_does_not_compute_is_left_alone(text):
    assert neutralise(text) == restore(text) == text
