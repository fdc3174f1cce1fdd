"""What a page must be before its PDF may claim PDF/UA-1: checked on the HTML, where the fault can still be named."""

from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SVG = "{http://www.w3.org/2000/svg}"


def faults(root: Element) -> list[str]:
    """List in French what the tree's author has to mend; an empty list means that the claim can be made."""
    return [*_heading_faults(root), *_table_faults(root), *_figure_faults(root)]


def _heading_faults(root: Element) -> Iterator[str]:
    """ISO 14289-1, 7.4.2: the first heading is of level 1 and none skips a level."""
    levels = [_HEADINGS.index(element.tag) + 1 for element in root.iter() if element.tag in _HEADINGS]
    if not levels:
        yield "aucun titre h1"
    for before, level in pairwise([0, *levels]):
        if level > before + 1:
            yield f"un titre h{level} vient après un niveau {before}"


def _table_faults(root: Element) -> Iterator[str]:
    """ISO 14289-1, 7.5: header cells have a scope; an empty corner is a td."""
    for cell in root.iter("th"):
        text = " ".join("".join(cell.itertext()).split())
        if cell.get("scope") not in {"col", "row"}:
            yield f"cellule d’en-tête « {text} » sans scope col ou row"
        if not text:
            yield "cellule d’en-tête vide (un coin de tableau est un td)"
    for table in root.iter("table"):
        if table.find(".//th") is None:
            yield "tableau sans cellule d’en-tête"
        if len({width for part in _parts(table) for width in _widths(part)}) > 1:
            yield "tableau dont les lignes n’ont pas toutes le même nombre de colonnes"
        if any(_span(cell, "rowspan") > 1 for row in table.iterfind("tbody/tr") for cell in row):
            yield "cellule de plusieurs lignes hors de l’en-tête : une fin de page la couperait"


def _parts(table: Element) -> list[list[Element]]:
    """Return the rows of each part of a table: a cell never spans from one part to the next."""
    return [list(part.iterfind("tr")) for part in table if part.tag in {"thead", "tbody", "tfoot"}]


def _widths(rows: list[Element]) -> Iterator[int]:
    """Count each row's columns, those that a cell above reaches down into included."""
    reaching: list[tuple[int, int]] = []  # (rows still to come, columns)
    for row in rows:
        cells = [(_span(cell, "rowspan"), _span(cell, "colspan")) for cell in row]
        yield sum(columns for _, columns in [*reaching, *cells])
        reaching = [(left - 1, columns) for left, columns in [*reaching, *cells] if left > 1]


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "1")
    return int(text) if text.isdecimal() else 1


def _figure_faults(root: Element) -> Iterator[str]:
    """ISO 14289-1, 7.3: every figure has a text in its place."""
    for image in root.iter("img"):
        if not (image.get("alt") or "").strip():
            yield "image sans texte de remplacement"
    for drawing in root.iter(f"{_SVG}svg"):
        if not (drawing.findtext(f"{_SVG}title") or "").strip():
            yield "dessin SVG sans title"
