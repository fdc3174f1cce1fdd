"""Looking through the XML of a workbook before a native library expands it: declarations, extent, quantity of text.

A few kilobytes can announce a cell at XFD1048576, or one long text repeated a million times; both are refused here,
in a stream, at a cost bounded by the size of the file.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from webapp.committees.roster.archive import Package
from webapp.committees.roster.model import MAX_COLUMNS, MAX_ROWS, Merge, RosterRefusal
from webapp.kernel.errors import Refusal
from webapp.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

# Titles, blanks and totals stand among the rows of people.
MAX_EXTENT: Final = 10 * MAX_ROWS
MAX_TEXT: Final = 20_000_000
# Rows under merged cells, each counted as often as it is covered: every column of a sheet, merged from top to bottom.
MAX_COVERED: Final = MAX_EXTENT * MAX_COLUMNS
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_NUMBER = re.compile(r"\d{1,9}")


@dataclass
class SheetFacts:
    """What the library does not tell of a sheet: merged cells, formulas without result, hidden rows. Counted from 0."""

    merges: list[Merge] = field(default_factory=list)
    unresolved: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)


def inspect(package: Package, filename: str) -> dict[str, SheetFacts]:
    """Check every part; return the facts of each sheet by its name."""
    if package.is_ods:
        return _inspect_ods(package, filename)
    return _inspect_xlsx(package, filename)


def _inspect_ods(package: Package, filename: str) -> dict[str, SheetFacts]:
    document = _OdsSheets(filename)
    for name, part in package.parts.items():
        if name != "mimetype":
            _walk(part, document if name == "content.xml" else _Handlers(), filename)
    return document.sheets


def _inspect_xlsx(package: Package, filename: str) -> dict[str, SheetFacts]:
    texts, book = _SharedTexts(), _Book()
    facts = {}
    parts = {name.lower(): part for name, part in package.parts.items() if name != "mimetype"}
    for name, handlers in (
        ("xl/sharedstrings.xml", texts),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", book),
    ):
        _walk(parts.pop(name, b"<none/>"), handlers, filename)
    for name, part in parts.items():
        sheet = _XlsxSheet(filename, texts.lengths)
        _walk(part, sheet, filename)
        facts[name] = sheet.facts
    return {title: facts[part] for title, part in book.sheets() if part in facts}


class _Handlers:
    """What to do at each event of a part; by default nothing."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


def _walk(part: bytes, handlers: _Handlers, filename: str) -> None:
    """Parse a part, names without their namespaces, refusing any document type and any entity."""
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Refusal(RosterRefusal.DANGEROUS_XML, filename=filename)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: handlers.start(
        tag.rpartition("|")[2], {key.rpartition("|")[2]: value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: handlers.end(tag.rpartition("|")[2])
    parser.CharacterDataHandler = handlers.text
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise Refusal(RosterRefusal.BROKEN, filename=filename) from None


class _Extent:
    """The cells seen so far: none beyond the bounds, and not too much text in all."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.characters = 0
        self.covered = 0

    def cover(self, top: int, bottom: int) -> None:
        self.covered += max(min(bottom, MAX_EXTENT) - top, 0) + 1
        if self.covered > MAX_COVERED:
            raise Refusal(RosterRefusal.ZIP_BOMB, filename=self.filename)

    def mark(self, row: int, column: int) -> None:
        if row >= MAX_EXTENT:
            raise Refusal(RosterRefusal.TOO_MANY_ROWS, limit=numbers.number(MAX_ROWS))
        if column >= MAX_COLUMNS:
            raise Refusal(RosterRefusal.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)

    def weigh(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MAX_TEXT:
            raise Refusal(RosterRefusal.ZIP_BOMB, filename=self.filename)

    def number(self, text: str) -> int:
        if not _NUMBER.fullmatch(text):
            raise Refusal(RosterRefusal.BROKEN, filename=self.filename)
        return int(text)


class _SharedTexts(_Handlers):
    """The lengths of the texts that cells of an XLSX name by number."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.lengths.append(0)

    def text(self, data: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(data)


class _Book(_Handlers):
    """The names of the sheets of an XLSX and the parts that hold them (ECMA-376, 18.2.19)."""

    def __init__(self) -> None:
        self.names: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.names.append((attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "").lower()

    def sheets(self) -> list[tuple[str, str]]:
        """Return the name and the part, in small letters, of each sheet."""
        return [(name, self._part(self.targets.get(key, ""))) for name, key in self.names]

    def _part(self, target: str) -> str:
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _XlsxSheet(_Handlers):
    """The cells of one sheet of an XLSX (ECMA-376, 18.3); other parts go through without harm."""

    def __init__(self, filename: str, shared: list[int]) -> None:
        self.extent = _Extent(filename)
        self.shared = shared
        self.facts = SheetFacts()
        self.row = self.column = -1
        self.kind = ""
        self.has_formula = False
        self.value: list[str] | None = None
        self.found = False
        self.in_data = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheetData":
            self.in_data = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self.in_data:
            self._start_inside(tag, attributes)

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "row":
                self.row = self.extent.number(attributes["r"]) - 1 if "r" in attributes else self.row + 1
                self.column = -1
                if attributes.get("hidden") in ("1", "true"):
                    self.facts.hidden.add(self.row)
            case "c":
                self._start_cell(attributes)
            case "f":
                self.has_formula = True
            case "v" | "t":
                self.value = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.kind = attributes.get("t", "")
        self.has_formula = self.found = False
        self.column += 1
        if "r" in attributes:
            self.row, self.column = self._position(attributes["r"])

    def _position(self, reference: str) -> tuple[int, int]:
        found = _REFERENCE.fullmatch(reference.replace("$", ""))
        if not found:
            raise Refusal(RosterRefusal.BROKEN, filename=self.extent.filename)
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(found[2]) - 1, column - 1

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        if last:
            merge = self._position(first), self._position(last)
            self.extent.cover(merge[0][0], merge[1][0])
            self.facts.merges.append(merge)

    def text(self, data: str) -> None:
        if self.value is not None:
            self.value.append(data)

    def end(self, tag: str) -> None:
        if not self.in_data:
            return
        if tag == "sheetData":
            self.in_data = False
        elif tag in ("v", "t") and self.value is not None:
            text, self.value = "".join(self.value), None
            if text:
                self._found_value(text)
        elif tag == "is":
            self._found_value("")
        elif tag == "c" and ((self.has_formula and not self.found) or self.kind == "e"):
            self.facts.unresolved.add((self.row, self.column))

    def _found_value(self, text: str) -> None:
        self.found = True
        self.extent.mark(self.row, self.column)
        if self.kind == "s":
            index = self.extent.number(text)
            self.extent.weigh(self.shared[index] if index < len(self.shared) else 0)
        else:
            self.extent.weigh(len(text))


class _OdsSheets(_Handlers):
    """The cells of all sheets of an ODS (OpenDocument 1.3, part 3, 9.1), repetitions counted."""

    def __init__(self, filename: str) -> None:
        self.extent = _Extent(filename)
        self.sheets: dict[str, SheetFacts] = {}
        self.facts = SheetFacts()
        self.row = self.column = 0
        self.row_repeat = self.repeat = 1
        self.in_cell = False
        self.occupied = False
        self.characters = 0
        self.error = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "table": self._start_table,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if handler := self._starts.get(tag):
            handler(attributes)
        elif self.in_cell:
            self.occupied = True
            if tag == "s":
                self.characters += self.extent.number(attributes.get("c", "1"))

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.facts = self.sheets.setdefault(attributes.get("name", ""), SheetFacts())
        self.row = self.column = 0

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.column = 0
        self.row_repeat = self.extent.number(attributes.get("number-rows-repeated", "1"))
        if attributes.get("visibility") in ("collapse", "filter"):
            self.facts.hidden.update(range(self.row, min(self.row + self.row_repeat, MAX_EXTENT)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.in_cell = True
        self.repeat = self.extent.number(attributes.get("number-columns-repeated", "1"))
        self.occupied = "value-type" in attributes
        self.characters = sum(len(value) for value in attributes.values()) if self.occupied else 0
        rows = self.extent.number(attributes.get("number-rows-spanned", "1"))
        columns = self.extent.number(attributes.get("number-columns-spanned", "1"))
        if rows > 1 or columns > 1:
            self.extent.cover(self.row, self.row + rows - 1)
            self.facts.merges.append(
                ((self.row, self.column), (self.row + rows - 1, self.column + columns - 1)),
            )
        # LibreOffice writes calcext:value-type="error" after office:value-type="string": the last one stands here.
        kind = attributes.get("value-type")
        self.error = kind == "error" or (kind is None and "formula" in attributes)

    def text(self, data: str) -> None:
        if self.in_cell:
            self.characters += len(data)

    def end(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif tag == "table-row":
            self.row += self.row_repeat

    def _end_cell(self) -> None:
        self.in_cell = False
        if self.occupied:
            self.extent.mark(self.row + self.row_repeat - 1, self.column + self.repeat - 1)
            self.extent.weigh((self.characters + 1) * self.row_repeat * self.repeat)
        if self.error:
            self.facts.unresolved.add((self.row, self.column))
        self.column += self.repeat
