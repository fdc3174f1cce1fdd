"""Taking documents and handing them over: one with headers that let it do nothing, or all of them in one archive."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Response, send_file
from werkzeug.datastructures import FileStorage

from webapp.committees.model import CommitteeSettings
from webapp.documents.model import Document, DocumentRefusal, Version
from webapp.documents.rules import safe_name
from webapp.documents.service import Incoming, file_of, receiving
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.rules import dossier as rules
from webapp.meetings.rules.notice import term_of
from webapp.meetings.sitting import Item, Meeting
from webapp.storage.files import FileDamagedError
from webapp.web.kit import acts, archives
from webapp.web.kit.archives import Piece
from webapp.web.kit.database import db, settings
from webapp.wording import documents as words

# What a document holds runs nothing and fetches nothing, even opened in a tab of its own.
POLICY = "sandbox; default-src 'none'"
INVENTORY = "inventaire.txt"


@contextmanager
def received(sent: FileStorage) -> Iterator[tuple[Incoming, str | None]]:
    """Receive the file of a form, with a key that the same form bearing another file does not have."""
    with receiving(
        settings().documents, sent.stream, name=sent.filename or "", megabytes=settings().document_megabytes
    ) as incoming:
        key = acts.key()
        yield incoming, key and hashlib.sha256(f"{key} {incoming.draft.sha256}".encode()).hexdigest()


def handed(version: Version, *, shown: bool) -> Response:
    """Hand over a version, whole or by parts; `shown`: in the page, for what a browser shows without running it."""
    answer = send_file(
        _file(version),
        mimetype=version.kind.media_type,
        as_attachment=not (shown and version.kind.shown_in_a_page),
        download_name=version.name,
        conditional=True,
        etag=version.sha256,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _file(version: Version) -> Path:
    """Return where a version is kept, or refuse with a sentence the one that the disk has lost."""
    try:
        return file_of(settings().documents, version)
    except (FileNotFoundError, FileDamagedError) as fault:
        raise Refusal(DocumentRefusal.FILE_LOST, name=version.name) from fault


@frozen
class Entry:
    """A file of the archive: the name it has there, and where it is."""

    name: str
    version: Version
    file: Path


def coming(meeting: Meeting, kept: CommitteeSettings) -> Callable[[Version], str]:
    """Return what says of a version that it came after the notice, or too late (LAW CNV-4)."""
    convened_at, term = meetings.convened_at(db(), meeting), term_of(kept)

    def said(version: Version) -> str:
        came = rules.coming(version.added_at, convened_at=convened_at, day=meeting.day, term=term)
        return words.coming(came, term.days)

    return said


def entries(listed: Iterable[tuple[Item, Iterable[Document]]]) -> list[Entry]:
    """Name the current version of each document that stands, in a folder per item, in the order of the agenda."""
    return [
        Entry(
            name=f"{item.position:02}. {safe_name(item.title)}/{place:02}. {safe_name(each.title)}.{each.current.kind.ending}",
            version=each.current,
            file=_file(each.current),
        )
        for item, documents in listed
        for place, each in enumerate((each for each in documents if not each.withdrawn), start=1)
    ]


def inventory(found: Iterable[Entry]) -> str:
    """List hashes and names, as `sha256sum -c` reads them."""
    return "".join(f"{each.version.sha256}  {each.name}\n" for each in found)


def archive(found: list[Entry], name: str) -> Response:
    """Hand over an archive of documents, with their inventory."""
    pieces = [Piece(name=each.name, at=each.version.added_at, file=each.file) for each in found]
    return archives.archive(pieces, name, texts={INVENTORY: inventory(found)})
