"""The cells of one row by kind, with the faults found while they are read."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

from webapp.committees.roster import names, values
from webapp.committees.roster.columns import Column
from webapp.committees.roster.headers import Header
from webapp.committees.roster.model import Cell, CellFault, Fault, Grid, Source
from webapp.kernel.errors import Refusal
from webapp.wording.phrases import phrase

Value = TypeVar("Value")

NAMES: Final = (Column.LAST_NAME, Column.FULL_NAME, Column.TITULAR_NAME)
"""Where the person of a row is named; a substitute beside the titular has a column of their own."""

_LONGEST_TEXT: Final = 300
_NOTHING: Final = frozenset({"-", "--", "–", "—", "/", "néant", "sans objet", "n/a"})
_ERROR = re.compile(r"#(?:REF|N/A|NAME|NOM|VALUE|VALEUR|DIV/0|NUM|NOMBRE|NULL|NUL)[!?]?", re.IGNORECASE)


class RowReader:
    """The cells of one row by kind, and the faults found while reading them."""

    def __init__(self, grid: Grid, header: Header, row: int) -> None:
        self.grid = grid
        self.header = header
        self.row = row
        self.faults: list[Fault] = []

    def beside(self) -> "RowReader":
        """Return the same row as the columns of the substitute beside the titular see it."""
        return RowReader(self.grid, self.header.of_substitute(), self.row)

    def names_somebody(self) -> bool:
        """Tell whether a column of names holds anything but « vacant »."""
        return any(
            (text := self.text(column)) and not names.is_vacant(text)
            for column in NAMES
            if self.place(column) is not None
        )

    def take_faults(self, other: "RowReader") -> None:
        """Take over the faults of another reading of this row, the first of each cell."""
        own = {fault.cell for fault in self.faults}
        self.faults += [fault for fault in other.faults if fault.cell not in own]

    def cell(self, place: int) -> Cell:
        cells = self.grid.rows[self.row]
        return cells[place] if place < len(cells) else ""

    def place(self, column: Column) -> int | None:
        """Return the first filled column of a kind, else its first one, else None."""
        places = self.header.columns.get(column, [])
        filled = (place for place in places if self._is_filled(place))
        return next(filled, places[0] if places else None)

    def _is_filled(self, place: int) -> bool:
        return (self.row, place) in self.grid.unresolved or bool(values.tidy(self.cell(place)))

    def text(self, column: Column, limit: int = _LONGEST_TEXT) -> str | None:
        """Return the clean text of a cell, or None when it is empty, faulty or a dash for nothing."""
        place = self.place(column)
        if place is None:
            return None
        text = values.tidy(self.cell(place))
        if (self.row, place) in self.grid.unresolved or _ERROR.fullmatch(text):
            self.fault(column, CellFault.FORMULA_WITHOUT_RESULT)
            return None
        if len(text) > limit:
            self.fault(column, CellFault.TOO_LONG, limit=limit)
            return None
        return None if text.lower() in _NOTHING else text or None

    def attempt(self, column: Column, parse: Callable[[Cell], Value]) -> Value | None:
        """Return the value of a cell, or None when it is empty or faulty."""
        place = self.place(column)
        if place is None or self.text(column) is None:
            return None
        try:
            return parse(self.cell(place))
        except Refusal as refusal:
            self._add(place, refusal)
            return None

    def fault(self, column: Column, reason: CellFault, **facts: object) -> None:
        """Note a fault at the cell of this kind; at the first name column when the file has none of this kind."""
        place = self.place(column)
        if place is None:
            place = next((found for name in NAMES if (found := self.place(name)) is not None), 0)
        self._add(place, Refusal(reason, **facts))

    def _add(self, place: int, refusal: Refusal) -> None:
        """Keep the first fault of a cell: the others follow from it."""
        label = self.grid.label(self.row, place)
        reason = CellFault(refusal.reason)
        if not any(fault.cell == label for fault in self.faults):
            message = phrase(reason, **refusal.facts)
            where = {"row": self.row + 1, "column": place + 1}
            self.faults.append(Fault(cell=label, message=message, reason=reason, sheet=self.grid.sheet, **where))

    def source(self, *name_columns: Column) -> Source:
        """Return where this row stands, the label of each filled cell, and where the name is among these columns."""
        filled = {
            column: place
            for column in self.header.columns
            if (place := self.place(column)) is not None and self._is_filled(place)
        }
        name = next((filled[column] for column in name_columns if column in filled), 0)
        cells = {column.value: self.grid.label(self.row, place) for column, place in filled.items()}
        cells["last_name"] = self.grid.label(self.row, name)
        return Source(row=self.row + 1, sheet=self.grid.sheet, cells=cells, name_column=name + 1)
