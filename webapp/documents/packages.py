"""Files of office programs: archives of parts (Office Open XML, OpenDocument) and the compound files of before."""

import io
import mmap
import re
import struct
import zipfile
import zlib
from typing import BinaryIO, Final

from webapp.documents.model import DocumentKind, DocumentRefusal
from webapp.storage.archives import ArchiveError, Bounds, Fault, check_directory, read_entry

ZIP: Final = b"PK\x03\x04"
COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
BOUNDS: Final = Bounds(entries=5000, unpacked=400_000_000)
MAX_INSIDE: Final = 20_000_000
_MAX_PART: Final = 100_000_000

_FAULTS: Final = {
    Fault.BOMB: DocumentRefusal.ZIP_BOMB,
    Fault.ENCRYPTED: DocumentRefusal.ENCRYPTED,
    Fault.BROKEN: DocumentRefusal.BROKEN,
}
_MAIN_PARTS: Final = {
    b"wordprocessingml.document.main+xml": DocumentKind.DOCX,
    b"spreadsheetml.sheet.main+xml": DocumentKind.XLSX,
    b"presentationml.presentation.main+xml": DocumentKind.PPTX,
}
_OPEN_TYPES: Final = {each.media_type.encode(): each for each in (DocumentKind.ODT, DocumentKind.ODS, DocumentKind.ODP)}
_MACRO_ENTRIES: Final = re.compile(
    r"(?:^|/)(?:vbaproject|vbadata|basic/|scripts/|xl/macrosheets/|macrosheets/)", re.IGNORECASE
)


class FoundError(Exception):
    """Something for which a file is refused."""

    def __init__(self, reason: DocumentRefusal) -> None:
        super().__init__(reason.name)
        self.reason = reason


def office(stream: BinaryIO, *, inside: bool = False) -> DocumentKind:
    """Return what an archive of parts is; a chart's workbook may be inside, and nothing may be inside of that."""
    try:
        _check_has_no_more(stream)
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            check_directory(entries, BOUNDS)
            if not entries or min(entry.header_offset for entry in entries) != 0:
                raise FoundError(DocumentRefusal.TWO_FILES_IN_ONE)
            return _look_into(archive, entries, inside=inside)
    except ArchiveError as error:
        raise FoundError(_FAULTS[error.fault]) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, struct.error):
        raise FoundError(DocumentRefusal.BROKEN) from None


def _check_has_no_more(stream: BinaryIO) -> None:
    """Refuse a comment, or bytes before or after the archive: its directory ends where the file does."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 22))
    end = stream.read()
    if len(end) < 22 or not end.startswith(b"PK\x05\x06"):  # noqa: PLR2004 — the record without a comment
        whole = size < 22 or zipfile.is_zipfile(stream)  # noqa: PLR2004 — same
        raise FoundError(DocumentRefusal.TWO_FILES_IN_ONE if whole else DocumentRefusal.BROKEN)
    length, offset = struct.unpack("<II", end[12:20])
    if size - 22 - length - offset not in (0, 76):  # 76: the two records of ZIP64
        raise FoundError(DocumentRefusal.TWO_FILES_IN_ONE)


def _look_into(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, inside: bool) -> DocumentKind:
    if any(_MACRO_ENTRIES.search(entry.filename) for entry in entries):
        raise FoundError(DocumentRefusal.MACROS)
    named, room = {entry.filename: entry for entry in entries}, BOUNDS.unpacked
    kind = _kind(archive, named)
    for entry in entries:
        part = read_entry(archive, entry, min(room, _MAX_PART))
        room -= len(part)
        _check_part(part, inside=inside)
    return kind


def _kind(archive: zipfile.ZipFile, named: dict[str, zipfile.ZipInfo]) -> DocumentKind:
    if "[Content_Types].xml" in named:
        return _open_xml(read_entry(archive, named["[Content_Types].xml"], MAX_INSIDE))
    if "mimetype" in named and "content.xml" in named:
        manifest = named.get("META-INF/manifest.xml")
        if manifest and b"encryption-data" in read_entry(archive, manifest, MAX_INSIDE):
            raise FoundError(DocumentRefusal.ENCRYPTED)
        kind = _OPEN_TYPES.get(read_entry(archive, named["mimetype"], MAX_INSIDE).strip())
        if kind:
            return kind
    raise FoundError(DocumentRefusal.FORMAT_REFUSED)


def _open_xml(types: bytes) -> DocumentKind:
    if b"\x00" in types or b"<!" in types.replace(b"<!--", b""):
        raise FoundError(DocumentRefusal.BROKEN)
    if re.search(rb"macroenabled|vbaproject|ms-excel\.(?:intl)?macrosheet", types, re.IGNORECASE):
        raise FoundError(DocumentRefusal.MACROS)
    found = [kind for main, kind in _MAIN_PARTS.items() if main in types]
    if len(found) != 1:
        raise FoundError(DocumentRefusal.FORMAT_REFUSED)
    return found[0]


def _check_part(part: bytes, *, inside: bool) -> None:
    if part.startswith(ZIP):
        if inside or len(part) > MAX_INSIDE:
            raise FoundError(DocumentRefusal.FILES_INSIDE)
        office(io.BytesIO(part), inside=True)
    elif part.startswith(COMPOUND):
        _check_compound(part)
    elif part.startswith((b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"#!")):
        raise FoundError(DocumentRefusal.FILES_INSIDE)


def _wide(word: str) -> bytes:
    return word.encode("utf-16-le")


_OLD_KINDS: Final = {
    _wide("WordDocument\0"): DocumentKind.DOC,
    _wide("PowerPoint Document\0"): DocumentKind.PPT,
    _wide("Workbook\0"): DocumentKind.XLS,
    _wide("Book\0"): DocumentKind.XLS,
}
_OLD_MACROS: Final = re.compile(b"|".join(re.escape(_wide(each)) for each in ("_VBA_PROJECT", "Macros\0", "VBA\0")))
_LOCKED_SHEET: Final = re.compile(rb"\x09\x08\x10\x00.{16}\x2f\x00", re.DOTALL)
_WORD_HEAD: Final = b"\xec\xa5"
_SECTOR: Final = 512


def old_office(content: mmap.mmap | bytes) -> DocumentKind:
    """Return what a compound file is, by the names of its streams; macros and passwords are refused."""
    if len(content) < 3 * _SECTOR:
        raise FoundError(DocumentRefusal.BROKEN)
    _check_compound(content)
    kind = next((kind for name, kind in _OLD_KINDS.items() if content.find(name) >= 0), None)
    if kind is None:
        raise FoundError(DocumentRefusal.FORMAT_REFUSED)
    return kind


def _check_compound(content: mmap.mmap | bytes) -> None:
    locked = content[_SECTOR : _SECTOR + 2] == _WORD_HEAD and content[_SECTOR + 11] & 1
    if locked or content.find(_wide("EncryptedPackage")) >= 0 or _LOCKED_SHEET.search(content):
        raise FoundError(DocumentRefusal.ENCRYPTED)
    if _OLD_MACROS.search(content):
        raise FoundError(DocumentRefusal.MACROS)
    if content.find(_wide("Ole10Native")) >= 0:
        raise FoundError(DocumentRefusal.FILES_INSIDE)
