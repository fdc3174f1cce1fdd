"""What a file must still be, structurally, for its claims of PDF/A-3a and PDF/UA-1 to hold after it was signed (LAW PV-7).

No conformance engine: these are the things that a signature is known to break. Sources: ISO 19005-3, ISO 14289-1.
"""

import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_PDFA = re.compile(
    rb"pdfaid:part(?:=\"|>)3.*pdfaid:conformance(?:=\"|>)A|pdfaid:conformance(?:=\"|>)A.*pdfaid:part(?:=\"|>)3",
    re.DOTALL,
)
DEEPEST = 8  # forms within forms: tools nest them three deep
_PDFUA = re.compile(rb"pdfuaid:part(?:=\"|>)1")


def lacking(reader: PdfFileReader) -> Iterator[str]:
    """Name what is lacking, by the keys of `wording.signatures.CLAIMS`."""
    root = reader.root
    packet = root["/Metadata"].data if "/Metadata" in root else b""
    if not _PDFA.search(packet):
        yield "pdfa"
    if not _PDFUA.search(packet):
        yield "pdfua"
    if "/StructTreeRoot" not in root or not entry(entry(root, "/MarkInfo", {}), "/Marked", False):
        yield "tags"
    if not entry(root, "/Lang", ""):
        yield "language"
    if not entry(root, "/OutputIntents", ()):
        yield "colours"
    if {"/OpenAction", "/AA"} & set(root) or "/JavaScript" in entry(root, "/Names", {}):
        yield "active"
    if any(not _is_tagged(root, widget) for widget in _widgets(root["/Pages"])):
        yield "fields"
    if any(not _carries_its_fonts(widget) for widget in _widgets(root["/Pages"])):
        yield "fonts"


def entry(of: Any, key: str, default: Any) -> Any:
    """Return what a dictionary says, followed where it refers to another object."""
    return of[key] if key in of else default  # noqa: SIM401 — its own `get` does not follow


def _widgets(node: Any) -> Iterator[Any]:
    if entry(node, "/Type", "") != "/Pages":
        listed = entry(node, "/Annots", ())
        found = (listed[place] for place in range(len(listed)))
        yield from (each for each in found if entry(each, "/Subtype", "") == "/Widget")
        return
    kids = node["/Kids"]
    for place in range(len(kids)):  # by index: iterating would not follow references
        yield from _widgets(kids[place])


def _is_tagged(root: Any, widget: Any) -> bool:
    """Whether the structure tree leads to a widget (ISO 14289-1, 7.18.4)."""
    if "/StructTreeRoot" not in root or "/StructParent" not in widget:
        return False
    numbers = entry(root["/StructTreeRoot"]["/ParentTree"], "/Nums", ())
    for place in range(0, len(numbers), 2):
        if int(numbers[place]) == int(widget["/StructParent"]):
            return bool(entry(numbers[place + 1], "/S", "") == "/Form")
    return False


def _carries_its_fonts(widget: Any) -> bool:
    """Whether the faces of a stamp are in the file (ISO 19005-3, 6.2.11.4)."""
    if "/AP" not in widget:
        return True
    return all(_is_embedded(font) for font in _fonts(widget["/AP"]["/N"], depth=0))


def _fonts(form: Any, *, depth: int) -> Iterator[Any]:
    resources = entry(form, "/Resources", {})
    yield from (resources["/Font"][name] for name in entry(resources, "/Font", {}))
    if depth < DEEPEST:
        for name in entry(resources, "/XObject", {}):
            yield from _fonts(resources["/XObject"][name], depth=depth + 1)


def _is_embedded(font: Any) -> bool:
    described = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(entry(described, "/FontDescriptor", {})))
