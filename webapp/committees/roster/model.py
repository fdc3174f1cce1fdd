"""What reading a roster gives: people, faults cell by cell, and why a whole file is refused."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import auto
from typing import Final

from webapp.committees.model import Rank, SeatType
from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen

Merge = tuple[tuple[int, int], tuple[int, int]]
Cell = str | int | float | bool | date | datetime | time | timedelta

MAX_BYTES: Final = 5_000_000
MAX_ROWS: Final = 2_000
MAX_COLUMNS: Final = 60


class RosterRefusal(Reason):
    """Why a file as a whole cannot be read as a roster."""

    EMPTY_FILE = auto()
    TOO_LARGE = auto()
    NOT_A_SPREADSHEET = auto()
    OLD_WORKBOOK = auto()
    ENCRYPTED = auto()
    BROKEN = auto()
    ZIP_BOMB = auto()
    DANGEROUS_XML = auto()
    TOO_MANY_ROWS = auto()
    TOO_MANY_COLUMNS = auto()
    NO_HEADER = auto()
    NO_NAME_COLUMN = auto()
    NO_COLLEGE_COLUMN = auto()
    NO_ROWS = auto()
    UNCLOSED_QUOTE = auto()


class CellFault(Reason):
    """Why a row is rejected, told at the cell to mend."""

    MISSING_NAME = auto()
    MISSING_COLLEGE = auto()
    UNKNOWN_COLLEGE = auto()
    EMAIL_WITHOUT_AT = auto()
    EMAIL_MALFORMED = auto()
    SEVERAL_EMAILS = auto()
    NOT_A_DATE = auto()
    END_BEFORE_START = auto()
    UNKNOWN_ROLE = auto()
    UNKNOWN_SEAT_TYPE = auto()
    NOT_YES_OR_NO = auto()
    HOLDER_OF_A_TITULAR = auto()
    MANGLED_PHONE = auto()
    SEVERAL_PEOPLE = auto()
    NOT_A_NAME = auto()
    MORE_THAN_A_NAME = auto()
    VACANT_SEAT = auto()
    TOO_LONG = auto()
    FORMULA_WITHOUT_RESULT = auto()
    TWICE = auto()


@frozen
class Source:
    """Where a person was read: the row as a spreadsheet shows it (from 1), and the cell of each field that was given.

    `cells` maps the field names of `Person` to labels such as "D14" or "Feuille 1, D14"; `name_column` counts from 1.
    """

    row: int
    sheet: int | None
    cells: Mapping[str, str]
    name_column: int


@frozen
class Person:
    """One line of a roster; equal to another when it says the same, wherever it was read.

    An optional value that was not given is None. `seat_type_stated` is False when the type was only deduced
    from the name of the college, so that the committee's own seats may say better.
    """

    last_name: str
    first_name: str | None = None
    civility: str | None = None
    title: str | None = None
    organisation: str | None = None
    college: str
    seat_type: SeatType = SeatType.ORGANISATION
    role: Rank = Rank.TITULAR
    substitute_of: str | None = None
    email: str | None = None
    phone: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    physician: bool = False
    seat_type_stated: bool = field(default=True, compare=False)
    source: Source | None = field(default=None, compare=False, repr=False)

    @property
    def full_name(self) -> str:
        """The first name, if any, then the last name."""
        return f"{self.first_name} {self.last_name}" if self.first_name else self.last_name

    def as_json(self) -> dict[str, str | bool | None]:
        """Return the `people` object of `members import --json`: days as YYYY-MM-DD, absent values as None."""
        return {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "civility": self.civility,
            "title": self.title,
            "organisation": self.organisation,
            "college": self.college,
            "seat_type": self.seat_type.value,
            "role": self.role.value,
            "substitute_of": self.substitute_of,
            "email": self.email,
            "phone": self.phone,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "physician": self.physician,
        }


@frozen
class Fault:
    """One faulty cell, with the sentence for the person who must mend it; its row is not imported.

    `row` and `column` are counted from 1 as a spreadsheet does; `sheet` is None in a CSV.
    """

    cell: str
    message: str
    reason: CellFault
    row: int
    column: int
    sheet: int | None = None

    def as_json(self) -> dict[str, str]:
        """Return the `faults` object of `members import --json`."""
        return {"cell": self.cell, "message": self.message}


@frozen
class RosterReading:
    """What a file holds: the people of its good rows, the faults of the others, and remarks that stop nothing."""

    people: tuple[Person, ...]
    faults: tuple[Fault, ...]
    ignored_columns: tuple[str, ...]
    notes: tuple[str, ...] = ()
    filename: str = "liste"
    sheets: tuple["ReadSheet", ...] = field(default=(), compare=False, repr=False)

    @property
    def rejected(self) -> int:
        """The number of rows with at least one fault."""
        return len({(fault.sheet, fault.row) for fault in self.faults})


@frozen
class Grid:
    """One sheet as rows of cells from A1; `sheet` is its number from 1 in the workbook, None in a CSV.

    `merges` are ranges ((top, left), (bottom, right)) counted from 0; `unresolved` the cells, counted alike,
    that hold a formula without result; `hidden` the rows that the person does not see. `origins` says where the value
    of a cell was written, when it speaks from elsewhere: the title of a section. A hidden sheet keeps its name alone.
    """

    rows: list[list[Cell]]
    sheet: int | None = None
    name: str = ""
    merges: tuple[Merge, ...] = ()
    unresolved: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()
    visible: bool = True
    origins: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def label(self, row: int, column: int) -> str:
        """Name a cell, counted from 0, as the person sees it: "D14", or "Feuille 1, D14" in a workbook."""
        row, column = self.origins.get((row, column), (row, column))
        cell = f"{column_letters(column)}{row + 1}"
        return cell if self.sheet is None else f"Feuille {self.sheet}, {cell}"

    def merged_from(self, row: int, column: int) -> Cell | None:
        """Return the value of the merged cell that covers this one from a row above, or None."""
        for (top, left), (bottom, right) in self.merges:
            if top < row <= bottom and left <= column <= right and top < len(self.rows) and left < len(self.rows[top]):
                return self.rows[top][left]
        return None


@frozen
class ReadSheet:
    """A sheet as it was read: its headings, and its cells once merged cells and titles of sections speak for each row."""

    headings: tuple[str, ...]
    grid: Grid


def column_letters(column: int) -> str:
    """Name a column counted from 0: A to Z, then AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
