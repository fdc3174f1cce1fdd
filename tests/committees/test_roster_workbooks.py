"""Workbooks: sheets, merged cells, typed values, formulas."""

from datetime import date

from openpyxl import Workbook

from tests.committees.sheets import an_ods, an_xlsx, ods_row, parts_of, saved, with_part
from webapp.committees.roster.model import CellFault
from webapp.committees.roster.parser import read_roster

NBSP = "\u00a0"


def faults(content: bytes, **options) -> dict[str, CellFault]:
    return {fault.cell: fault.reason for fault in read_roster(content, "membres", **options).faults}


def test_a_cell_of_a_workbook_is_named_with_its_sheet():
    content = an_xlsx(["Titre du tableau"], [], [None, "Nom", "Collège", "Courriel"], [None, "Petit", "Élus", "luc"])

    assert faults(content) == {"Feuille 1, D4": CellFault.EMAIL_WITHOUT_AT}


def test_a_cell_of_an_ods_is_named_with_its_sheet():
    blank = '<table:table-row table:number-rows-repeated="11"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    content = an_ods(
        blank + ods_row("", "Nom", "Collège", "Courriel") + ods_row() + ods_row("", "Petit", "Élus", "luc")
    )

    assert faults(content) == {"Feuille 1, D14": CellFault.EMAIL_WITHOUT_AT}


def test_a_workbook_gives_days_numbers_and_truths_their_value():
    content = an_xlsx(
        ["Nom", "Collège", "Début", "Fin", "Portable", "Médecin", "Organisme"],
        ["Petit", "Élus", date(2026, 1, 1), 47118, 639980001, True, 12],
    )

    (person,) = read_roster(content, "membres.xlsx").people

    assert (person.starts_on, person.ends_on) == (date(2026, 1, 1), date(2028, 12, 31))
    assert person.phone == "06 39 98 00 01"
    assert person.physician
    assert person.organisation == "12"


def test_a_college_merged_over_several_rows_speaks_for_each():
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Collège", "Nom"], ["Élus", "Petit"], [None, "Grand"], ["Experts", "Moyen"], [None, "Perdu"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")

    reading = read_roster(saved(book), "membres.xlsx")

    assert [(person.last_name, person.college) for person in reading.people] == [
        ("Petit", "Élus"),
        ("Grand", "Élus"),
        ("Moyen", "Experts"),
    ]
    assert [fault.cell for fault in reading.faults] == ["Feuille 1, A5"]


def test_a_college_merged_over_several_rows_of_an_ods_speaks_for_each():
    spanned = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Élus</text:p></table:table-cell>'
    name = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    content = an_ods(
        ods_row("Collège", "Nom")
        + f"<table:table-row>{spanned}{name.format('Petit')}</table:table-row>"
        + f"<table:table-row><table:covered-table-cell/>{name.format('Grand')}</table:table-row>"
    )

    reading = read_roster(content, "membres.ods")

    assert [(person.last_name, person.college) for person in reading.people] == [("Petit", "Élus"), ("Grand", "Élus")]


def test_a_line_merged_across_the_table_is_a_caption():
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Nom", "Collège"], ["Collège des élus"], ["Petit", "Élus"]):
        sheet.append(row)
    sheet.merge_cells("A2:B2")

    reading = read_roster(saved(book), "membres.xlsx")

    assert [person.last_name for person in reading.people] == ["Petit"]
    assert reading.faults == ()


def test_every_visible_sheet_with_the_headings_is_read_and_the_others_are_said():
    book = Workbook()
    first, second, hidden = book.worksheets[0], book.create_sheet("Suppléants"), book.create_sheet("Archives")
    first.title = "Consignes"
    first.append(["Remplir une ligne par membre"])
    for row in (["Nom", "Collège", "Statut"], ["Petit", "Élus", "suppléant"], ["Grand", "", "suppléant"]):
        second.append(row)
        hidden.append(row)
    hidden.sheet_state = "hidden"

    reading = read_roster(saved(book), "membres.xlsx")

    assert [(person.last_name, person.source.sheet) for person in reading.people] == [("Petit", 2)]
    assert [fault.cell for fault in reading.faults] == ["Feuille 2, B3"]
    assert reading.notes == (
        f"Feuille{NBSP}1 («{NBSP}Consignes{NBSP}»){NBSP}: pas de colonnes de nom et de collège, feuille non lue.",
        f"Feuille{NBSP}3 («{NBSP}Archives{NBSP}»){NBSP}: masquée, elle n’est pas lue.",
    )


def test_a_formula_counts_for_its_result_and_is_a_fault_without_one():
    content = an_xlsx(["Nom", "Collège", "Organisme"], ["Petit", "Élus", "=A1"], ["Grand", "Élus", "x"])
    sheet = "xl/worksheets/sheet1.xml"
    with_result = b'<c r="C3" t="str"><f>A1</f><v>Chambre</v></c>'
    parts = parts_of(content)[sheet].replace(b'<c r="C3" t="inlineStr"><is><t>x</t></is></c>', with_result)

    reading = read_roster(with_part(content, sheet, parts), "membres.xlsx")

    assert [(person.last_name, person.organisation) for person in reading.people] == [("Grand", "Chambre")]
    assert {fault.cell: fault.reason for fault in reading.faults} == {"Feuille 1, C2": CellFault.FORMULA_WITHOUT_RESULT}


def test_the_error_of_a_formula_in_an_ods_is_a_fault():
    error = '<table:table-cell table:formula="of:=[.B99]"/>'
    row = ods_row("Petit", "Élus").replace("</table:table-row>", f"{error}</table:table-row>")

    assert faults(an_ods(ods_row("Nom", "Collège", "Organisme") + row)) == {
        "Feuille 1, C2": CellFault.FORMULA_WITHOUT_RESULT
    }


def test_blanks_written_by_number_in_an_ods_are_blanks():
    content = an_ods(ods_row("Nom", "Collège") + ods_row('Le<text:s text:c="3"/>Gall', "Élus"))

    assert [person.full_name for person in read_roster(content, "membres.ods").people] == ["Gall Le"]


def test_a_chart_sheet_is_passed_over():
    book = Workbook()
    for row in (["Nom", "Collège"], ["Petit", "Élus"]):
        book.worksheets[0].append(row)
    book.create_chartsheet("Graphique", 0)

    (person,) = read_roster(saved(book), "membres.xlsx").people

    assert person.source.cells["last_name"] == "Feuille 2, A2"
