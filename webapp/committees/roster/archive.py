"""Opening a workbook that a stranger sent: bounded in entries, in size once unpacked, and in what its XML may declare."""

import io
import zipfile
import zlib
from enum import Enum, auto
from typing import Final

from webapp.committees.roster.model import RosterRefusal
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.storage.archives import ArchiveError, Bounds, Fault, check_directory, read_entry

MAX_ENTRIES: Final = 500
MAX_UNPACKED: Final = 20_000_000
_REFUSALS: Final = {
    Fault.BOMB: RosterRefusal.ZIP_BOMB,
    Fault.ENCRYPTED: RosterRefusal.ENCRYPTED,
    Fault.BROKEN: RosterRefusal.BROKEN,
}

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_ODS_TYPES: Final = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
_OTHER_KINDS: Final = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ",
)  # fmt: skip


class Kind(Enum):
    """What the first bytes of a file say that it is."""

    TEXT = auto()
    ARCHIVE = auto()


@frozen(kw_only=False)
class Package:
    """The XML parts of a workbook, by name, each within bounds; `is_ods` tells OpenDocument from Office Open XML."""

    parts: dict[str, bytes]
    is_ods: bool

    def repack(self) -> bytes:
        """Return a plain archive of these parts only, so that what is read is what was checked."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name), content)
        return buffer.getvalue()


def sniff(content: bytes, filename: str) -> Kind:
    """Tell text from archive by the first bytes, never by the name; refuse everything else."""
    if not content.strip(b"\x00\t\r\n ") or content in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        raise Refusal(RosterRefusal.EMPTY_FILE)
    if content.startswith(_ZIP):
        return Kind.ARCHIVE
    if content.startswith(_EMPTY_ZIP):
        raise Refusal(RosterRefusal.BROKEN, filename=filename)
    if content.startswith(_COMPOUND):
        encrypted = _ENCRYPTED_PACKAGE in content
        raise Refusal(RosterRefusal.ENCRYPTED if encrypted else RosterRefusal.OLD_WORKBOOK, filename=filename)
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_OTHER_KINDS) or start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")):
        raise Refusal(RosterRefusal.NOT_A_SPREADSHEET, filename=filename)
    return Kind.TEXT


def unpack(content: bytes, filename: str) -> Package:
    """Return the XML parts of a workbook; sizes are counted while unpacking, never believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            check_directory(entries, Bounds(MAX_ENTRIES, MAX_UNPACKED))
            _check_is_a_workbook({entry.filename for entry in entries}, filename)
            parts = _read_parts(archive, entries)
    except ArchiveError as error:
        raise Refusal(_REFUSALS[error.fault], filename=filename) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise Refusal(RosterRefusal.BROKEN, filename=filename) from None
    is_ods = "content.xml" in parts and "mimetype" in parts
    if is_ods:
        _check_is_a_readable_ods(parts, filename)
    return Package(parts, is_ods)


def _check_is_a_workbook(names: set[str], filename: str) -> None:
    if "xl/workbook.bin" in names:
        raise Refusal(RosterRefusal.OLD_WORKBOOK, filename=filename)
    if "xl/workbook.xml" not in names and not {"mimetype", "content.xml"} <= names:
        raise Refusal(RosterRefusal.NOT_A_SPREADSHEET, filename=filename)


def _check_is_a_readable_ods(parts: dict[str, bytes], filename: str) -> None:
    if parts["mimetype"].strip() not in _ODS_TYPES:
        raise Refusal(RosterRefusal.NOT_A_SPREADSHEET, filename=filename)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refusal(RosterRefusal.ENCRYPTED, filename=filename)


def _read_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MAX_UNPACKED
    for entry in entries:
        if entry.filename != "mimetype" and not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        part = read_entry(archive, entry, room)
        room -= len(part)
        parts[entry.filename] = part
    return parts
