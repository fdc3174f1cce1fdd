"""What a signature shows on the page: a few lines in a face carried by the file, without which PDF/A is lost.

Source: ISO 19005-3 (6.2.11 fonts), ISO 32000-1 (9.7 composite fonts, 12.5.5 appearances). The stamp says how one signed and
at which level: it proves nothing by itself.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle

from webapp.pdf import text
from webapp.pdf.fonts import FOLDER

FACES = ("atkinson-hyperlegible-next-400-normal.ttf", "dejavu-sans-400-normal.ttf")
LARGEST, SMALLEST = 8.0, 5.0  # points
LEADING = 1.22
MARGIN = 2.0
_SYMBOLIC = 4
_EM = 1000
_ALWAYS = "? "
_DRAWING = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})  # what a composite font takes (ISO 32000-1, 9.9)


@dataclass(frozen=True)
class Stamp(BaseStampStyle):
    """The style that pyHanko asks for an appearance: these lines, as large as the box allows."""

    lines: tuple[str, ...] = field(default=())

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> Any:
        return _Written(writer, box, self.lines)


class _Written(AppearanceContent):
    """The appearance itself."""

    def __init__(self, writer: BasePdfFileWriter, box: BoxConstraints, lines: Sequence[str]) -> None:
        super().__init__(writer=writer, box=box)
        self.lines = [text.clean(line) for line in lines]

    def render(self) -> bytes:
        face = _Face("".join(self.lines))
        size, lines = _fitted(face, self.lines, self.box.width - 2 * MARGIN, self.box.height - 2 * MARGIN)
        self.set_resource(ResourceType.FONT, pdf_name("/F"), face.embed(self._ensure_writer))
        top = self.box.height - MARGIN - size
        shown = [f"<{face.glyphs(line)}> Tj T*" for line in lines]
        start = f"q 0 g BT /F {size:g} Tf {size * LEADING:g} TL {MARGIN:g} {top:g} Td"
        return " ".join([start, *shown, "ET Q"]).encode("ascii")


def _fitted(face: "_Face", lines: Sequence[str], width: float, height: float) -> tuple[float, list[str]]:
    """Return the largest size at which the wrapped lines fit, and these; at the smallest, what fits of them."""
    size = LARGEST
    while True:
        wrapped = [part for line in lines for part in _wrapped(face, line, width / size)]
        if len(wrapped) * size * LEADING <= height:
            return size, wrapped
        if size <= SMALLEST:
            return size, wrapped[: max(1, int(height / (size * LEADING)))]
        size -= 0.5


def _wrapped(face: "_Face", line: str, width: float) -> list[str]:
    """Break a line between its words; `width` in ems."""
    parts = [""]
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}".strip()
        if face.width(longer) <= width or not parts[-1]:
            parts[-1] = longer
        else:
            parts.append(word)
    return parts


class _Face:
    """A face cut down to the signs of a text; glyphs keep their numbers."""

    def __init__(self, signs: str) -> None:
        self.font = TTFont(FOLDER / _choose(signs), recalcTimestamp=False)
        whole = self.font.getBestCmap()
        self.cmap = {code: whole[code] for code in map(ord, sorted({*signs, *_ALWAYS})) if code in whole}
        self.scale = _EM / self.font["head"].unitsPerEm
        self.name = f"{_tag(signs)}+{self.font['name'].getDebugName(6)}"
        _cut(self.font, set(self.cmap.values()))

    def number(self, sign: str) -> int:
        name = self.cmap.get(ord(sign)) or self.cmap[ord("?")]
        return int(self.font.getGlyphID(name))

    def glyphs(self, line: str) -> str:
        return "".join(f"{self.number(sign):04X}" for sign in line)

    def width(self, line: str) -> float:
        """Return the width of a line, in ems."""
        names = (self.cmap.get(ord(sign)) or self.cmap[ord("?")] for sign in line)
        units: int = sum(self.font["hmtx"][name][0] for name in names)
        return units * float(self.scale) / _EM

    def embed(self, writer: BasePdfFileWriter) -> Any:
        """Write the face into the file and return its reference."""
        data = io.BytesIO()
        self.font.save(data)
        content = data.getvalue()
        file = generic.StreamObject({pdf_name("/Length1"): generic.NumberObject(len(content))}, stream_data=content)
        file.compress()
        name = pdf_name(f"/{self.name}")
        descendant = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/CIDFontType2"),
                pdf_name("/BaseFont"): name,
                pdf_name("/CIDSystemInfo"): generic.DictionaryObject(
                    {
                        pdf_name("/Registry"): generic.TextStringObject("Adobe"),
                        pdf_name("/Ordering"): generic.TextStringObject("Identity"),
                        pdf_name("/Supplement"): generic.NumberObject(0),
                    }
                ),
                pdf_name("/FontDescriptor"): writer.add_object(self._descriptor(name, writer.add_object(file))),
                pdf_name("/CIDToGIDMap"): pdf_name("/Identity"),
                pdf_name("/W"): generic.ArrayObject(self._widths()),
            }
        )
        return writer.add_object(
            generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/Font"),
                    pdf_name("/Subtype"): pdf_name("/Type0"),
                    pdf_name("/BaseFont"): name,
                    pdf_name("/Encoding"): pdf_name("/Identity-H"),
                    pdf_name("/DescendantFonts"): generic.ArrayObject([writer.add_object(descendant)]),
                    pdf_name("/ToUnicode"): writer.add_object(self._to_unicode()),
                }
            )
        )

    def _descriptor(self, name: Any, file: Any) -> Any:
        head, line = self.font["head"], self.font["hhea"]
        box = [head.xMin, head.yMin, head.xMax, head.yMax]
        return generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/FontDescriptor"),
                pdf_name("/FontName"): name,
                pdf_name("/Flags"): generic.NumberObject(_SYMBOLIC),
                pdf_name("/FontBBox"): generic.ArrayObject([self._units(each) for each in box]),
                pdf_name("/ItalicAngle"): generic.NumberObject(0),
                pdf_name("/Ascent"): self._units(line.ascent),
                pdf_name("/Descent"): self._units(line.descent),
                pdf_name("/CapHeight"): self._units(line.ascent),
                pdf_name("/StemV"): generic.NumberObject(80),
                pdf_name("/FontFile2"): file,
            }
        )

    def _units(self, value: float) -> Any:
        return generic.NumberObject(round(value * self.scale))

    def _widths(self) -> list[Any]:
        """Return the number and the width of each glyph that is drawn (ISO 32000-1, 9.7.4.3)."""
        drawn = sorted({".notdef", *self.cmap.values()}, key=self.font.getGlyphID)
        return [
            part
            for name in drawn
            for part in (
                generic.NumberObject(self.font.getGlyphID(name)),
                generic.ArrayObject([self._units(self.font["hmtx"][name][0])]),
            )
        ]

    def _to_unicode(self) -> Any:
        pairs = {int(self.font.getGlyphID(name)): code for code, name in sorted(self.cmap.items(), reverse=True)}
        lines = [
            f"<{glyph:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for glyph, code in sorted(pairs.items())
        ]
        parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]  # a map takes a hundred lines at a time
        blocks = [f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts]
        stream = generic.StreamObject(stream_data=("\n".join([_CMAP_HEAD, *blocks, _CMAP_END])).encode("ascii"))
        stream.compress()
        return stream


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_END = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _choose(signs: str) -> str:
    """Return the first face that has every sign, else the one that has most."""
    wanted = {ord(sign) for sign in signs}
    lacking = {}
    for name in FACES:
        with TTFont(FOLDER / name, lazy=True) as font:
            lacking[name] = len(wanted - font.getBestCmap().keys())
    return min(FACES, key=lambda name: lacking[name])


def _cut(font: Any, drawn: set[str]) -> None:
    """Leave in a face the outlines of these glyphs alone; fontTools' own cutter takes a third of a second to load."""
    outlines, kept, waiting = font["glyf"], {".notdef"}, sorted({".notdef", *drawn})
    while waiting:
        glyph = outlines[waiting.pop()]
        parts = set(glyph.getComponentNames(outlines)) - kept if glyph.isComposite() else set()
        waiting += parts
        kept |= parts
        glyph.removeHinting()
    for name in set(font.getGlyphOrder()) - kept - drawn:
        outlines[name] = Glyph()
    for table in set(font.keys()) - _DRAWING - {"GlyphOrder"}:
        del font[table]


def _tag(signs: str) -> str:
    """Name the subset by six capitals, as ISO 32000-1 (9.6.4) wants."""
    digest = sha256("".join(sorted(set(signs))).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
