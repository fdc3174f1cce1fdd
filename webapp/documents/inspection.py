"""What a file is, by its content and structure, and whether it may be handed over: what the house does not know is refused.

Files are mapped, never loaded. Not seen: what a PDF keeps in compressed object streams, and Excel 4 macros of an old
workbook. That is why documents are also handed over with headers under which they run nothing.
"""

import mmap
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from webapp.documents import packages
from webapp.documents.model import DocumentKind, DocumentRefusal
from webapp.kernel.errors import Refusal

Content: TypeAlias = mmap.mmap | bytes

_ENDINGS: Final = {
    DocumentKind.JPEG: {"jpg", "jpeg", "jpe", "jfif"},
    DocumentKind.TIFF: {"tif", "tiff"},
}
_START: Final = 1024
_MARKUP: Final = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)


def inspect(file: Path, name: str) -> DocumentKind:
    """Return what a file is, or refuse it; `name` is the one it was sent under, which proves nothing."""
    if not file.stat().st_size:
        raise Refusal(DocumentRefusal.EMPTY)
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            kind = _kind(content, file)
        except packages.FoundError as found:
            raise Refusal(found.reason, name=name) from None
    ending = Path(name).suffix.removeprefix(".").lower()
    if ending and ending not in _ENDINGS.get(kind, {kind.ending}):
        raise Refusal(DocumentRefusal.WRONG_ENDING, name=name, ending=kind.ending)
    return kind


def _kind(content: mmap.mmap, file: Path) -> DocumentKind:
    if content[:4] == packages.ZIP:
        with file.open("rb") as stream:
            return packages.office(stream)
    if content[:8] == packages.COMPOUND:
        return packages.old_office(content)
    for magic, check in _CHECKS.items():
        if content[: len(magic)] == magic:
            kind = check(content)
            _check_is_one_file(content, file)
            return kind
    if content[:_START].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"<") or _MARKUP.search(content[:_START]):
        raise packages.FoundError(DocumentRefusal.WEB_PAGE)
    raise packages.FoundError(DocumentRefusal.FORMAT_REFUSED)


def _check_is_one_file(content: Content, file: Path) -> None:
    """Refuse a file that another program would open as an archive, or as a page."""
    if zipfile.is_zipfile(file) or _MARKUP.search(content[-_START:]):
        raise packages.FoundError(DocumentRefusal.TWO_FILES_IN_ONE)


def _name(word: str) -> bytes:
    """Return the pattern of a PDF name, any letter of which may be written #hh (ISO 32000-2, 7.3.5)."""
    return b"/" + b"".join(rb"(?:%c|#(?i:%02X))" % (ord(each), ord(each)) for each in word)


def _names(*words: str) -> re.Pattern[bytes]:
    return re.compile(b"(?:" + b"|".join(_name(each) for each in words) + rb")(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)")


_ENCRYPT: Final = _names("Encrypt")
_ACTIONS: Final = _names("JavaScript", "Launch", "RichMedia", "Rendition", "XFA")
_ATTACHED: Final = _names("EmbeddedFile", "EmbeddedFiles")
_PDF_START: Final = re.compile(rb"%PDF-[12]\.\d[\r\n \t]")


def _pdf(content: Content) -> DocumentKind:
    if not _PDF_START.match(content):
        raise packages.FoundError(DocumentRefusal.BROKEN)
    if _MARKUP.search(content[:_START].partition(b" obj")[0]):
        raise packages.FoundError(DocumentRefusal.TWO_FILES_IN_ONE)
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise packages.FoundError(DocumentRefusal.BROKEN)
    if len(content) - end > _START or content[end + 5 :].strip(b"\x00\t\n\f\r "):
        raise packages.FoundError(DocumentRefusal.TWO_FILES_IN_ONE)
    for pattern, reason in (
        (_ENCRYPT, DocumentRefusal.ENCRYPTED),
        (_ACTIONS, DocumentRefusal.ACTIVE_PDF),
        (_ATTACHED, DocumentRefusal.FILES_INSIDE),
    ):
        if pattern.search(content):
            raise packages.FoundError(reason)
    return DocumentKind.PDF


_JPEG: Final = b"\xff\xd8\xff"
# Inside the picture, FF is followed by 00 or by a restart (ITU T.81, B.1.1.2).
_JPEG_MARK: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_SCAN, _END = 0xDA, 0xD9


def _jpeg(content: Content) -> DocumentKind:
    """Walk from mark to mark; telephones put a second picture after the first, and nothing else may follow."""
    place = 0
    while content[place : place + 3] == _JPEG:
        place = _after_picture(content, place + 2)
    if content[place : place + _START].strip(b"\x00") or len(content) - place > _START:
        raise packages.FoundError(DocumentRefusal.TWO_FILES_IN_ONE)
    return DocumentKind.JPEG


def _after_picture(content: Content, place: int) -> int:
    scanned = False
    while mark := _JPEG_MARK.match(content, place):
        code, place = content[mark.end() - 1], mark.end()
        if code == _END and scanned:
            return place
        size = int.from_bytes(content[place : place + 2], "big")
        if size < 2:  # noqa: PLR2004 — a size counts its own two bytes
            break
        place += size
        if code == _SCAN:
            scanned = True
            found = _JPEG_MARK.search(content, place)
            place = found.start() if found else len(content)
    raise packages.FoundError(DocumentRefusal.BROKEN)


_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PART: Final = re.compile(rb"[A-Za-z]{4}")


def _png(content: Content) -> DocumentKind:
    place, seen = len(_PNG), set[bytes]()
    while part := _PART.match(content, place + 4):
        kind, size = part[0], int.from_bytes(content[place : place + 4], "big")
        if not seen and kind != b"IHDR":
            break
        seen.add(kind)
        place += 12 + size
        if kind == b"IEND":
            if place != len(content):
                reason = DocumentRefusal.TWO_FILES_IN_ONE if place < len(content) else DocumentRefusal.BROKEN
                raise packages.FoundError(reason)
            if b"IDAT" in seen:
                return DocumentKind.PNG
            break
    raise packages.FoundError(DocumentRefusal.BROKEN)


_MOST_PAGES: Final = 5000


def _tiff(content: Content) -> DocumentKind:
    """Follow the chain of directories: each inside the file, none visited twice."""
    order = "little" if content[:2] == b"II" else "big"

    def number(place: int, size: int) -> int:
        return int.from_bytes(content[place : place + size], order)  # type: ignore[arg-type]  # one of two words

    place, seen = number(4, 4), set[int]()
    while place:
        entries = number(place, 2)
        after = place + 2 + 12 * entries
        if place in seen or not entries or after + 4 > len(content) or len(seen) >= _MOST_PAGES:
            raise packages.FoundError(DocumentRefusal.BROKEN)
        seen.add(place)
        place = number(after, 4)
    if not seen:
        raise packages.FoundError(DocumentRefusal.BROKEN)
    return DocumentKind.TIFF


_CHECKS: Final[dict[bytes, Callable[[Content], DocumentKind]]] = {
    b"%PDF-": _pdf,
    _JPEG: _jpeg,
    _PNG: _png,
    b"II*\x00": _tiff,
    b"MM\x00*": _tiff,
}
