"""One export of a sitting for the archives, read piece by piece and journaled (LAW ARC-2)."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from webapp.archives import queries, store
from webapp.archives.model import ArchiveRefusal, Package, Piece, Shelves
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work

CHUNK = 1024 * 1024


def export(
    db: Database, meeting_id: int, *, shelves: Shelves, authority: str, key: str, by: By, now: datetime
) -> Package:
    """Return what is handed over, every file held against its hash first; the same form journals one export alone."""
    if not key:
        raise Refusal(ArchiveRefusal.KEY_MISSING)
    found = queries.package(db, meeting_id, shelves=shelves, authority=authority, now=now)
    for each in found.pieces:
        _hold(each)
    topic = f"meeting:{meeting_id}"
    with unit_of_work(db):
        at = audit.effective_instant(db, now, scope=topic)
        kept = store.add_export(
            db,
            meeting_id,
            manifest=found.manifest,
            files=len(found.pieces),
            size=found.size,
            key=f"{key}:{found.manifest}",
            at=at,
            by=by.person_id,
        )
        if kept:
            files, manifest = len(found.pieces), found.manifest
            audit.record(db, "archive.exported", topic, by=by, now=at, scope=topic, files=files, manifest=manifest)
    return found


def pieces_of(piece: Piece) -> Iterator[bytes]:
    """Read a piece as it leaves: no more than a part of one file is in memory."""
    if piece.file is None:
        yield piece.content
        return
    with piece.file.open("rb") as content:
        while part := content.read(CHUNK):
            yield part


def _hold(piece: Piece) -> None:
    """Refuse an export of which a file is gone or another: nothing leaves half."""
    if piece.file is None:
        return
    digest = hashlib.sha256()
    try:
        for part in pieces_of(piece):
            digest.update(part)
    except FileNotFoundError as fault:
        raise Refusal(ArchiveRefusal.FILE_LOST, name=piece.path) from fault
    if digest.hexdigest() != piece.sha256:
        raise Refusal(ArchiveRefusal.FILE_LOST, name=piece.path)


def write_folder(found: Package, out: Path) -> Path:
    """Write an export under a folder and return its own; refuse to write over another."""
    folder = out / found.name
    folder.mkdir(parents=True)
    for each in found.pieces:
        place = folder / each.path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as written:
            written.writelines(pieces_of(each))
    return folder
