"""What is handed over to the archives of a sitting, and what was eliminated of it (LAW ARC-1, ARC-2)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum, auto
from pathlib import Path
from typing import Any

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.registrations.model.retention import Category, RetentionRule

PARTS = (
    Category.MINUTES,
    Category.FILE,
    Category.PROOFS,
)  # what is exported and eliminated of a sitting, each by itself


class ArchiveRefusal(Reason):
    """Why a sitting is not exported, or nothing of it is eliminated."""

    UNKNOWN_MEETING = auto()
    OF_A_REHEARSAL = auto()
    NOT_CLOSED = auto()
    NOT_FINAL = auto()
    FILE_LOST = auto()
    KEY_MISSING = auto()
    UNKNOWN_PART = auto()
    GONE = auto()
    NOTHING_THERE = auto()
    NO_GROUND = auto()
    TERM_NOT_COME = auto()
    KEPT_FOR_EVER = auto()
    NOT_EXPORTED = auto()
    VISA_INCOMPLETE = auto()
    VISA_TOO_LONG = auto()
    VISA_IN_FUTURE = auto()
    CHANGED_MEANWHILE = auto()


class Opens(StrEnum):
    """From when anybody may read a piece (C. patr. L213-1, L213-2)."""

    AT_ONCE = auto()
    SECRECY = auto()
    PRIVACY = auto()

    def on(self, day: date) -> date:
        """Return from which day a piece of a sitting of this day is open to all."""
        year = day.year + _YEARS[self]
        try:
            return day.replace(year=year)
        except ValueError:  # 29 February
            return date(year, 3, 1)


_YEARS = {Opens.AT_ONCE: 0, Opens.SECRECY: 25, Opens.PRIVACY: 50}


@frozen
class Shelves:
    """Where files are kept: those of the house, and those of documents."""

    files: Path
    documents: Path


@frozen
class Piece:
    """A file of the export: on the disk, or made for it (`content`). `part` None: it describes the export itself."""

    path: str
    title: str
    media_type: str
    part: Category | None
    sha256: str
    size: int
    opens: Opens = Opens.AT_ONCE
    file: Path | None = None
    content: bytes = b""


@frozen
class Package:
    """A whole export: the same state of the sitting gives the same bytes. `at` is the hour that its entries bear."""

    name: str
    at: datetime
    pieces: tuple[Piece, ...]
    manifest: str

    @property
    def size(self) -> int:
        return sum(each.size for each in self.pieces)


@frozen
class Export:
    """An export that was made, by the SHA-256 of its manifest."""

    id: int
    manifest: str
    files: int
    bytes: int
    made_at: datetime
    made_by: int | None


@frozen
class Visa:
    """The visa of the archives' administration; `express`: it names what its rule keeps for ever."""

    number: str
    on: date
    authority: str
    express: bool = False


@frozen
class Going:
    """One thing that an elimination removes: what it is, its name, its SHA-256 where it is a file."""

    what: str
    name: str
    sha256: str = ""


@frozen
class Elimination:
    """A certificate: what went of a sitting, under which rule or visa; it names no text and no content."""

    id: int
    meeting_id: int
    part: Category
    rule: RetentionRule | None
    visa: Visa | None
    listing: tuple[Going, ...]
    sha256: str
    at: datetime
    by: int | None


@frozen
class Ground:
    """What an elimination may stand on: the rule in force, its term for this sitting, whether that has come."""

    rule: RetentionRule | None
    term: date | None
    come: bool


@frozen
class Standing:
    """A part of a sitting as it stands: what is there, under which rule, or the certificate of its elimination."""

    part: Category
    going: tuple[Going, ...]
    ground: Ground
    gone: Elimination | None


Facts = Mapping[str, Any]
