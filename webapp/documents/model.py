"""The documents of a file: what was handed over, in which versions, who may read them. Subjects are opaque here."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen


class DocumentKind(StrEnum):
    """What a file is by its content, whatever its name says."""

    PDF = auto()
    DOCX = auto()
    XLSX = auto()
    PPTX = auto()
    ODT = auto()
    ODS = auto()
    ODP = auto()
    DOC = auto()
    XLS = auto()
    PPT = auto()
    JPEG = auto()
    PNG = auto()
    TIFF = auto()

    @property
    def media_type(self) -> str:
        return _FORMS[self][0]

    @property
    def ending(self) -> str:
        return _FORMS[self][1]

    @property
    def shown_in_a_page(self) -> bool:
        """Whether a browser shows it without running anything that it holds."""
        return self in {DocumentKind.PDF, DocumentKind.JPEG, DocumentKind.PNG}


_FORMS = {
    DocumentKind.PDF: ("application/pdf", "pdf"),
    DocumentKind.DOCX: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    DocumentKind.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    DocumentKind.PPTX: ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    DocumentKind.ODT: ("application/vnd.oasis.opendocument.text", "odt"),
    DocumentKind.ODS: ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    DocumentKind.ODP: ("application/vnd.oasis.opendocument.presentation", "odp"),
    DocumentKind.DOC: ("application/msword", "doc"),
    DocumentKind.XLS: ("application/vnd.ms-excel", "xls"),
    DocumentKind.PPT: ("application/vnd.ms-powerpoint", "ppt"),
    DocumentKind.JPEG: ("image/jpeg", "jpg"),
    DocumentKind.PNG: ("image/png", "png"),
    DocumentKind.TIFF: ("image/tiff", "tif"),
}


class Nature(StrEnum):
    """What a document is for the committee."""

    REPORT = auto()
    DRAFT_ORDER = auto()
    SUMMARY = auto()
    PLAN = auto()
    OTHER = auto()


class Access(StrEnum):
    """Who may read a document beyond the committee (LAW PUB-2)."""

    INTERNAL = auto()
    APPLICANT = auto()
    COMMUNICABLE = auto()
    PUBLISHED = auto()


class Secret(StrEnum):
    """What the law keeps from the public (CRPA L311-5, L311-6)."""

    DEFENCE = auto()
    PUBLIC_SAFETY = auto()
    MANUFACTURING = auto()
    BUSINESS = auto()


class DocumentRefusal(Reason):
    """Why a file is not taken, or an act on a document not done."""

    UNKNOWN_DOCUMENT = auto()
    OF_A_REHEARSAL = auto()
    WITHDRAWN = auto()
    SAME_FILE = auto()
    VERSION_CHANGED = auto()
    TITLE_MISSING = auto()
    TOO_LONG = auto()
    REASON_MISSING = auto()
    SECRET_KEPT = auto()
    PUBLICATION_NOT_OFFERED = auto()
    TOO_LARGE = auto()
    EMPTY = auto()
    FORMAT_REFUSED = auto()
    WEB_PAGE = auto()
    WRONG_ENDING = auto()
    BROKEN = auto()
    TWO_FILES_IN_ONE = auto()
    ZIP_BOMB = auto()
    ENCRYPTED = auto()
    MACROS = auto()
    ACTIVE_PDF = auto()
    FILES_INSIDE = auto()
    FILE_LOST = auto()


@frozen
class Version:
    """A file as it was handed over; its SHA-256 says which one it was."""

    number: int
    sha256: str
    size: int
    kind: DocumentKind
    name: str
    added_by: int | None
    added_at: datetime


@frozen
class Ruling:
    """A decision on who may read one version; a `secret` is named with its reason (CSP L1416-1)."""

    version: int
    access: Access
    secret: Secret | None
    reason: str
    ruled_by: int | None
    ruled_at: datetime


@frozen
class PageNote:
    """What somebody wrote for themselves beside a page of a version."""

    document_id: int
    version: int
    page: int
    body: str


@frozen
class Document:
    """A document with every version of it, oldest first; `ruling` is the last decision on the current one."""

    id: int
    scope: str
    subject: str
    position: int
    title: str
    nature: Nature
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    versions: tuple[Version, ...]
    ruling: Ruling | None

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def current(self) -> Version:
        return self.versions[-1]

    @property
    def access(self) -> Access:
        """Who may read its current version; a new one is internal until somebody decides."""
        return self.ruling.access if self.ruling else Access.INTERNAL

    @property
    def public(self) -> bool:
        """Whether everybody may read its current version."""
        return self.access is Access.PUBLISHED and not self.withdrawn

    def version(self, number: int) -> Version | None:
        return next((each for each in self.versions if each.number == number), None)
