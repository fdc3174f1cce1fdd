"""The manual's pages as the tests read them: their tables, and the labels they quote."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "webapp/docs"
_LABEL = re.compile(r"\*\*« (.+?) »\*\*")


def text(page: str) -> str:
    """Read a page, its non-breaking spaces like the others."""
    return plain((DOCS / page).read_text(encoding="utf-8"))


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def rows(page: str) -> list[list[str]]:
    """The cells of every line of every table of a page, without the headings."""
    lines = [line for line in text(page).splitlines() if line.startswith("|")]
    rules = {place for place, line in enumerate(lines) if re.fullmatch(r"[|\s-]+", line)}
    heads = {place - 1 for place in rules}
    kept = [line for place, line in enumerate(lines) if place not in rules | heads]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in kept]
    assert cells
    return cells


def code(cell: str) -> list[str]:
    """What a cell gives between backquotes."""
    return re.findall(r"`([^`]+)`", cell)


def labels(page: str) -> list[str]:
    """The buttons, links and fields that a page names: « so » in bold."""
    return _LABEL.findall(text(page))
