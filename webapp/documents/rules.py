"""The rules of documents: what is written of them, which secret keeps them in. Values in, refusal or value out."""

import re
import unicodedata
from pathlib import PurePath

from webapp.documents.model import Access, Document, DocumentKind, DocumentRefusal, Secret
from webapp.kernel.errors import Refusal

LONGEST_TITLE = 200
LONGEST_REASON = 2000
LONGEST_NAME = 80

_UNSAFE = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
# National defence and public safety are kept from everybody; the two others belong to the applicant (CRPA L311-6).
_KEPT_FROM_ALL = frozenset({Secret.DEFENCE, Secret.PUBLIC_SAFETY})


def safe_name(name: str) -> str:
    """Return a name that every system can write: no folder, no control sign, nothing reserved, at most 80 signs."""
    plain = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    plain = " ".join(_UNSAFE.sub(" ", plain).split()).strip(". ")[:LONGEST_NAME].rstrip(". ")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain or "piece"


def file_name(name: str, kind: DocumentKind) -> str:
    """Return a file's own name made safe, with the ending of what it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = PurePath(last).stem if PurePath(last).suffix else last
    return f"{safe_name(stem)}.{kind.ending}"


def check_title(title: str) -> str:
    """Return a title on one line, or refuse."""
    said = " ".join(title.split())
    if not said:
        raise Refusal(DocumentRefusal.TITLE_MISSING)
    if len(said) > LONGEST_TITLE:
        raise Refusal(DocumentRefusal.TOO_LONG, most=LONGEST_TITLE)
    return said


def check_reason(reason: str) -> str:
    """Return a reason, which may be empty, or refuse one that no page can show."""
    if len(reason) > LONGEST_REASON:
        raise Refusal(DocumentRefusal.TOO_LONG, most=LONGEST_REASON)
    return reason.strip()


def check_standing(document: Document) -> None:
    """Refuse to change a document that was withdrawn: it stays as it was."""
    if document.withdrawn:
        raise Refusal(DocumentRefusal.WITHDRAWN, title=document.title)


def check_ruling(access: Access, secret: Secret | None, reason: str, *, may_publish: bool) -> None:
    """Refuse what the filter forbids: a secret is kept, and says why (CSP L1416-1; CRPA L311-5, L311-6; LAW CNV-9)."""
    if access is Access.PUBLISHED and not may_publish:
        raise Refusal(DocumentRefusal.PUBLICATION_NOT_OFFERED)
    if secret is None:
        return
    if access in {Access.PUBLISHED, Access.COMMUNICABLE} or (access is Access.APPLICANT and secret in _KEPT_FROM_ALL):
        raise Refusal(DocumentRefusal.SECRET_KEPT)
    if not reason:
        raise Refusal(DocumentRefusal.REASON_MISSING)
