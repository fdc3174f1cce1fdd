"""Lines that name nobody: titles of sections, which speak for the lines below them, totals and notes, which speak for none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import islice
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster.colleges import Colleges
from webapp.committees.roster.columns import GROUPED, NAMES, Column
from webapp.committees.roster.headers import Header
from webapp.committees.roster.model import MAX_ROWS, Grid, Merge
from webapp.committees.roster.text import fold, squash
from webapp.committees.roster.values import text_of, tidy
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen

_RANKS: Final = {
    **dict.fromkeys(("titulaires", "membres titulaires", "les titulaires", "liste des titulaires"), Rank.TITULAR),
    **dict.fromkeys(
        ("suppleants", "membres suppleants", "les suppleants", "liste des suppleants", "leurs suppleants"),
        Rank.SUBSTITUTE,
    ),
}
_CAPTIONS: Final = frozenset({"membres", "liste des membres"})
_TOTAL = re.compile(r"(?:sous )?(?:total|effectif)(?: general)?(?: \d+)?(?: (?:membres?|sieges?|personnes?))?")
_NUMBER = re.compile(r"(?:\d{1,2}\s*(?:°|[.)/–—-])|[IVX]{1,4}\s*[.)°/–—-]|[A-H]\s*[.)/–—-])\s*(?=\S)")
_NOTE = re.compile(
    r"(?:\*|\(\d\)|[¹²³†]|nb\b|n\.b\.|note\b|source\b|remarque|l[ée]gende|mis[e]? à jour|fait à|arrêté du|vu l)",
    re.IGNORECASE,
)
_WORDS_OF_A_NOTE: Final = 9


class Line(Enum):
    """What a line below the headings is."""

    PERSON = auto()
    RANK = auto()
    COLLEGE = auto()
    NOTE = auto()
    NOTHING = auto()


@frozen
class Settled:
    """A sheet whose every line speaks for itself: merged cells and titles repeated, `data` the rows of people."""

    grid: Grid
    header: Header
    data: tuple[int, ...]
    passed_over: tuple[int, ...]
    college_by_section: bool


@dataclass(slots=True)
class _Section:
    """The titles in force while a sheet is read from top to bottom; values come with the cell that they were read in."""

    college: tuple[str, tuple[int, int]] | None = None
    rank: tuple[Rank, tuple[int, int]] | None = None
    rank_is_outer: bool = False
    just_ranked: bool = False
    colleges: dict[int, tuple[str, tuple[int, int]]] = field(default_factory=dict)
    ranks: dict[int, tuple[Rank, tuple[int, int]]] = field(default_factory=dict)

    def enter_rank(self, rank: Rank, where: tuple[int, int]) -> None:
        self.rank, self.rank_is_outer, self.just_ranked = (rank, where), False, True

    def enter_college(self, name: str, where: tuple[int, int]) -> None:
        """« Suppléants » said just before a college stands for all that follow; said inside one, for that one alone."""
        self.rank_is_outer = self.rank_is_outer or self.just_ranked
        if not self.rank_is_outer:
            self.rank = None
        self.college, self.just_ranked = (name, where), False

    def hold(self, row: int) -> None:
        self.just_ranked = False
        if self.college:
            self.colleges[row] = self.college
        if self.rank:
            self.ranks[row] = self.rank


def settle(grid: Grid, header: Header, colleges: Colleges) -> Settled:
    """Let merged cells and titles of sections speak for each of their lines, and set apart the lines that name nobody."""
    grid, has_column = _fill_merged(grid, header), header.has_college
    section, data, passed_over = _Section(), [], []
    for row, kind, place in _lines(grid, header, colleges):
        text = tidy(grid.rows[row][place])
        if kind is Line.RANK:
            section.enter_rank(_RANKS[fold(text)], (row, place))
        elif kind is Line.COLLEGE:
            section.enter_college(_NUMBER.sub("", text, count=1), (row, place))
        elif kind is Line.NOTE:
            passed_over.append(row)
        elif kind is Line.PERSON:
            section.hold(row)
            data.append(row)
    grid = replace(grid, merges=_down(grid, header))
    grid, header = _with_colleges(grid, header, section)
    grid, header = _with_ranks(grid, header, section)
    return Settled(
        grid=grid,
        header=header,
        data=tuple(data),
        passed_over=tuple(passed_over),
        college_by_section=bool(section.colleges) and not has_column,
    )


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


def _down(grid: Grid, header: Header) -> tuple[Merge, ...]:
    """Return the merged cells that still matter below: names over several lines."""
    names = {place for kind in NAMES for place in header.columns.get(kind, ())}
    return tuple(islice((merge for merge in grid.merges if merge[0][1] in names), MAX_ROWS))


def _lines(grid: Grid, header: Header, colleges: Colleges) -> Iterator[tuple[int, Line, int]]:
    """Give each line that somebody sees: its row, what it is, and its first filled cell."""
    reader = _LineReader(grid, header, colleges)
    for row in range(len(grid.rows)):
        filled = [] if row in grid.hidden else _filled(grid, row)
        if not filled:
            continue
        if row > header.row:
            yield row, reader.kind(row, filled), filled[0]
        elif row < header.row and len(filled) == 1 and fold(tidy(grid.rows[row][filled[0]])) in _RANKS:
            yield row, Line.RANK, filled[0]


def _filled(grid: Grid, row: int) -> list[int]:
    return [place for place, cell in enumerate(grid.rows[row]) if tidy(cell) or (row, place) in grid.unresolved]


class _LineReader:
    """Tells what each line below the headings is."""

    def __init__(self, grid: Grid, header: Header, colleges: Colleges) -> None:
        self.grid, self.header, self.colleges = grid, header, colleges
        self.known = {place for places in (*header.columns.values(), *header.beside.values()) for place in places}
        self.names = {place for kind in NAMES for place in header.columns.get(kind, ())}
        self.across = {(top, left) for (top, left), (_, right) in grid.merges if right > left}
        self.headings = [squash(heading) for heading in header.headings]

    def kind(self, row: int, filled: list[int]) -> Line:
        cells = self.grid.rows[row]
        if _TOTAL.fullmatch(fold(tidy(cells[filled[0]]))) or self._is_header_again(row):
            return Line.NOTHING
        alone = self._kind_of_one(row, filled[0]) if len(filled) == 1 else None
        return alone or (Line.PERSON if self.known & set(filled) else Line.NOTHING)

    def _is_header_again(self, row: int) -> bool:
        cells = [squash(text_of(cell)) for cell in self.grid.rows[row]]
        return cells == self.headings[: len(cells)]

    def _kind_of_one(self, row: int, place: int) -> Line | None:
        """Tell what a line of one filled cell is; None when it may be a person of whom only this is said."""
        text = tidy(self.grid.rows[row][place])
        words = fold(text)
        if (said := _said_by_itself(text, words)) is not None:
            return said
        if place in self.header.columns.get(Column.COLLEGE, ()):
            return Line.COLLEGE if _leads(self.grid, self.header, row) else None
        if _is_known(text, self.colleges) or words.startswith("college ") or _NUMBER.match(text):
            return Line.COLLEGE
        if len(words.split()) >= _WORDS_OF_A_NOTE:
            return Line.NOTE
        title = (row, place) in self.across or (not self.header.has_college and place not in self.names)
        return Line.COLLEGE if title else None


def _said_by_itself(text: str, words: str) -> Line | None:
    """Tell what a text is wherever it stands: a rank, a total, a caption, a note; None for any other."""
    if words in _RANKS:
        return Line.RANK
    if words.startswith("total") or words in _CAPTIONS:
        return Line.NOTHING
    return Line.NOTE if _NOTE.match(text) else None


def _is_known(text: str, colleges: Colleges) -> bool:
    if colleges.known is None:
        return False
    try:
        colleges.find(text)
    except Refusal:
        return False
    return True


def _leads(grid: Grid, header: Header, row: int) -> bool:
    """Tell whether a college alone on its line is the title of those below: the next line leaves its own empty."""
    place = header.columns[Column.COLLEGE][0]
    below = next((_filled(grid, each) for each in range(row + 1, len(grid.rows)) if _filled(grid, each)), None)
    return below is not None and place not in below


def _with_colleges(grid: Grid, header: Header, section: _Section) -> tuple[Grid, Header]:
    said = {row: (title, where) for row, (title, where) in section.colleges.items()}
    return _with_column(grid, header, Column.COLLEGE, "Collège", said)


def _with_ranks(grid: Grid, header: Header, section: _Section) -> tuple[Grid, Header]:
    """A section of titulars says nothing more than a line without rank; one of substitutes does."""
    said = {row: ("suppléant", where) for row, (rank, where) in section.ranks.items() if rank is Rank.SUBSTITUTE}
    return _with_column(grid, header, Column.ROLE, "Titulaire/suppléant", said)


def _with_column(
    grid: Grid, header: Header, column: Column, heading: str, said: dict[int, tuple[str, tuple[int, int]]]
) -> tuple[Grid, Header]:
    """Write what sections say in the empty cells of a column, made at the right end when the sheet has none."""
    if not said:
        return grid, header
    width = max(len(header.headings), *(len(row) for row in grid.rows))
    place = header.columns[column][0] if column in header.columns else width
    rows = [[*row, *([""] * (place + 1 - len(row)))] for row in grid.rows]
    origins = dict(grid.origins)
    for row, (value, where) in said.items():
        if not tidy(rows[row][place]):
            rows[row][place] = value
            origins[row, place] = where
    if column not in header.columns:
        headings = (*header.headings, *([""] * (place - len(header.headings))), heading)
        header = replace(header, columns={**header.columns, column: [place]}, headings=headings)
    return replace(grid, rows=rows, origins=origins), header
