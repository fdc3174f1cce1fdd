"""A list of people to invite, pasted or in a spreadsheet: who can be invited, and which lines cannot be read."""

from collections.abc import Iterable, Sequence

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.webinars import rules
from webapp.webinars.model import Guest
from webapp.wording.typography import folded

HEADINGS = {
    "nom": "last_name",
    "nom de famille": "last_name",
    "prenom": "first_name",
    "courriel": "email",
    "mail": "email",
    "e-mail": "email",
    "email": "email",
    "adresse": "email",
    "adresse electronique": "email",
    "adresse mail": "email",
    "service": "service",
    "organisme": "service",
    "structure": "service",
}
Columns = dict[str, int]


@frozen
class Fault:
    """A line that cannot be read, from 1, and why."""

    line: int
    typed: str
    refusal: Refusal


@frozen
class GuestList:
    """What a list holds."""

    guests: tuple[Guest, ...]
    faults: tuple[Fault, ...]


def of_text(typed: str) -> GuestList:
    """Read what was pasted: one person a line, cells between semicolons, commas or tabs."""
    lines = typed.splitlines()
    separator = max(";\t,", key=typed.count)
    return _read([line.split(separator) for line in lines])


def of_file(content: bytes, filename: str) -> GuestList:
    """Read the visible sheets of a CSV, XLSX or ODS file, by the same reader as the lists of members."""
    from webapp.committees.roster.reader import read_grids  # noqa: PLC0415 — slow import: when a list is brought
    from webapp.committees.roster.values import text_of  # noqa: PLC0415 — same

    rows = [[text_of(cell) for cell in row] for grid in read_grids(content, filename) for row in grid.rows]
    return _read(rows)


def _read(rows: Iterable[Sequence[str]]) -> GuestList:
    columns: Columns = {}
    found: list[Guest] = []
    faults: list[Fault] = []
    for line, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        heads = _headings(cells)
        if heads:
            columns = heads
            continue
        try:
            found.append(rules.guest(_in_order(cells, columns)))
        except Refusal as refusal:
            faults.append(Fault(line=line, typed=" ; ".join(cells)[:120], refusal=refusal))
    return GuestList(guests=rules.guests(found) if found or not faults else (), faults=tuple(faults))


def _headings(cells: Sequence[str]) -> Columns:
    """Return where each column stands when a line is that of the headings, else nothing."""
    if any("@" in cell for cell in cells):
        return {}
    named = {HEADINGS.get(folded(cell), ""): place for place, cell in reversed(list(enumerate(cells)))}
    return {name: place for name, place in named.items() if name} if "email" in named else {}


def _in_order(cells: Sequence[str], columns: Columns) -> Sequence[str]:
    """Return a line as last name, first name, service and address, or as it is under no headings."""
    if not columns:
        return cells
    at = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    return [at.get(name, "") for name in ("last_name", "first_name", "service", "email")]
