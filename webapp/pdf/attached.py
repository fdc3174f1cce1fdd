"""The files that a PDF carries, whoever made it (ISO 32000-1, 7.11.4): nothing that one of them holds stops the reading."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from webapp.pdf.claims import entry

DEEPEST = 8  # levels of a tree of names
MOST = 1000


@dataclass(slots=True)
class Attachments:
    """What the tree of names lists, each name once."""

    reader: PdfFileReader
    files: dict[str, bytes] = field(default_factory=dict)
    doubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, content in _listed(self.reader):
            if name in self.files:
                self.doubles.append(name)
            else:
                self.files[name] = content


def _listed(reader: PdfFileReader) -> Iterator[tuple[str, bytes]]:
    names = entry(reader.root, "/Names", {})
    tree = entry(names, "/EmbeddedFiles", None)
    left = MOST
    for spec in () if tree is None else _leaves(tree, depth=0):
        left -= 1
        if left < 0:
            return
        yield str(entry(spec, "/UF", entry(spec, "/F", ""))), _content(spec)


def _leaves(node: Any, *, depth: int) -> Iterator[Any]:
    """Give the file specifications of a tree of names, in its order."""
    listed = entry(node, "/Names", ())
    yield from (listed[place] for place in range(1, len(listed), 2))
    kids = entry(node, "/Kids", ()) if depth < DEEPEST else ()
    for place in range(len(kids)):  # by index: iterating would not follow references
        yield from _leaves(kids[place], depth=depth + 1)


def _content(spec: Any) -> bytes:
    try:
        return bytes(spec["/EF"]["/F"].data)
    except Exception:  # noqa: BLE001 — a stream that does not decompress, or too far: its owner is told elsewhere
        return b""
