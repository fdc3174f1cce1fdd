"""The pieces of an export, part by part; each file is named by the SHA-256 under which it was kept."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePath

from webapp.archives import document
from webapp.archives.model import ArchiveRefusal, Opens, Piece, Shelves
from webapp.committees import queries as committees
from webapp.documents import queries as documents
from webapp.documents import service as documents_service
from webapp.documents.model import Document, Secret, Version
from webapp.documents.rules import safe_name
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Sitting, exports
from webapp.meetings.rules.papers import TYPES
from webapp.meetings.service.scans import FOLDER as PAPERS
from webapp.minutes import document as minutes_document
from webapp.minutes import queries as minutes
from webapp.minutes.model import File, FileKind, Signing, fingerprint
from webapp.minutes.service.rendering import FOLDER as MINUTES
from webapp.outbox import queries as outbox
from webapp.registrations.model.retention import Category
from webapp.storage.database import Database
from webapp.storage.files import FileDamagedError
from webapp.wording import archives as words

PDF = "application/pdf"
_OPENS = {
    Secret.DEFENCE: Opens.PRIVACY,
    Secret.PUBLIC_SAFETY: Opens.PRIVACY,
    Secret.MANUFACTURING: Opens.SECRECY,
    Secret.BUSINESS: Opens.SECRECY,
}


def minutes_pieces(db: Database, sitting: Sitting, shelves: Shelves, current: Signing) -> Iterator[Piece]:
    """Yield the minutes as they stand, signatures included, every version rectified since, and what was issued."""
    meeting, code = sitting.meeting, sitting.committee.code
    folder = shelves.files / MINUTES
    files = minutes.files(db, meeting.id)
    name = minutes_document.name_of(FileKind.MINUTES, code, meeting.day)
    rectified = minutes.earlier_versions(db, meeting.id)
    for each in rectified:
        kept = next((file for file in files if file.id == each.file_id), None)
        title = f"{words.RECTIFIED_VERSION} {each.number}"
        stem = f"{words.FOLDERS['minutes']}/{name.removesuffix('.pdf')}-version-{each.number}"
        yield _kept(folder / f"{each.sha256}.pdf", f"{stem}.pdf", title, PDF)
        if kept is not None:
            yield from _besides(folder, kept, minutes.version_of(db, meeting.id, facts=kept.facts or ""), stem, title)
    if current.file is not None and current.sha256 is not None:
        stem = f"{words.FOLDERS['minutes']}/{name.removesuffix('.pdf')}"
        yield _kept(folder / f"{current.sha256}.pdf", f"{stem}.pdf", words.MINUTES, PDF)
        yield from _besides(folder, current.file, current, stem, words.MINUTES)
    yield from _issued(sitting, folder, files)


def _besides(folder: Path, file: File, signing: Signing, stem: str, title: str) -> Iterator[Piece]:
    """Yield what goes with a version: its page for the screen, its facts, the scan of what was signed by hand."""
    if file.twin is not None:
        yield _kept(folder / f"{file.twin}.html", f"{stem}.html", f"{title}, {words.TWIN}", "text/html")
    if file.facts is not None:
        place = f"{words.FOLDERS['facts']}/{stem.rpartition('/')[2]}.json"
        yield _kept(folder / f"{file.facts}.json", place, f"{title}, {words.FACTS}", "application/json")
    scan = signing.by_hand
    if scan is not None:
        place = f"{stem}-{words.SCAN_FILE}.{scan.ending}"
        yield _kept(folder / f"{scan.sha256}.{scan.ending}", place, f"{title}, {words.SCAN}", TYPES[scan.ending])


def _issued(sitting: Sitting, folder: Path, files: Iterable[File]) -> Iterator[Piece]:
    """Yield the last file of each other kind: extracts, opinions, the named record, the finding of no quorum."""
    latest: dict[tuple[FileKind, int | None], File] = {}
    for each in files:
        if each.kind is not FileKind.MINUTES and each.sha256 is not None:
            latest.setdefault((each.kind, each.item_id), each)
    for (kind, item_id), each in sorted(latest.items(), key=lambda one: (one[0][0], one[0][1] or 0)):
        item = None if item_id is None else sitting.item_of(item_id)
        label = "" if item is None else item.label
        name = minutes_document.name_of(kind, sitting.committee.code, sitting.meeting.day, label)
        title = f"{words.ISSUED.get(kind.value, words.MINUTES)} {label}".strip()
        opens = Opens.PRIVACY if kind is FileKind.ANNEX else Opens.AT_ONCE
        yield _kept(folder / f"{each.sha256}.pdf", f"{words.FOLDERS['minutes']}/{name}", title, PDF, opens=opens)


def table_pieces(current: Signing, shelves: Shelves) -> Iterator[Piece]:
    """Yield the votes and the presences as tables, from the facts that the final version carries."""
    if current.file is None or current.file.facts is None:
        return
    file = shelves.files / MINUTES / f"{current.file.facts}.json"
    try:
        facts = json.loads(file.read_bytes())
    except FileNotFoundError as fault:
        raise Refusal(ArchiveRefusal.FILE_LOST, name=file.name) from fault
    folder = words.FOLDERS["facts"]
    for name, title, table in (
        ("votes.csv", words.VOTES, document.votes_table(facts)),
        ("presences.csv", words.PRESENCES, document.presences_table(facts)),
    ):
        yield made(f"{folder}/{name}", title, "text/csv", table.encode(), part=Category.MINUTES)


def exchange_pieces(db: Database, sitting: Sitting) -> Iterator[Piece]:
    """Yield the exchange of a consultation in writing (ECR-12)."""
    if sitting.meeting.mode is not Mode.WRITTEN:
        return
    found = meetings.exchange(db, sitting)
    for ending, (media_type, write) in exports.FORMATS.items():
        path = f"{words.FOLDERS['exchange']}/echanges.{ending}"
        content = write(found).encode()
        yield made(path, words.EXCHANGE, media_type, content, part=Category.MINUTES, opens=Opens.PRIVACY)


def file_pieces(db: Database, sitting: Sitting, shelves: Shelves, *, after: datetime | None) -> Iterator[Piece]:
    """Yield every version of every document considered, in a folder for each item, in the order of the agenda.

    `after`: those that came since the others were eliminated.
    """
    by_subject = documents.by_subject(documents.of_scope(db, sitting.meeting.topic))
    known = {item.topic: item for item in sitting.items}
    for subject, found in sorted(by_subject.items(), key=lambda one: _place_of(known, one[0])):
        item = known.get(subject)
        folder = words.OTHER_DOCUMENTS if item is None else f"{item.position:02}. {safe_name(item.title)}"
        for place, each in enumerate(found, 1):
            for version in (one for one in each.versions if after is None or one.added_at > after):
                yield _document(f"{words.FOLDERS['file']}/{folder}", place, each, version, shelves)


def _place_of(known: Iterable[str], subject: str) -> int:
    places = list(known)
    return places.index(subject) if subject in places else len(places)


def _document(folder: str, place: int, document_: Document, version: Version, shelves: Shelves) -> Piece:
    last = version.number == document_.current.number
    older = "" if last else f" ({words.OLD_VERSION} {version.number})"
    title = f"{document_.title}{older}{words.WITHDRAWN if document_.withdrawn else ''}"
    secret = None if document_.ruling is None else document_.ruling.secret
    try:
        file = documents_service.file_of(shelves.documents, version)
    except (FileNotFoundError, FileDamagedError) as fault:
        raise Refusal(ArchiveRefusal.FILE_LOST, name=version.name) from fault
    return Piece(
        path=f"{folder}/{place:02}. {safe_name(document_.title)}{older}.{version.kind.ending}",
        title=title,
        media_type=version.kind.media_type,
        part=Category.FILE,
        sha256=version.sha256,
        size=version.size,
        opens=Opens.AT_ONCE if secret is None else _OPENS[secret],
        file=file,
    )


def proof_pieces(db: Database, sitting: Sitting, shelves: Shelves) -> Iterator[Piece]:
    """Yield the notices with their calendar files, who was written to, what proves each reception, the papers shown."""
    meeting, folder = sitting.meeting, words.FOLDERS["proofs"]
    notices = meetings.notices(db, meeting.id)
    for each in notices:
        title = f"{words.NOTICE} {each.version}"
        for kept, media_type in ((each.pdf, PDF), (each.calendar, "text/calendar")):
            if kept is not None:
                path = f"{folder}/convocation-version-{each.version}{PurePath(kept).suffix}"
                yield _kept(shelves.files / kept, path, title, media_type, part=Category.PROOFS)
    proofs = meetings.receptions(db, meeting.id)
    people = committees.people(db, {each.person_id for each in proofs})
    tables = (
        ("receptions.csv", words.RECEPTIONS, document.receptions_table(notices, proofs, people)),
        ("envois.csv", words.MESSAGES, document.messages_table(outbox.about(db, meeting.topic))),
    )
    for name, title, table in tables:
        path = f"{folder}/{name}"
        yield made(path, title, "text/csv", table.encode(), part=Category.PROOFS, opens=Opens.PRIVACY)
    papers = dict.fromkeys(each.paper for each in meetings.ledger(db, meeting.id) if each.paper is not None)
    for rank, paper in enumerate(papers, 1):
        ending = PurePath(paper).suffix
        path = f"{folder}/papier-{rank}{ending}"
        media_type = TYPES[ending.removeprefix(".")]
        yield _kept(
            shelves.files / PAPERS / paper, path, words.PAPER, media_type, part=Category.PROOFS, opens=Opens.PRIVACY
        )


def made(
    path: str,
    title: str,
    media_type: str,
    content: bytes,
    *,
    part: Category | None = None,
    opens: Opens = Opens.AT_ONCE,
) -> Piece:
    """Return a piece made for the export."""
    return Piece(
        path=path,
        title=title,
        media_type=media_type,
        part=part,
        sha256=fingerprint(content),
        size=len(content),
        opens=opens,
        content=content,
    )


def _kept(
    file: Path,
    path: str,
    title: str,
    media_type: str,
    *,
    part: Category = Category.MINUTES,
    opens: Opens = Opens.AT_ONCE,
) -> Piece:
    try:
        size = file.stat().st_size
    except FileNotFoundError as fault:
        raise Refusal(ArchiveRefusal.FILE_LOST, name=path) from fault
    return Piece(
        path=path,
        title=title,
        media_type=media_type,
        part=part,
        sha256=file.stem,
        size=size,
        opens=opens,
        file=file,
    )
