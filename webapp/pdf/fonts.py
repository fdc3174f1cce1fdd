"""The faces that PDFs are set in, made once from the web's woff2 files: a woff2 face costs half a second per rendering.

`scripts/assets` calls `prepare`; `fonts.conf` shows the folder, and nothing else, to the renderer, so that the pages
look the same (and weigh the same bytes) whatever the machine has installed.
"""

import sys
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[1] / "web" / "static" / "vendor" / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
FALLBACK = "DejaVu Sans"  # arrows, indices, Greek, Cyrillic…: what the main face has not got
_STYLES = {
    "400-normal": "Regular",
    "400-italic": "Italic",
    "700-normal": "Bold",
    "700-italic": "Bold Italic",
}
_SPACES = {0x2007: "zero", 0x202F: "uni2009", 0x200B: None, 0x2060: None, 0xFEFF: None}  # width taken from that glyph
_MARKS = frozenset(range(0x0300, 0x0370))  # combining accents
_TWINS = {0x2010: "hyphen", 0x2011: "hyphen", 0x00AD: "hyphen", 0x02BC: "quoteright"}


class FontsMissing(Exception):  # noqa: N818 — a fact of the installation
    """The folder of faces is empty: `scripts/assets` has not been run."""


def convert(woff2: Path, ttf: Path, *, extended: Path | None = None, style: str = "Regular") -> None:
    """Write the TrueType face of a woff2 file, merged with that of its `extended` alphabet, under the family's name.

    French needs a few signs that the face has not got (narrow no-break space, no-break hyphen…): they are drawn from
    its own. The same input gives the same bytes.
    """
    from fontTools import merge  # noqa: PLC0415 — slow import

    with TemporaryDirectory() as folder:
        parts: list[str] = []
        for source in (woff2, *([extended] if extended else [])):
            part = Path(folder) / f"{len(parts)}.ttf"
            font = TTFont(source, recalcTimestamp=False)
            font.flavor = None
            font.save(part)
            parts.append(str(part))
        font = merge.Merger().merge(parts) if extended else TTFont(parts[0], recalcTimestamp=False)
        font["head"].created = font["head"].modified = TTFont(parts[0])["head"].modified
        font.recalcTimestamp = False
        if extended:
            _complete(font)
            _rename(font, style)
        font.save(ttf)


def prepare(node_modules: Path, folder: Path = FOLDER) -> None:
    """Make every face that PDFs use out of the front-end packages; what is there already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    source = node_modules / "@fontsource" / "atkinson-hyperlegible-next" / "files"
    for name, style in _STYLES.items():
        ttf = folder / f"atkinson-hyperlegible-next-{name}.ttf"
        if not ttf.exists():
            latin, extended = (source / f"atkinson-hyperlegible-next-{part}-{name}.woff2" for part in _ALPHABETS)
            _whole(ttf, latin, extended, style)
    source = node_modules / "@fontsource" / "dejavu-sans" / "files"
    for name in ("400-normal", "700-normal"):
        ttf = folder / f"dejavu-sans-{name}.ttf"
        if not ttf.exists():
            _whole(ttf, source / f"dejavu-sans-latin-{name}.woff2", None, "")


_ALPHABETS = ("latin", "latin-ext")


def _whole(ttf: Path, woff2: Path, extended: Path | None, style: str) -> None:
    """Let the face appear under its name only once it is complete."""
    draft = ttf.with_suffix(".draft")
    convert(woff2, draft, extended=extended, style=style)
    draft.replace(ttf)


def _complete(font: Any) -> None:
    """Give the face the spaces and hyphens of French typography, each a glyph of its own so that text is copied right."""
    names = font.getBestCmap()
    for code, model in _SPACES.items():
        if code not in names:
            width = font["hmtx"][model][0] if model else 0
            _add(font, code, deepcopy(font["glyf"]["space"]), width, 0)
    for code, model in _TWINS.items():
        if code not in names:
            _add(font, code, deepcopy(font["glyf"][model]), *font["hmtx"][model])
    for table in font["cmap"].tables:  # a letter made of two glyphs is copied wrong: the fallback has it whole
        if table.isUnicode():
            for code in _MARKS & table.cmap.keys():
                del table.cmap[code]


def _add(font: Any, code: int, glyph: Any, width: int, side: int) -> None:
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    font["glyf"].setGlyphOrder(font.getGlyphOrder())
    font["hmtx"][name] = (width, side)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _rename(font: Any, style: str) -> None:
    """Write one family of four styles in the name table, for fontconfig to tell them apart."""
    for identifier in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=identifier)
    said = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY} {style}".replace(" ", "")}
    for identifier, text in said.items():
        font["name"].removeNames(nameID=identifier)
        font["name"].setName(text, identifier, 3, 1, 0x409)


@cache
def coverage() -> frozenset[int]:
    """Return the code points that one of our faces can draw, in every weight."""
    faces = sorted(FOLDER.glob("*.ttf"))
    if not faces:
        raise FontsMissing
    main = [_codes(face) for face in faces if face.name.startswith("atkinson")]
    spare = [_codes(face) for face in faces if face.name.startswith("dejavu")]
    return frozenset[int]().union(*(frozenset.intersection(*family) for family in (main, spare) if family))


def _codes(face: Path) -> frozenset[int]:
    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())


if __name__ == "__main__":
    prepare(*(Path(argument) for argument in sys.argv[1:3]))
