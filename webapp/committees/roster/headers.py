"""The line of headings, or the two lines: which it is, and what each of its columns holds."""

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from itertools import zip_longest
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster.columns import NAMES, Column, recognise, recognise_owned
from webapp.committees.roster.model import Merge
from webapp.committees.roster.text import clean, fold
from webapp.kernel.models import frozen

# What the person on the right of « Suppléant » has again after the titular had it on the left.
_AGAIN: Final = (Column.FIRST_NAME, Column.CIVILITY, Column.TITLE, Column.EMAIL, Column.PHONE)
_OWNERS: Final = {
    **dict.fromkeys(("titulaire", "titulaires", "membre titulaire", "membres titulaires"), Rank.TITULAR),
    **dict.fromkeys(
        ("suppleant", "suppleante", "suppleants", "suppleant e", "suppleant e s", "membre suppleant", "membres suppleants"),
        Rank.SUBSTITUTE,
    ),
}  # fmt: skip
_OF: Final = {Rank.TITULAR: "du titulaire", Rank.SUBSTITUTE: "du suppléant"}


@frozen(kw_only=False)
class Header:
    """The line of headings: its place, the columns of each kind from left to right, and the headings nobody knows.

    `beside` are the columns about the substitute of the line, where they stand beside the titular's own.
    """

    row: int
    columns: dict[Column, list[int]]
    headings: tuple[str, ...]
    ignored: tuple[int, ...]
    beside: dict[Column, list[int]] = field(default_factory=dict)

    @property
    def has_name(self) -> bool:
        return any(name in self.columns or name in self.beside for name in NAMES)

    @property
    def has_college(self) -> bool:
        return Column.COLLEGE in self.columns

    @property
    def known(self) -> int:
        """The number of columns that are understood."""
        return sum(len(places) for places in (*self.columns.values(), *self.beside.values()))

    @property
    def score(self) -> tuple[bool, int]:
        """What makes one line, or one way of decoding a file, a better header than another."""
        return self.has_name and self.has_college, self.known

    def of_substitute(self) -> "Header":
        """Return the same line as the substitute's own columns see it: theirs, and the college that both share."""
        shared = {Column.COLLEGE: self.columns.get(Column.COLLEGE, [])}
        return replace(self, columns={**{kind: places for kind, places in shared.items() if places}, **self.beside})


def read_header(row: int, cells: Sequence[str]) -> Header:
    """Read a line as if it were the line of headings."""
    headings = tuple(clean(cell) for cell in cells)
    columns: dict[Column, list[int]] = {}
    beside: dict[Column, list[int]] = {}
    ignored = []
    for place, heading in enumerate(headings):
        if column := recognise(heading):
            again = column in _AGAIN and column in columns and Column.SUBSTITUTE_NAME in columns
            (beside if again else columns).setdefault(column, []).append(place)
        elif owned := recognise_owned(heading):
            (beside if owned[1] is Rank.SUBSTITUTE else columns).setdefault(owned[0], []).append(place)
        elif heading:
            ignored.append(place)
    _settle_names(columns, beside)
    return Header(row, columns, headings, tuple(ignored), beside)


def _settle_names(columns: dict[Column, list[int]], beside: dict[Column, list[int]]) -> None:
    """Where a first name has its own column, « Nom du titulaire » and « Nom du suppléant » are last names."""
    if Column.FIRST_NAME in columns and Column.TITULAR_NAME in columns and Column.LAST_NAME not in columns:
        columns[Column.LAST_NAME] = columns.pop(Column.TITULAR_NAME)
    if beside and Column.SUBSTITUTE_NAME in columns and not {Column.LAST_NAME, Column.FULL_NAME} & beside.keys():
        kind = Column.LAST_NAME if Column.FIRST_NAME in beside else Column.FULL_NAME
        beside[kind] = columns.pop(Column.SUBSTITUTE_NAME)


def find_header(
    rows: Iterable[tuple[int, Sequence[str]]], *, merges: Sequence[Merge] = (), depth: int = 50
) -> Header | None:
    """Return the first complete line of headings, or pair of lines, among the first `depth`; else the likeliest; else None."""
    best: Header | None = None
    lines = [line for line, _ in zip(rows, range(depth + 1), strict=False)]
    for (row, cells), after in zip_longest(lines, lines[1:]):
        header = read_header(row, cells)
        if after is not None and after[0] == row + 1:
            header = _better(header, after, cells, merges)
        if header.has_name and header.has_college:
            return header
        if header.columns and (best is None or header.score > best.score):
            best = header
    return best


def _better(header: Header, after: tuple[int, Sequence[str]], cells: Sequence[str], merges: Sequence[Merge]) -> Header:
    """Return the pair of lines where the second completes the first, else the first alone."""
    row, below = after
    second = read_header(row, below)
    both = read_header(row, _joined(_spread(cells, row - 1, below, merges), below))
    told = [place for place, cell in enumerate(below) if clean(cell)]
    understood = {place for places in (*both.columns.values(), *both.beside.values()) for place in places}
    if not told or not understood.issuperset(told):
        return header
    measure = max((each.score, len(each.beside)) for each in (header, second))
    return both if (both.score, len(both.beside)) > measure else header


def _spread(upper: Sequence[str], row: int, below: Sequence[str], merges: Sequence[Merge]) -> list[str]:
    """Repeat the label of a group over its columns: those it is merged over, or the blanks on its right in a CSV."""
    spread = [upper[place] if place < len(upper) else "" for place in range(max(len(upper), len(below)))]
    for (top, left), (_, right) in merges:
        if top == row and left < len(spread):
            spread[left : right + 1] = [spread[left]] * (min(right + 1, len(spread)) - left)
    for place in range(1, len(spread)):
        if (
            not clean(spread[place])
            and fold(spread[place - 1]) in _OWNERS
            and place < len(below)
            and clean(below[place])
        ):
            spread[place] = spread[place - 1]
    return spread


def _joined(upper: Sequence[str], below: Sequence[str]) -> list[str]:
    """Read each pair of cells as one heading."""
    return [_one(above, below[place] if place < len(below) else "") for place, above in enumerate(upper)]


def _one(above: str, below: str) -> str:
    above, below = clean(above), clean(below)
    if not above or not below:
        return above or below
    if owner := _OWNERS.get(fold(above)):
        return f"{below} {_OF[owner]}"
    both = f"{above} {below}"
    return both if recognise(both) or recognise_owned(both) or not recognise(below) else below
