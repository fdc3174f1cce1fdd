"""Make sure that every sign of a page can be drawn: a PDF/A file may not show a glyph that its fonts lack."""

import re
from xml.etree.ElementTree import Element

from webapp.pdf import fonts

# Controls, marks of direction and of byte order, and what only changes the look of the sign before it.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200c-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e01ef]"
)
_PRIVATE = range(0xE000, 0xF900)  # signs without a meaning of their own: ISO 19005-3, 6.2.11.7.3
_BLANKS = frozenset("\t\n\r ")
# What a line never ends on: a civility before its name, a code before its article.
_TIED = re.compile(r"\b(M\.|Mme|Dr|CRPA|CSP|CGFP|articles?|n°) (?=[A-ZÀ-Ý\d])")


def clean(text: str) -> str:
    """Drop invisible signs, and write those that no face of ours can draw by their number: [U+1F600]. Nothing is lost."""
    text = _INVISIBLE.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    missing = {ord(sign): f"[U+{ord(sign):04X}]" for sign in set(text) if not _drawable(sign)}
    return text.translate(missing) if missing else text


def tied(text: str) -> str:
    """Keep « M. Exemple » and « CRPA R133-10 » on one line."""
    return _TIED.sub("\\1\u00a0", text)


def quoted(text: str) -> str:
    """Write a text as a string of a style sheet, `clean` like the others."""
    escaped = "".join(rf"\{ord(sign):x} " if sign in '"\\\n' else sign for sign in clean(text))
    return f'"{escaped}"'


def clean_tree(root: Element) -> None:
    """Apply `clean` to every text of an HTML tree, and tie what no line may part, in place; styles are left alone."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.text and element.tag not in {"style", "script"}:
            element.text = tied(clean(element.text))
        if element.tail:
            element.tail = tied(clean(element.tail))
        for name, value in element.attrib.items():
            element.attrib[name] = _INVISIBLE.sub("", value)


def _drawable(sign: str) -> bool:
    return sign in _BLANKS or (ord(sign) in fonts.coverage() and ord(sign) not in _PRIVATE)
