"""A whole export of a sitting: its pieces, its journal, its manifest (LAW ARC-2; C. patr. R212-16)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from webapp.archives import checker, document, store
from webapp.archives.model import ArchiveRefusal, Elimination, Opens, Package, Piece, Shelves
from webapp.archives.queries.pieces import (
    exchange_pieces,
    file_pieces,
    made,
    minutes_pieces,
    proof_pieces,
    table_pieces,
)
from webapp.audit import queries as audit
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Meeting, MeetingState
from webapp.minutes import queries as minutes
from webapp.minutes.model import fingerprint
from webapp.registrations import queries as registrations
from webapp.registrations.model.retention import Category
from webapp.storage.database import Database
from webapp.wording import archives as words

OWN_ACTS = "archive."  # exports are of the house, not of the sitting: with them no two exports would be alike


def package(db: Database, meeting_id: int, *, shelves: Shelves, authority: str, now: datetime) -> Package:
    """Put together what is handed over of a closed sitting whose minutes are final; its files are read as they leave.

    What was eliminated since is left out, and the manifest says so.
    """
    with db.reading(snapshot=True):
        sitting = meetings.state(db, meeting_id, now=now)
        _check(db, sitting)
        rules = registrations.rules_adopted(db)
        gone = store.eliminations(db, meeting_id, rules)
        parts = _pieces(db, sitting, shelves, gone)
        acts = [each for each in audit.of_scope(db, sitting.meeting.topic) if not each.act.startswith(OWN_ACTS)]
        record = minutes.record(db, meeting_id)
    journal = document.journal_lines(acts)
    pieces = [
        *parts,
        made(
            f"{words.FOLDERS['journal']}/journal.jsonl",
            words.JOURNAL,
            "application/x-ndjson",
            journal.encode(),
            opens=Opens.PRIVACY,
        ),
    ]
    name = document.name_of(sitting)
    manifest = document.manifest(
        sitting, pieces, acts, record=record, authority=authority, gone=tuple(gone.values()), adopted=rules
    ).encode()
    described = [
        *pieces,
        made(words.MANIFEST_FILE, words.MANIFEST, "application/json", manifest),
        made(words.METADATA_FILE, words.METADATA, "text/csv", document.metadata(name, sitting, pieces).encode()),
        made(words.README_FILE, words.README, "text/plain", document.readme(sitting, authority).encode()),
        made(words.CHECKER_FILE, words.CHECKER, "text/x-python", Path(checker.__file__).read_bytes()),
    ]
    sums = made(words.SUMS_FILE, words.SUMS, "text/plain", document.sums(described).encode())
    return Package(
        name=name,
        at=sitting.meeting.closed_at or sitting.at,
        pieces=(*described, sums),
        manifest=fingerprint(manifest),
    )


def ready(db: Database, meeting: Meeting) -> bool:
    """Whether a sitting may be exported: closed, with final minutes, and no rehearsal."""
    return meeting.state is MeetingState.CLOSED and not meeting.rehearsal and minutes.state(db, meeting.id).final


def exported_as_it_is(db: Database, meeting_id: int, *, shelves: Shelves, authority: str, now: datetime) -> bool:
    """Whether a sitting was exported in its present state."""
    made = {each.manifest for each in store.exports(db, meeting_id)}
    if not made:
        return False
    return package(db, meeting_id, shelves=shelves, authority=authority, now=now).manifest in made


def _check(db: Database, sitting: Sitting) -> None:
    """Refuse a rehearsal, and what may still change (C. patr. R212-16: what is handed over is finished)."""
    if sitting.meeting.rehearsal:
        raise Refusal(ArchiveRefusal.OF_A_REHEARSAL)
    if sitting.meeting.state is not MeetingState.CLOSED:
        raise Refusal(ArchiveRefusal.NOT_CLOSED)
    if not minutes.state(db, sitting.meeting.id).final:
        raise Refusal(ArchiveRefusal.NOT_FINAL)


def _pieces(db: Database, sitting: Sitting, shelves: Shelves, gone: Mapping[Category, Elimination]) -> list[Piece]:
    found: list[Piece] = []
    if Category.MINUTES not in gone:
        current = minutes.signing(db, sitting.meeting.id, ())
        if current.file is None:
            raise Refusal(ArchiveRefusal.NOT_FINAL)
        found += minutes_pieces(db, sitting, shelves, current)
        found += table_pieces(current, shelves)
        found += exchange_pieces(db, sitting)
    found += file_pieces(db, sitting, shelves, after=gone[Category.FILE].at if Category.FILE in gone else None)
    if Category.PROOFS not in gone:
        found += proof_pieces(db, sitting, shelves)
    return found
