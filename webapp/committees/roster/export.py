"""Writing a roster: CSV, XLSX and ODS that `read_roster` gives back unchanged, and in which nothing computes."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from webapp.committees.model import Rank, SeatType
from webapp.committees.roster import ods
from webapp.committees.roster.model import Person
from webapp.committees.roster.text import clean, keep_apostrophe, neutralise

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

SHEET_NAME: Final = "Membres"
SEAT_TYPES: Final[dict[SeatType, str]] = {
    SeatType.FUNCTION: "fonction",
    SeatType.ELECTED: "électif",
    SeatType.ORGANISATION: "organisme",
    SeatType.QUALIFIED: "personnalité qualifiée",
}
Value = str | date | None

_COLUMNS: Final[tuple[tuple[str, int, Callable[[Person], Value]], ...]] = (
    ("Civilité", 9, lambda person: person.civility),
    ("Nom", 22, lambda person: person.last_name),
    ("Prénom", 18, lambda person: person.first_name),
    ("Qualité", 40, lambda person: person.title),
    ("Organisme", 40, lambda person: person.organisation),
    ("Collège", 36, lambda person: person.college),
    ("Type de siège", 22, lambda person: SEAT_TYPES[person.seat_type]),
    ("Titulaire/suppléant", 18, lambda person: "titulaire" if person.role is Rank.TITULAR else "suppléant"),
    ("Suppléant de", 26, lambda person: person.substitute_of),
    ("Courriel", 36, lambda person: person.email),
    ("Téléphone", 18, lambda person: person.phone),
    ("Début", 12, lambda person: person.starts_on),
    ("Fin", 12, lambda person: person.ends_on),
    ("Médecin", 10, lambda person: "oui" if person.physician else "non"),
)
HEADINGS: Final = tuple(heading for heading, _, _ in _COLUMNS)
WIDTHS: Final = tuple(width for _, width, _ in _COLUMNS)

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# Excel reads _x0041_ as an escaped character (ECMA-376, 22.4.2.4, ST_Xstring).
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

EXAMPLE: Final = Person(
    civility="Mme",
    last_name="EXEMPLE",
    first_name="Camille",
    title="Maire",
    organisation="Commune de Bourg-Fictif",
    college="Collectivités territoriales",
    seat_type=SeatType.ELECTED,
    email="camille.exemple@val-imaginaire.example",
    phone="06 39 98 00 00",
    starts_on=date(2026, 1, 1),
    ends_on=date(2028, 12, 31),
)


def _rows(people: Iterable[Person]) -> list[list[Value]]:
    """Return a row of clean values per person, in the order of HEADINGS."""
    return [
        [clean(value) if isinstance(value, str) else value for value in (read(person) for _, _, read in _COLUMNS)]
        for person in people
    ]


def write_csv(people: Iterable[Person]) -> bytes:
    """Return a CSV for French spreadsheets: UTF-8 with its mark, semicolons, days as 31/12/2026.

    A cell that a spreadsheet would compute gets an apostrophe before it, which `read_roster` takes away.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in _rows(people):
        writer.writerow([f"{value:%d/%m/%Y}" if isinstance(value, date) else neutralise(value or "") for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def write_ods(people: Iterable[Person]) -> bytes:
    """Return an ODS; text is typed as text, days as days; the same people give the same bytes."""
    rows = [[keep_apostrophe(value) if isinstance(value, str) else value for value in row] for row in _rows(people)]
    return ods.write_sheet(SHEET_NAME, HEADINGS, WIDTHS, rows)


def write_xlsx(people: Iterable[Person]) -> bytes:
    """Return an XLSX; text is typed as text, days as days; the same people give the same bytes."""
    return _write_workbook(_rows(people), with_lists=False)


def write_template() -> bytes:
    """Return the XLSX to fill in: the headings, one fictitious line, and lists of the words that are expected."""
    return _write_workbook(_rows([EXAMPLE]), with_lists=True)


def _write_workbook(rows: Sequence[Sequence[Value]], *, with_lists: bool) -> bytes:
    book = new_book()
    sheet = book.worksheets[0]
    sheet.title = SHEET_NAME
    _fill(sheet, [HEADINGS, *rows])
    dress(sheet, WIDTHS)
    if with_lists:
        _add_lists(sheet)
    return saved(book)


def new_book() -> "Workbook":
    """Return an empty workbook of ours."""
    from openpyxl import Workbook  # noqa: PLC0415 — slow import

    book = Workbook()
    book.properties.creator = "Collégiale"
    book.properties.created = datetime(*_EPOCH, tzinfo=UTC).replace(tzinfo=None)  # the library takes naive instants
    return book


def saved(book: "Workbook") -> bytes:
    """Return the bytes of a workbook, the same for the same content."""
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_time(buffer.getvalue())


def _fill(sheet: "Worksheet", rows: Iterable[Sequence[Value]]) -> None:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value:
                put(sheet.cell(row, column), keep_apostrophe(value) if isinstance(value, str) else value)


def put(cell: "Cell | MergedCell", value: str | float | date) -> None:
    """Write a value so that nothing computes: a text stays a text whatever it begins with."""
    if isinstance(value, str):
        cell.value = _ESCAPED.sub("_x005F_", value)
        cell.data_type = "s"
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "DD/MM/YYYY"


def dress(sheet: "Worksheet", widths: Sequence[int]) -> None:
    """Keep the line of headings in sight, in bold, and give each column its width in characters."""
    from openpyxl.styles import Font  # noqa: PLC0415 — slow import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 — slow import

    sheet.freeze_panes = "A2"
    for column, width in enumerate(widths, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _add_lists(sheet: "Worksheet") -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 — slow import
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 — slow import

    for heading, words in (
        ("Civilité", ("M.", "Mme")),
        ("Type de siège", tuple(SEAT_TYPES.values())),
        ("Titulaire/suppléant", ("titulaire", "suppléant")),
        ("Médecin", ("oui", "non")),
    ):
        letter = get_column_letter(HEADINGS.index(heading) + 1)
        choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.add(f"{letter}2:{letter}2001")
        sheet.add_data_validation(choice)


def _without_time(content: bytes) -> bytes:
    """Return the workbook without the hour of its writing, so that the same people give the same bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as dated,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as undated,
    ):
        for name in dated.namelist():
            part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", dated.read(name))
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            undated.writestr(entry, part)
    return buffer.getvalue()
