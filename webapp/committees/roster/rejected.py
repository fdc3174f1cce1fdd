"""The rows that were rejected, as a workbook to mend and bring back: faulty cells coloured, reasons beside them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Protocol

from webapp.committees.roster import export
from webapp.committees.roster.columns import REASONS
from webapp.committees.roster.model import Cell, Grid, ReadSheet, RosterReading
from webapp.committees.roster.text import clean
from webapp.committees.roster.values import text_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PALE_RED: Final = "FFF4CCCC"
_NARROWEST, _WIDEST, _REASONS_WIDTH = 10, 40, 80
_NO_RESULT: Final = "#N/A"  # so that a formula without result, left as it is, is told again
_LONGEST_CELL: Final = 32_767  # what a cell of a workbook may hold
_LONGEST_TITLE: Final = 31
_FORBIDDEN_IN_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class FaultyCell(Protocol):
    """A fault as the reader or the committee tells it; `row` from 1, `cell` its label."""

    @property
    def cell(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def sheet(self) -> int | None: ...


def write_rejected(reading: RosterReading, faults: Iterable[FaultyCell]) -> bytes:
    """Return an XLSX of the rejected rows only, sheet by sheet; mended and imported, it enters them and nothing else."""
    by_row: dict[tuple[int | None, int], list[FaultyCell]] = defaultdict(list)
    for fault in faults:
        by_row[fault.sheet, fault.row].append(fault)
    book = export.new_book()
    first = book.worksheets[0]
    for read in reading.sheets:
        rows = sorted(row for sheet, row in by_row if sheet == read.grid.sheet)
        if rows:
            sheet = book.create_sheet(_title(read.grid))
            _write_sheet(sheet, read, [(row, by_row[read.grid.sheet, row]) for row in rows])
    if len(book.worksheets) > 1:
        book.remove(first)
    return export.saved(book)


def _title(grid: Grid) -> str:
    return clean(grid.name.translate(_FORBIDDEN_IN_TITLES))[:_LONGEST_TITLE] or "Lignes à corriger"


def _write_sheet(sheet: "Worksheet", read: ReadSheet, rows: list[tuple[int, list[FaultyCell]]]) -> None:
    used = [place for place in range(_width(read)) if _is_used(read, place, [row for row, _ in rows])]
    headings = [_heading(read, place) for place in used]
    for column, heading in enumerate([*headings, REASONS], start=1):
        export.put(sheet.cell(1, column), heading)
    for line, (row, faults) in enumerate(rows, start=2):
        for column, place in enumerate(used, start=1):
            _write_cell(sheet, line, column, _cell(read.grid, row - 1, place), bad=_is_bad(read, row, place, faults))
        _write_reasons(sheet, line, len(used) + 1, _reasons(read, row, faults))
    export.dress(sheet, [*(_column_width(sheet, column) for column in range(1, len(used) + 1)), _REASONS_WIDTH])


def _width(read: ReadSheet) -> int:
    return max(len(read.headings), *(len(row) for row in read.grid.rows), 0)


def _is_used(read: ReadSheet, place: int, rows: list[int]) -> bool:
    """A column is kept for its heading, or for what a rejected row holds in it."""
    if _heading(read, place):
        return _heading(read, place) != REASONS
    return any(text_of(_cell(read.grid, row - 1, place)).strip() for row in rows)


def _heading(read: ReadSheet, place: int) -> str:
    return read.headings[place] if place < len(read.headings) else ""


def _cell(grid: Grid, row: int, place: int) -> Cell:
    if (row, place) in grid.unresolved:
        return _NO_RESULT
    cells = grid.rows[row] if row < len(grid.rows) else []
    return cells[place] if place < len(cells) else ""


def _is_bad(read: ReadSheet, row: int, place: int, faults: list[FaultyCell]) -> bool:
    label = read.grid.label(row - 1, place)
    return any(fault.cell == label for fault in faults)


def _reasons(read: ReadSheet, row: int, faults: list[FaultyCell]) -> str:
    """Return one line per fault, each after the heading of its cell."""
    headings = {read.grid.label(row - 1, place): heading for place, heading in enumerate(read.headings)}
    return "\n".join(f"{headings.get(fault.cell) or fault.cell}\u00a0: {fault.message}" for fault in faults)


def _write_cell(sheet: "Worksheet", line: int, column: int, value: Cell, *, bad: bool) -> None:
    from openpyxl.styles import PatternFill  # noqa: PLC0415 — slow import

    cell = sheet.cell(line, column)
    if bad:
        cell.fill = PatternFill("solid", fgColor=_PALE_RED)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date) or (isinstance(value, int | float) and not isinstance(value, bool)):
        export.put(cell, value)
    elif text := _text(value):
        export.put(cell, text)
        cell.number_format = "@"  # so that it stays a text once edited


def _text(value: Cell) -> str:
    """Return the lines of a cell without anything invisible."""
    lines = (clean(line) for line in text_of(value).splitlines())
    return "\n".join(line for line in lines if line)[:_LONGEST_CELL]


def _write_reasons(sheet: "Worksheet", line: int, column: int, text: str) -> None:
    from openpyxl.styles import Alignment  # noqa: PLC0415 — slow import

    cell = sheet.cell(line, column)
    export.put(cell, text[:_LONGEST_CELL])
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _column_width(sheet: "Worksheet", column: int) -> int:
    longest = max(len(str(cell.value or "")) for (cell,) in sheet.iter_rows(min_col=column, max_col=column))
    return min(max(longest + 2, _NARROWEST), _WIDEST)
