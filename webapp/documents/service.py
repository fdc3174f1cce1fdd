"""What happens to documents: received outside any lock, then written in the unit of the floor above, which journals."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO

from webapp.audit.model import By
from webapp.documents import rules, store
from webapp.documents.inspection import inspect
from webapp.documents.model import (
    Access,
    Document,
    DocumentKind,
    DocumentRefusal,
    Nature,
    PageNote,
    Ruling,
    Secret,
    Version,
)
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.storage import files
from webapp.storage.database import Database, unit_of_work

ENDING = "bin"  # on the disk a document is its hash: what it is stands in its row
CHUNK = 1024 * 1024
MEGABYTE = 1024 * 1024
LONGEST_NOTE = 10_000
LEFT_FOR = timedelta(hours=1)  # far longer than a file takes to be copied and looked at
_OURS = re.compile(rf"\.[0-9a-f]{{32}}|[0-9a-f]{{64}}\.{ENDING}")  # a draft, a file in its place


@frozen
class Incoming:
    """A file received and inspected, which has not its place yet."""

    draft: files.Draft
    kind: DocumentKind
    name: str
    size: int


@contextmanager
def receiving(shelf: Path, stream: IO[bytes], *, name: str, megabytes: int) -> Iterator[Incoming]:
    """Receive a file piece by piece and look at what it is; unless it is added to something, nothing of it stays."""
    with files.drafted_from(shelf, _pieces(stream, megabytes), ENDING) as draft:
        size = draft.file.stat().st_size
        if not size:
            raise Refusal(DocumentRefusal.EMPTY)
        kind = inspect(draft.file, name)
        yield Incoming(draft=draft, kind=kind, name=rules.file_name(name, kind), size=size)


def _pieces(stream: IO[bytes], megabytes: int) -> Iterator[bytes]:
    received = 0
    while piece := stream.read(CHUNK):
        received += len(piece)
        if received > megabytes * MEGABYTE:
            raise Refusal(DocumentRefusal.TOO_LARGE, most=megabytes)
        yield piece


def sweep(db: Database, shelf: Path, *, now: datetime) -> int:
    """Remove what receptions cut short left: drafts, and files that no version names; return how many.

    Under the lock, under which a file takes its place with its row: no file is swept between the two.
    """
    if not shelf.is_dir():
        return 0
    old = (now - LEFT_FOR).timestamp()
    with unit_of_work(db):
        named = store.hashes(db)
        left = [each for each in shelf.iterdir() if _OURS.fullmatch(each.name) and each.stem not in named]
        left = [each for each in left if each.stat().st_mtime < old]
        for each in left:
            each.unlink()
    return len(left)


def file_of(shelf: Path, version: Version) -> Path:
    """Return where a version is kept; FileDamagedError when it is not the file that was handed over."""
    file = shelf / f"{version.sha256}.{ENDING}"
    if file.stat().st_size != version.size:
        raise files.FileDamagedError(file.name)
    return file


def add(
    db: Database, scope: str, subject: str, incoming: Incoming, *, title: str, nature: Nature, by: By, at: datetime
) -> int:
    """Add a document at the end of its subject's list; return its number."""
    number = store.add(db, scope, subject, title=rules.check_title(title), nature=nature)
    _add_version(db, number, 1, incoming, by=by, at=at)
    return number


def replace(db: Database, scope: str, document_id: int, incoming: Incoming, *, by: By, at: datetime) -> Document:
    """Add a version, which becomes the current one; return the document as it was before."""
    document = _standing(db, scope, document_id)
    if incoming.draft.sha256 == document.current.sha256:
        raise Refusal(DocumentRefusal.SAME_FILE)
    _add_version(db, document_id, document.current.number + 1, incoming, by=by, at=at)
    return document


def _add_version(db: Database, document_id: int, number: int, incoming: Incoming, *, by: By, at: datetime) -> None:
    version = Version(
        number=number,
        sha256=incoming.draft.sha256,
        size=incoming.size,
        kind=incoming.kind,
        name=incoming.name,
        added_by=by.person_id,
        added_at=at,
    )
    store.add_version(db, document_id, version)
    incoming.draft.settle()


def carry(db: Database, source: tuple[str, str], target: tuple[str, str]) -> list[Document]:
    """Give another (scope, subject) the documents of one that stand, every version with its hash, author and day.

    The files are the same, named by their hashes. Decisions on access are of one scope, and notes of one reader: neither
    follows. Return what was carried.
    """
    scope, subject = source
    found = [each for each in store.of_scope(db, scope) if each.subject == subject and not each.withdrawn]
    for document in found:
        number = store.add(db, *target, title=document.title, nature=document.nature)
        for version in document.versions:
            store.add_version(db, number, version)
    return found


def describe(db: Database, scope: str, document_id: int, *, title: str, nature: Nature) -> Document:
    """Give a document another title or nature; return it as it was before."""
    document = _standing(db, scope, document_id)
    store.describe(db, document_id, title=rules.check_title(title), nature=nature)
    return document


def move(db: Database, scope: str, document_id: int, position: int) -> Document:
    """Put a document at a place among those of its subject, 1 being the first; return it."""
    moved = known(db, scope, document_id)
    others = [each for each in store.of_scope(db, scope) if each.subject == moved.subject and each.id != moved.id]
    others.insert(max(0, min(position - 1, len(others))), moved)
    for place, each in enumerate(others, start=1):
        store.place(db, each.id, place)
    return moved


def withdraw(db: Database, scope: str, document_id: int, *, reason: str, at: datetime) -> Document:
    """Withdraw a document, with its reason: it stays in the file, marked."""
    document = _standing(db, scope, document_id)
    if not rules.check_reason(reason):
        raise Refusal(DocumentRefusal.REASON_MISSING)
    store.withdraw(db, document_id, rules.check_reason(reason), at)
    return document


def rule(
    db: Database,
    scope: str,
    document_id: int,
    version: int,
    access: Access,
    *,
    secret: Secret | None,
    reason: str,
    may_publish: bool,
    by: By,
    at: datetime,
) -> Document:
    """Decide who may read the version that was looked at; a newer one must be looked at first."""
    document = _standing(db, scope, document_id)
    if version != document.current.number:
        raise Refusal(DocumentRefusal.VERSION_CHANGED, title=document.title)
    said = rules.check_reason(reason)
    rules.check_ruling(access, secret, said, may_publish=may_publish)
    ruling = Ruling(
        version=document.current.number, access=access, secret=secret, reason=said, ruled_by=by.person_id, ruled_at=at
    )
    store.add_ruling(db, document_id, ruling)
    return document


def publish_page(db: Database, scope: str, *, by: By, at: datetime) -> None:
    """Let everybody read the page of a scope; published twice it stays published since the first time."""
    store.publish(db, scope, by=by.person_id, at=at)


def unpublish_page(db: Database, scope: str) -> None:
    """Take the page of a scope back."""
    store.unpublish(db, scope)


def save_note(
    db: Database, person_id: int, document_id: int, version: int, *, page: int, body: str, at: datetime
) -> None:
    """Keep one's own note beside a page. The journal says nothing of it: it is nobody else's."""
    body = body.replace("\r\n", "\n").strip()
    if len(body) > LONGEST_NOTE:
        raise Refusal(DocumentRefusal.TOO_LONG, most=LONGEST_NOTE)
    with unit_of_work(db):
        store.write_note(db, person_id, PageNote(document_id=document_id, version=version, page=page, body=body), at)


def known(db: Database, scope: str, document_id: int) -> Document:
    """Return a document of this scope, or refuse."""
    document = store.find(db, scope, document_id)
    if document is None:
        raise Refusal(DocumentRefusal.UNKNOWN_DOCUMENT)
    return document


def _standing(db: Database, scope: str, document_id: int) -> Document:
    document = known(db, scope, document_id)
    rules.check_standing(document)
    return document


def forget_notes(db: Database, scope: str) -> None:
    """Remove what anybody noted on the documents of a scope, inside the caller's unit of work."""
    store.forget_notes(db, scope)


def remove_files(db: Database, scope: str, shelf: Path, *, until: datetime, gone: Collection[str]) -> None:
    """Have the files of a scope removed once the caller's unit is durable; rows and hashes stay (LAW ARC-1).

    Those handed over by the hour `until`. `gone` are the scopes eliminated besides: a file that another scope holds,
    or that came again since, stays.
    """
    versions = [version for document in store.of_scope(db, scope) for version in document.versions]
    held = store.hashes_of_other_scopes(db, {scope, *gone}) | {
        each.sha256 for each in versions if each.added_at > until
    }
    for each in versions:
        if each.sha256 not in held:
            db.after_commit(partial((shelf / f"{each.sha256}.{ENDING}").unlink, missing_ok=True))
