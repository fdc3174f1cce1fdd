"""From the bytes of a roster to its people, its faults and the columns that nobody knows."""

from collections.abc import Collection
from dataclasses import replace

from webapp.committees.model import Rank
from webapp.committees.roster import reader, rows
from webapp.committees.roster.colleges import Colleges
from webapp.committees.roster.columns import GROUPED, REASONS, Header
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
from webapp.committees.roster.text import clean, fold, name_key, squash
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
    sheets = [(grid, header) for grid in grids if (header := reader.header_of(grid))]
    complete = [(grid, header) for grid, header in sheets if header.has_name and header.has_college]
    if not complete:
        raise _missing_columns([header for _, header in sheets])
    _check_quantity(complete)
    known = Colleges(colleges)
    people: list[Person] = []
    faults: list[Fault] = []
    complete = [(_fill_merged(grid, header), header) for grid, header in complete]
    for grid, header in complete:
        good, bad = _read_sheet(grid, header, known)
        people += good
        faults += bad
    people, twins = _set_twins_apart(people)
    if not people and not faults:
        raise Refusal(RosterRefusal.NO_ROWS)
    return RosterReading(
        people=tuple(people),
        faults=tuple(sorted(faults + twins, key=lambda fault: (fault.sheet or 0, fault.row, fault.column))),
        ignored_columns=tuple(dict.fromkeys(name for grid, header in complete for name in _ignored(grid, header))),
        notes=tuple(_notes(grids, complete)),
        filename=filename,
        sheets=tuple(ReadSheet(headings=header.headings, grid=grid) for grid, header in complete),
    )


def _missing_columns(headers: list[Header]) -> Refusal:
    if any(header.has_college for header in headers):
        return Refusal(RosterRefusal.NO_NAME_COLUMN)
    if any(header.has_name and sum(map(len, header.columns.values())) > 1 for header in headers):
        return Refusal(RosterRefusal.NO_COLLEGE_COLUMN)
    return Refusal(RosterRefusal.NO_HEADER)


def _check_quantity(sheets: list[tuple[Grid, Header]]) -> None:
    count = sum(len(_data_rows(grid, header)) for grid, header in sheets)
    if count > MAX_ROWS:
        raise Refusal(RosterRefusal.TOO_MANY_ROWS, limit=numbers.number(MAX_ROWS))


def _data_rows(grid: Grid, header: Header) -> list[int]:
    """Return the rows below the headings where a known column is filled, without repeated headings and totals."""
    places = [place for columns in header.columns.values() for place in columns]
    headings = [squash(heading) for heading in header.headings]
    found = []
    for row in range(header.row + 1, len(grid.rows)):
        cells = [squash(text_of(cell)) for cell in grid.rows[row]]
        filled = [place for place in places if place < len(cells) and text_of(grid.rows[row][place]).strip()]
        if filled and cells != headings[: len(cells)] and not _is_separator(grid, row):
            found.append(row)
    return found


def _is_separator(grid: Grid, row: int) -> bool:
    """Tell whether a row holds one cell that is no person: a total, a caption, a line merged over several columns."""
    filled = [place for place, cell in enumerate(grid.rows[row]) if text_of(cell).strip()]
    if len(filled) != 1:
        return False
    words = fold(text_of(grid.rows[row][filled[0]]))
    if words.startswith("total") or words in _CAPTIONS:
        return True
    return any(top == row and left == filled[0] and right > left for (top, left), (_, right) in grid.merges)


_CAPTIONS = frozenset({"titulaires", "suppleants", "membres titulaires", "membres suppleants", "membres"})


def _fill_merged(grid: Grid, header: Header) -> Grid:
    """Repeat a cell merged over several rows, in the columns where it speaks for each of them."""
    places = {place for column in GROUPED for place in header.columns.get(column, [])}
    filled = [list(row) for row in grid.rows]
    for (top, left), (bottom, _) in grid.merges:
        if left not in places or top <= header.row or top >= len(filled) or left >= len(filled[top]):
            continue
        for row in range(top + 1, min(bottom + 1, len(filled))):
            if left < len(filled[row]):
                filled[row][left] = filled[top][left]
    return replace(grid, rows=filled)


def _read_sheet(grid: Grid, header: Header, colleges: Colleges) -> tuple[list[Person], list[Fault]]:
    people: list[Person] = []
    faults: list[Fault] = []
    for place in _data_rows(grid, header):
        row = rows.RowReader(grid, header, place)
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


def _ignored(grid: Grid, header: Header) -> list[str]:
    """Name the columns that are not read: by their heading, or by their letter when they have none."""
    untitled = {
        place
        for row in grid.rows[header.row + 1 :]
        for place, cell in enumerate(row)
        if text_of(cell).strip() and not (place < len(header.headings) and header.headings[place])
    }
    titled = {place: header.headings[place] for place in header.ignored if header.headings[place] != REASONS}
    letters = {place: f"colonne {column_letters(place)}" for place in untitled}
    return [name for _, name in sorted({**letters, **titled}.items())]


def _notes(grids: list[Grid], complete: list[tuple[Grid, Header]]) -> list[str]:
    """Say what was not read though it might have been meant: other sheets, second columns of the same kind."""
    read = {grid.sheet for grid, _ in complete}
    notes = [
        f"Feuille\u00a0{grid.sheet} («\u00a0{grid.name}\u00a0»)\u00a0: pas de colonnes de nom et de collège, feuille non lue."
        for grid in grids
        if grid.sheet not in read and any(clean(text_of(cell)) for row in grid.rows for cell in row)
    ]
    for _, header in complete:
        for first, *others in header.columns.values():
            notes += [
                f"La colonne «\u00a0{header.headings[other]}\u00a0» ({column_letters(other)}) n’est lue que là où "
                f"la colonne «\u00a0{header.headings[first]}\u00a0» ({column_letters(first)}) est vide."
                for other in others
            ]
    return notes


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
