"""Rows and cells: what is accepted, what is refused, and at which cell."""

import pytest

from tests.committees.sheets import a_csv, an_xlsx
from webapp.committees.model import Rank
from webapp.committees.roster.model import CellFault, Person, RosterRefusal
from webapp.committees.roster.parser import holder_of, read_roster
from webapp.kernel.errors import Refusal

NBSP = "\u00a0"
HEADER = "Nom;Prénom;Collège;Courriel;Début;Fin"


def test_a_faulty_row_is_named_by_cell_and_the_others_stand():
    content = a_csv(
        HEADER,
        "Petit;Luc;Élus;luc@exemple.fr;01/01/2026;31/12/2028",
        "Grand;Anne;Élus;anne.exemple.fr;32/01/2026;",
        ";Paul;;paul@exemple.fr;;",
    )

    reading = read_roster(content, "membres.csv")

    assert [person.as_json() for person in reading.people] == [
        {
            "last_name": "Petit",
            "first_name": "Luc",
            "civility": None,
            "title": None,
            "organisation": None,
            "college": "Élus",
            "seat_type": "elected",
            "role": "titular",
            "substitute_of": None,
            "email": "luc@exemple.fr",
            "phone": None,
            "starts_on": "2026-01-01",
            "ends_on": "2028-12-31",
            "physician": False,
        }
    ]
    assert [fault.as_json() for fault in reading.faults] == [
        {
            "cell": "D3",
            "message": f"«{NBSP}anne.exemple.fr{NBSP}» n’est pas une adresse électronique{NBSP}: il y manque «{NBSP}@{NBSP}». "
            "Corrigez-la ou videz la cellule.",
        },
        {
            "cell": "E3",
            "message": f"«{NBSP}32/01/2026{NBSP}» n’est pas une date. Écrivez-la comme 31/12/2026 ou videz la cellule.",
        },
        {"cell": "A4", "message": "Il manque le nom. Écrivez le nom de la personne, ou supprimez la ligne."},
        {"cell": "C4", "message": "Il manque le collège. Écrivez le collège où siège cette personne."},
    ]
    assert reading.rejected == 2
    assert reading.people[0].source.row == 2
    assert reading.people[0].source.cells["email"] == "D2"


@pytest.mark.parametrize(
    ("header", "row", "cell", "reason"),
    [
        ("Nom;Collège;Fin;Début", "Petit;Élus;01/01/2026;02/01/2026", "C2", CellFault.END_BEFORE_START),
        ("Nom;Collège;Statut", "Petit;Élus;invité", "C2", CellFault.UNKNOWN_ROLE),
        ("Nom;Collège;Type de siège", "Petit;Élus;strapontin", "C2", CellFault.UNKNOWN_SEAT_TYPE),
        ("Nom;Collège;Médecin", "Petit;Élus;peut-être", "C2", CellFault.NOT_YES_OR_NO),
        ("Nom;Collège;Statut;Suppléant de", "Petit;Élus;titulaire;Grand", "D2", CellFault.HOLDER_OF_A_TITULAR),
        ("Nom;Collège;Tél.", "Petit;Élus;6,4E+08", "C2", CellFault.MANGLED_PHONE),
        ("Nom;Collège", "M. Petit / Mme Grand;Élus", "A2", CellFault.SEVERAL_PEOPLE),
        ("Nom;Prénom;Collège", "Siège vacant;;Élus", "A2", CellFault.VACANT_SEAT),
        ("Membre;Collège", "À désigner;Élus", "A2", CellFault.VACANT_SEAT),
        ("Nom;Collège", f"{'a' * 121};Élus", "A2", CellFault.TOO_LONG),
        ("Nom;Collège;Titre", f"Petit;Élus;{'a' * 301}", "C2", CellFault.TOO_LONG),
        ("Nom;Collège;Organisme", "Petit;Élus;#REF!", "C2", CellFault.FORMULA_WITHOUT_RESULT),
        ("Nom;Collège", "#N/A;Élus", "A2", CellFault.FORMULA_WITHOUT_RESULT),
        ("Nom;Prénom;Collège", ";Luc;Élus", "A2", CellFault.MISSING_NAME),
        ("Prénom;Nom et prénom;Collège", "Luc;;Élus", "B2", CellFault.MISSING_NAME),
        ("Nom;Prénom;Collège", "Petit;Luc", "C2", CellFault.MISSING_COLLEGE),
    ],
)
def test_each_fault_is_told_at_its_cell_with_a_sentence(header, row, cell, reason):
    reading = read_roster(a_csv(header, row), "membres.csv")

    assert reading.people == ()
    assert [(fault.cell, fault.reason) for fault in reading.faults] == [(cell, reason)]
    assert reading.faults[0].message.endswith(".")


def test_an_unknown_college_is_a_fault_that_lists_the_known_ones():
    content = a_csv("Nom;Collège", "Petit;services de l'etat", "Grand;Jury")

    reading = read_roster(content, "membres.csv", colleges=["Services de l’État", "Élus"])

    assert [person.college for person in reading.people] == ["Services de l’État"]
    (fault,) = reading.faults
    assert fault.message == (
        f"«{NBSP}Jury{NBSP}» n’est pas un collège de cette commission. "
        f"Écrivez l’un de ceux-ci{NBSP}: «{NBSP}Services de l’État{NBSP}», «{NBSP}Élus{NBSP}»."
    )


@pytest.mark.parametrize(
    "written",
    ["Collège des services de l’État", "1° Services de l’État", "SERVICES DE L ETAT", "1. les services de l'État"],
)
def test_a_college_is_known_with_its_number_or_its_article(written):
    reading = read_roster(a_csv("Nom;Collège", f"Petit;{written}"), "x.csv", colleges=["Services de l’État", "Élus"])

    assert [person.college for person in reading.people] == ["Services de l’État"]


def test_without_a_list_any_college_stands_as_first_written():
    content = a_csv("Nom;Collège", "Petit;Services de l’État", "Grand;SERVICES DE L'ETAT", "Moyen;Jury")

    reading = read_roster(content, "membres.csv")

    assert [person.college for person in reading.people] == ["Services de l’État", "Services de l’État", "Jury"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"], ids=["semicolon", "comma", "tab", "bar"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "cp850", "mac_roman"]
)
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
def test_every_usual_encoding_and_separator_is_read(delimiter, encoding, newline):
    rows = ["Nom;Prénom;Collège;Téléphone", "Lefèvre;Zoé;Élus;06 39 98 00 01", "Gœthals;Noël;Élus;"]
    if encoding == "cp850":  # it has no œ
        rows[2] = "Gothals;Noël;Élus;"
    content = newline.join(rows).replace(";", delimiter).encode(encoding)

    reading = read_roster(content, "membres.csv")

    assert [person.full_name for person in reading.people] == [
        "Zoé Lefèvre",
        rows[2].split(";")[1] + " " + rows[2].split(";")[0],
    ]
    assert reading.faults == ()
    assert reading.ignored_columns == ()


def test_titles_blank_lines_totals_and_repeated_headings_are_passed_over():
    content = a_csv(
        "sep=;",
        "Préfecture du Val-Imaginaire;;",
        "Membres de la commission, arrêté du 3 mars 2026;;",
        ";;",
        "Nom;Prénom;Collège",
        "Petit;Luc;Élus",
        ";;",
        "Nom;Prénom;Collège",
        "Grand;Anne;Élus",
        "Total : 2;;",
    )

    reading = read_roster(content, "membres.csv")

    assert [(person.full_name, person.source.row) for person in reading.people] == [("Luc Petit", 6), ("Anne Grand", 9)]
    assert reading.faults == ()


def test_a_cell_on_several_lines_counts_as_one_row():
    content = a_csv("Nom;Organisme;Collège;Courriel", 'Petit;"Chambre\nde commerce";Élus;', "Grand;;Élus;grand")

    reading = read_roster(content, "membres.csv")

    assert reading.people[0].organisation == "Chambre de commerce"
    assert [fault.cell for fault in reading.faults] == ["D3"]


def test_a_formula_in_a_csv_is_only_text_and_a_protected_number_is_its_number():
    content = a_csv("Nom;Collège;Téléphone", '=1+1;Élus;"=""0639980001"""')

    (person,) = read_roster(content, "membres.csv").people

    assert person.last_name == "=1+1"
    assert person.phone == "06 39 98 00 01"


@pytest.mark.parametrize(
    ("header", "row", "role", "substitute_of"),
    [
        ("Nom;Collège", "Petit;Élus", "titular", None),
        ("Nom;Collège;Statut", "Petit;Élus;S", "substitute", None),
        ("Nom;Collège;Suppléant de", "Petit;Élus;M. Jean GRAND", "substitute", "M. Jean GRAND"),
        ("Nom;Collège;Rang", "Petit;Élus;Suppléante de Mme Anne GRAND", "substitute", "Mme Anne GRAND"),
        ("Nom;Collège;Qualité", "Petit;Élus;suppléant de M. Grand", "substitute", "M. Grand"),
        ("Nom;Collège;Suppléant", "Petit;Élus;oui", "substitute", None),
        ("Nom;Collège;Suppléant", "Petit;Élus;non", "titular", None),
        ("Nom;Collège;Titulaire", "Petit;Élus;x", "titular", None),
        ("Nom;Collège;Suppléant", "Petit;Élus;S", "substitute", None),
        ("Titulaire;Collège;Suppléant", ";Élus;Petit", "substitute", None),
        ("Titulaire;Collège;Suppléant", "Petit;Élus;vacant", "titular", None),
        ("Nom;Collège;Qualité", "Petit;Élus;Suppléante élue", "titular", None),
        ("Nom;Collège;Suppléant de", "Petit;Élus;–", "titular", None),
        ("Nom;Collège", "Luc PETIT, suppléant de M. Grand;Élus", "substitute", "M. Grand"),
    ],
)
def test_a_substitute_is_told_in_many_ways(header, row, role, substitute_of):
    (person,) = read_roster(a_csv(header, row), "membres.csv").people

    assert (person.role, person.substitute_of) == (role, substitute_of)


def test_titular_and_substitute_on_one_row_are_two_people_on_one_seat():
    content = a_csv(
        "Organisme;Collège;Titulaire;Suppléant;Courriel",
        "Chambre;Experts;M. Luc PETIT;Mme Anne GRAND;luc@exemple.fr",
        "Ordre;Experts;M. Jean SEUL;;",
    )

    reading = read_roster(content, "membres.csv")

    assert reading.people == (
        Person(
            last_name="PETIT",
            first_name="Luc",
            civility="M.",
            organisation="Chambre",
            college="Experts",
            email="luc@exemple.fr",
        ),
        Person(
            last_name="GRAND",
            first_name="Anne",
            civility="Mme",
            organisation="Chambre",
            college="Experts",
            role=Rank.SUBSTITUTE,
            substitute_of="Luc PETIT",
        ),
        Person(last_name="SEUL", first_name="Jean", civility="M.", organisation="Ordre", college="Experts"),
    )


def test_a_substitute_beside_the_titular_is_told_at_the_substitute_s_own_cell():
    content = a_csv(
        "Collège;Titulaire;Suppléant", "Élus;Luc PETIT;Anne GRAND", "Élus;Jean SEUL;Anne GRAND / Paul MOYEN"
    )

    reading = read_roster(content, "membres.csv")

    assert [person.source.cells["last_name"] for person in reading.people] == ["B2", "C2"]
    assert [(fault.cell, fault.column) for fault in reading.faults] == [("C3", 3)]


def test_the_same_person_twice_is_told_at_the_second_line():
    content = a_csv("Nom;Prénom;Collège", "Petit;Luc;Élus", "PETIT;Luc;élus")

    reading = read_roster(content, "membres.csv")

    assert len(reading.people) == 1
    assert [(fault.cell, fault.reason) for fault in reading.faults] == [("A3", CellFault.TWICE)]
    assert "A2" in reading.faults[0].message


def test_namesakes_of_two_organisations_are_two_people():
    content = a_csv("Nom;Prénom;Collège;Organisme", "Petit;Luc;Experts;Chambre", "Petit;Luc;Experts;Ordre")

    assert len(read_roster(content, "membres.csv").people) == 2


def test_com_3_a_seat_of_physician_makes_a_physician():
    (person,) = read_roster(a_csv("Nom;Collège;Type de siège", "Petit;Experts;médecin"), "x.csv").people

    assert (person.seat_type, person.physician, person.seat_type_stated) == ("qualified", True, True)


@pytest.mark.parametrize(
    ("substitute_of", "organisation", "found"),
    [
        ("M. GRAND Anne", None, "Anne Grand"),
        ("Grand", None, "Anne Grand"),
        ("Inconnu", "Chambre", None),
        (None, "chambre", "Anne Grand"),
        (None, "Ordre", None),
        (None, None, None),
        ("Double", None, None),
    ],
)
def test_com_5_a_substitute_finds_the_only_titular_that_fits(substitute_of, organisation, found):
    people = [
        Person(last_name="Grand", first_name="Anne", college="Experts", organisation="Chambre"),
        Person(last_name="Double", first_name="Luc", college="Experts", organisation="A"),
        Person(last_name="Double", first_name="Jean", college="Experts", organisation="B"),
    ]
    substitute = Person(
        last_name="Petit",
        college="Experts",
        role=Rank.SUBSTITUTE,
        substitute_of=substitute_of,
        organisation=organisation,
    )

    holder = holder_of(substitute, people)

    assert (holder.full_name if holder else None) == found


def test_an_unclosed_quotation_mark_never_swallows_people():
    with pytest.raises(Refusal) as refused:
        read_roster(a_csv("Nom;Collège", "Petit;Élus", '"Grand;Élus', "Moyen;Élus"), "membres.csv")

    assert refused.value.reason is RosterRefusal.UNCLOSED_QUOTE
    assert refused.value.facts["row"] == 3


def test_a_person_equals_another_wherever_it_was_read():
    one = read_roster(a_csv("Nom;Collège", "Petit;Élus"), "a.csv").people
    other = read_roster(an_xlsx(["Collège", "Nom"], [], ["Élus", "Petit"]), "b.xlsx").people

    assert one == other
    assert one[0].source != other[0].source
