"""Opening the ZIP of a stranger within bounds: entries, sizes declared and real, ratio, passwords, names said twice."""

import zipfile
from enum import Enum, auto
from typing import Final

from webapp.kernel.models import frozen

# Deflate reaches 1,032; files as programs write them stay far below 200 once they weigh something.
MAX_RATIO: Final = 200
_RATIO_FROM: Final = 2_000_000
_CHUNK: Final = 65_536
_ENCRYPTED_FLAG: Final = 0x1


class Fault(Enum):
    """What is wrong with an archive."""

    BOMB = auto()
    ENCRYPTED = auto()
    BROKEN = auto()


class ArchiveError(Exception):
    """An archive that is not opened."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


@frozen(kw_only=False)
class Bounds:
    """How many entries, and how many bytes once unpacked."""

    entries: int
    unpacked: int


def check_directory(entries: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    """Refuse what the directory itself gives away, before anything is unpacked."""
    if len(entries) > bounds.entries or sum(entry.file_size for entry in entries) > bounds.unpacked:
        raise ArchiveError(Fault.BOMB)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise ArchiveError(Fault.ENCRYPTED)
    # Names that differ only by case, or do not differ, let two readers see two different files.
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise ArchiveError(Fault.BROKEN)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise ArchiveError(Fault.BROKEN)


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Return an entry, whose size is counted while unpacking, never believed."""
    pieces = bytearray()
    limit = min(room, max(_RATIO_FROM, entry.compress_size * MAX_RATIO))
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            pieces += piece
            if len(pieces) > limit:
                raise ArchiveError(Fault.BOMB)
    return bytes(pieces)
