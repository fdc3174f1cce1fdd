"""From the bytes of a file to its sheets of cells: CSV in any usual encoding, XLSX, ODS."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Final

import python_calamine

from webapp.committees.roster import archive, guard
from webapp.committees.roster.headers import Header, find_header
from webapp.committees.roster.model import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Cell, Grid, RosterRefusal
from webapp.committees.roster.text import clean, shorten
from webapp.committees.roster.values import text_of
from webapp.kernel.errors import Refusal
from webapp.wording import numbers

_MEGABYTE: Final = 1_000_000
_DELIMITERS: Final = (";", ",", "\t", "|")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What French spreadsheets write when not UTF-8: Windows, then « CSV (MS-DOS) », then « CSV (Macintosh) ».
_OLD_ENCODINGS: Final = ("cp1252", "cp850", "mac_roman")
_FRENCH_LETTERS: Final = "éèêëàâçîïôùûœ’"
_SENTINEL: Final = "\x1f"
Score = tuple[int, ...]  # the greater, the better read


def header_score(grid: Grid) -> Score:
    """Return how well the headings of a roster are recognised in a sheet."""
    header = header_of(grid)
    return header.score if header else (False, 0)


def read_grids(content: bytes, filename: str, *, score: Callable[[Grid], Score] = header_score) -> list[Grid]:
    """Return the sheets of a file of at most MAX_BYTES bytes; `filename` only serves the messages.

    A CSV is read in the encoding and with the separator that `score` prefers.
    """
    filename = shorten(clean(filename)) or "fichier"
    if len(content) > MAX_BYTES:
        raise Refusal(RosterRefusal.TOO_LARGE, limit=MAX_BYTES // _MEGABYTE)
    if archive.sniff(content, filename) is archive.Kind.ARCHIVE:
        return _read_workbook(content, filename)
    return [_read_csv(content, filename, score)]


def header_of(grid: Grid) -> Header | None:
    """Return the likeliest line of headings of a sheet, or pair of lines."""
    return find_header(_written_rows(grid.rows), merges=grid.merges)


def _written_rows(rows: list[list[Cell]]) -> Iterator[tuple[int, list[str]]]:
    for place, row in enumerate(rows):
        cells = [text_of(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield place, cells


def _read_csv(content: bytes, filename: str, score: Callable[[Grid], Score]) -> Grid:
    """Try the plausible encodings and separators; the one that makes the most headings recognised is right."""
    best: tuple[Score, Grid] | None = None
    unclosed: Refusal | None = None
    for text in _decodings(content, filename):
        accents = sum(text.count(letter) for letter in _FRENCH_LETTERS)
        for delimiter in _DELIMITERS:
            try:
                grid = Grid(rows=_split(text, delimiter))
            except Refusal as refusal:
                unclosed = unclosed or refusal
                continue
            found = (*score(grid), accents)
            if best is None or found > best[0]:
                best = found, grid
    if best is None or (unclosed and not best[0][0]):
        raise unclosed or Refusal(RosterRefusal.NOT_A_SPREADSHEET, filename=filename)
    return best[1]


def _decodings(content: bytes, filename: str) -> list[str]:
    """Return the text in each plausible encoding, the most plausible first."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return [_decode(content[len(mark) :], encoding, filename)]
    if b"\x00" in content:
        # UTF-16 without its mark: in French text nearly every other byte is zero.
        encoding = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
        return [_decode(content, encoding, filename)]
    try:
        return [content.decode("utf-8")]
    except UnicodeDecodeError:
        return [text for encoding in _OLD_ENCODINGS if (text := content.decode(encoding, errors="replace"))]


def _decode(content: bytes, encoding: str, filename: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(RosterRefusal.NOT_A_SPREADSHEET, filename=filename) from None
    if "\x00" in text:
        raise Refusal(RosterRefusal.NOT_A_SPREADSHEET, filename=filename)
    return text


def _split(text: str, delimiter: str) -> list[list[Cell]]:
    """Cut a text into cells; a quotation mark that nothing closes swallows the sentinel, and is refused."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    reader = csv.reader(io.StringIO(f"{lines}\n{_SENTINEL}", newline=""), delimiter=delimiter)
    rows: list[list[Cell]] = []
    try:
        for row in reader:
            if len(rows) > guard.MAX_EXTENT:
                raise Refusal(RosterRefusal.TOO_MANY_ROWS, limit=numbers.number(MAX_ROWS))
            rows.append([_unwrap(cell) for cell in row])
    except csv.Error:  # a cell beyond the module's 131,072 characters: nothing closed it
        raise Refusal(RosterRefusal.UNCLOSED_QUOTE, row=len(rows) + 1) from None
    if rows.pop() != [_SENTINEL]:
        raise Refusal(RosterRefusal.UNCLOSED_QUOTE, row=len(rows) + 1)
    if any(cell for row in rows for cell in row[MAX_COLUMNS:]):
        raise Refusal(RosterRefusal.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    return rows


def _unwrap(cell: str) -> str:
    """Return what `="0612345678"` protects: some programs write telephone numbers so."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > len('=""'):
        return cell[2:-1]
    return cell


def _read_workbook(content: bytes, filename: str) -> list[Grid]:
    package = archive.unpack(content, filename)
    facts = guard.inspect(package, filename)
    return _natively(lambda: _read_sheets(package.repack(), facts), filename)


def _natively(read: Callable[[], list[Grid]], filename: str) -> list[Grid]:
    """Run the native reader; whatever it cannot take means a broken file."""
    try:
        return read()
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        raise Refusal(RosterRefusal.BROKEN, filename=filename) from None
    except BaseException as error:
        # A panic of the native library derives from BaseException and from nothing that can be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(RosterRefusal.BROKEN, filename=filename) from None


def _read_sheets(content: bytes, facts: dict[str, guard.SheetFacts]) -> list[Grid]:
    grids = []
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        for number, sheet in enumerate(book.sheets_metadata, start=1):
            if sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible is not python_calamine.SheetVisibleEnum.Visible:
                grids.append(Grid(rows=[], sheet=number, name=clean(sheet.name), visible=False))
                continue
            known = facts.get(sheet.name, guard.SheetFacts())
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            grids.append(
                Grid(
                    rows=[list(row) for row in rows],
                    sheet=number,
                    name=clean(sheet.name),
                    merges=tuple(known.merges),
                    unresolved=frozenset(known.unresolved),
                    hidden=frozenset(known.hidden),
                )
            )
    return grids
