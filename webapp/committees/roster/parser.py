"""From the bytes of a roster to its people, its faults and the columns that nobody knows."""

from collections.abc import Collection, Sequence
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster import reader, rows, sections
from webapp.committees.roster.cells import RowReader
from webapp.committees.roster.colleges import Colleges
from webapp.committees.roster.columns import REASONS, Column
from webapp.committees.roster.headers import Header
from webapp.committees.roster.model import (
    MAX_ROWS,
    CellFault,
    Fault,
    Grid,
    Person,
    ReadSheet,
    RosterReading,
    RosterRefusal,
    column_letters,
)
from webapp.committees.roster.sections import Settled
from webapp.committees.roster.text import clean, fold, name_key
from webapp.committees.roster.values import text_of
from webapp.kernel.errors import Refusal
from webapp.wording import numbers
from webapp.wording.phrases import phrase


def read_roster(content: bytes, filename: str, *, colleges: Collection[str] | None = None) -> RosterReading:
    """Read a roster from a CSV, XLSX or ODS file of at most 5 MB, 2,000 rows and 60 columns.

    `colleges` are those of the committee, matched without case or accents; None accepts any. A faulty row gives
    faults and nobody; the others stand. A file that cannot be read as a roster is a Refusal(RosterRefusal).
    """
    grids = reader.read_grids(content, filename)
    known = Colleges(colleges)
    headed = [(grid, header) for grid in grids if (header := reader.header_of(grid))]
    sheets = [sections.settle(grid, header, known) for grid, header in headed if header.has_name]
    complete = [sheet for sheet in sheets if _is_complete(sheet, known)]
    if not complete:
        raise _missing_columns([header for _, header in headed])
    if sum(len(sheet.data) for sheet in complete) > MAX_ROWS:
        raise Refusal(RosterRefusal.TOO_MANY_ROWS, limit=numbers.number(MAX_ROWS))
    people: list[Person] = []
    faults: list[Fault] = []
    for sheet in complete:
        good, bad = _read_sheet(sheet, known)
        people += good
        faults += bad
    people, twins = _set_twins_apart(people)
    if not people and not faults:
        raise Refusal(RosterRefusal.NO_ROWS)
    return RosterReading(
        people=tuple(people),
        faults=tuple(sorted(faults + twins, key=lambda fault: (fault.sheet or 0, fault.row, fault.column))),
        ignored_columns=tuple(dict.fromkeys(name for sheet in complete for name in _ignored(sheet))),
        notes=tuple(_notes(grids, complete)),
        filename=filename,
        sheets=tuple(ReadSheet(headings=sheet.header.headings, grid=sheet.grid) for sheet in complete),
    )


def _is_complete(sheet: Settled, colleges: Colleges) -> bool:
    """A college is said by a column, or by titles of sections in what is surely a table."""
    if not sheet.header.has_college:
        return False
    return (
        not sheet.college_by_section
        or sheet.header.known > len((Column.LAST_NAME, Column.COLLEGE))
        or bool(colleges.known)
    )


def _missing_columns(headers: list[Header]) -> Refusal:
    if any(header.has_college for header in headers):
        return Refusal(RosterRefusal.NO_NAME_COLUMN)
    if any(header.has_name and header.known > 1 for header in headers):
        return Refusal(RosterRefusal.NO_COLLEGE_COLUMN)
    return Refusal(RosterRefusal.NO_HEADER)


def _read_sheet(sheet: Settled, colleges: Colleges) -> tuple[list[Person], list[Fault]]:
    people: list[Person] = []
    faults: list[Fault] = []
    for place in sheet.data:
        row = RowReader(sheet.grid, sheet.header, place)
        people += rows.read_people(row, colleges)
        faults += row.faults
    return people, faults


def _set_twins_apart(people: list[Person]) -> tuple[list[Person], list[Fault]]:
    """Keep the first line about each person, and make a fault of every other."""
    seen: dict[object, list[Person]] = {}
    kept: list[Person] = []
    faults: list[Fault] = []
    for person in people:
        twins = seen.setdefault(rows.twin_key(person), [])
        first = next((twin for twin in twins if rows.is_twice(twin, person)), None)
        if first is None:
            twins.append(person)
            kept.append(person)
        else:
            faults.append(_twice(person, first))
    return kept, faults


def _twice(person: Person, first: Person) -> Fault:
    here, there = person.source, first.source
    if here is None or there is None:
        raise ValueError("people read from a file know their source")
    return Fault(
        cell=here.cells["last_name"],
        message=phrase(CellFault.TWICE, first=there.cells["last_name"]),
        reason=CellFault.TWICE,
        row=here.row,
        column=here.name_column,
        sheet=here.sheet,
    )


def _ignored(sheet: Settled) -> list[str]:
    """Name the columns that are not read: by their heading, or by their letter when they have none."""
    header = sheet.header
    untitled = {
        place
        for row in sheet.data
        for place, cell in enumerate(sheet.grid.rows[row])
        if text_of(cell).strip() and not (place < len(header.headings) and header.headings[place])
    }
    titled = {place: header.headings[place] for place in header.ignored if header.headings[place] != REASONS}
    letters = {place: f"colonne {column_letters(place)}" for place in untitled}
    return [name for _, name in sorted({**letters, **titled}.items())]


def _notes(grids: list[Grid], complete: list[Settled]) -> list[str]:
    """Say what was not read though it might have been meant, and which sheets were where there is a choice."""
    read = [sheet.grid for sheet in complete]
    notes = [note for grid in grids if grid.sheet not in {each.sheet for each in read} and (note := _unread(grid))]
    if len(read) > 1:
        notes.append(f"Feuilles lues\u00a0: {' et '.join(_called(grid) for grid in read)}.")
    for sheet in complete:
        notes += _notes_of(sheet)
    return notes


def _called(grid: Grid) -> str:
    return f"{grid.sheet} («\u00a0{grid.name}\u00a0»)"


def _unread(grid: Grid) -> str | None:
    if not grid.visible:
        return f"Feuille\u00a0{_called(grid)}\u00a0: masquée, elle n’est pas lue."
    if any(clean(text_of(cell)) for row in grid.rows for cell in row):
        return f"Feuille\u00a0{_called(grid)}\u00a0: pas de colonnes de nom et de collège, feuille non lue."
    return None


def _notes_of(sheet: Settled) -> list[str]:
    where = "Fichier, " if sheet.grid.sheet is None else f"Feuille\u00a0{sheet.grid.sheet}, "
    notes = []
    if hidden := [row for row in sorted(sheet.grid.hidden) if row > sheet.header.row and _says_something(sheet, row)]:
        notes.append(
            f"{where}{_lines(hidden, 'masquée')} et non {'lues' if len(hidden) > 1 else 'lue'}. Affichez ce qui doit être importé."
        )
    if sheet.passed_over:
        notes.append(f"{where}{_lines(sheet.passed_over, 'laissée')} de côté\u00a0: rien n’y nomme une personne.")
    headings = sheet.header.headings
    for first, *others in sheet.header.columns.values():
        notes += [
            f"La colonne «\u00a0{headings[other]}\u00a0» ({column_letters(other)}) n’est lue que là où "
            f"la colonne «\u00a0{headings[first]}\u00a0» ({column_letters(first)}) est vide."
            for other in others
        ]
    return notes


def _says_something(sheet: Settled, row: int) -> bool:
    return row < len(sheet.grid.rows) and any(clean(text_of(cell)) for cell in sheet.grid.rows[row])


def _lines(rows_from_0: Sequence[int], what: str) -> str:
    """Say what becomes of rows, named as a spreadsheet numbers them, the first ten at most."""
    several = "s" if len(rows_from_0) > 1 else ""
    listed = ", ".join(str(row + 1) for row in rows_from_0[:_MOST_LISTED])
    return f"ligne{several} {listed}{'…' if len(rows_from_0) > _MOST_LISTED else ''} {what}{several}"


_MOST_LISTED: Final = 10


def holder_of(substitute: Person, people: Collection[Person]) -> Person | None:
    """Return the titular whom a substitute replaces, among these people; None when nobody or several fit.

    By « suppléant de » when it is filled; otherwise the only titular of the same college and organisation.
    """
    titulars = [person for person in people if person.role is Rank.TITULAR]
    if substitute.substitute_of:
        wanted = name_key(substitute.substitute_of)
        fit = [person for person in titulars if name_key(person.full_name) == wanted] or [
            person for person in titulars if name_key(person.last_name) == wanted
        ]
        if len(fit) > 1:
            fit = [person for person in fit if fold(person.college) == fold(substitute.college)]
    elif substitute.organisation:
        where = fold(substitute.college), fold(substitute.organisation)
        fit = [person for person in titulars if (fold(person.college), fold(person.organisation or "")) == where]
    else:
        fit = []
    return fit[0] if len(fit) == 1 else None
