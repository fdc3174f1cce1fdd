"""Elimination of a part of a sitting, under an adopted rule or a visa, with its certificate (LAW ARC-1)."""

from datetime import datetime

from webapp.archives import queries, rules, store
from webapp.archives.model import ArchiveRefusal, Elimination, Ground, Shelves, Visa
from webapp.archives.queries.standing import going
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.documents import service as documents
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import eliminating as meetings_service
from webapp.meetings.sitting import Meeting, MeetingState
from webapp.minutes.model import fingerprint
from webapp.minutes.service import eliminating as minutes
from webapp.registrations import queries as registrations
from webapp.registrations.model.retention import Category
from webapp.storage.database import Database, unit_of_work
from webapp.wording import archives as words


def eliminate(
    db: Database,
    meeting_id: int,
    part: Category,
    *,
    visa: Visa | None,
    expected: str,
    shelves: Shelves,
    authority: str,
    by: By,
    now: datetime,
) -> int:
    """Remove a part of a sitting and return the number of its certificate, which stays with the journal.

    `expected` is the SHA-256 of the list that was before the eyes of whoever asks: the same form twice removes nothing
    more, and a list that has changed is refused.
    """
    part, visa = rules.checked_part(part), rules.checked_visa(visa, now=now)
    exported = part is Category.MINUTES and queries.exported_as_it_is(
        db, meeting_id, shelves=shelves, authority=authority, now=now
    )
    with unit_of_work(db):
        meeting = _meeting(db, meeting_id)
        gone = queries.eliminations(db, meeting_id).get(part)
        if gone is not None:
            return _again(gone, expected)
        listed = going(db, meeting, part)
        if not listed:
            raise Refusal(ArchiveRefusal.NOTHING_THERE)
        listing = store.listed(listed)
        sha256 = fingerprint(listing.encode())
        ground = rules.ground_of(registrations.adopted(db).get(part), meeting.closed_at or now, now=now)
        rules.check_may_eliminate(part, ground, visa, exported=exported)
        if sha256 != expected:
            raise Refusal(ArchiveRefusal.CHANGED_MEANWHILE)
        at = audit.effective_instant(db, now, scope=meeting.topic)
        _remove(db, meeting, part, shelves, at=at)
        number = store.add_elimination(
            db,
            meeting_id,
            part,
            rule=ground.rule,
            visa=visa,
            listing=listing,
            sha256=sha256,
            number=len(listed),
            at=at,
            by=by.person_id,
        )
        _journal(db, meeting, part, certificate=number, number=len(listed), ground=_said(ground, visa), by=by, at=at)
    return number


def sweep(db: Database, shelves: Shelves) -> None:
    """Remove the files that a stop left behind an elimination already certified."""
    for meeting_id, part, at in store.eliminated(db):
        meeting = meetings.find(db, meeting_id)
        if meeting is not None:
            with unit_of_work(db):
                _remove_files(db, meeting, part, shelves, at=at)


def _meeting(db: Database, meeting_id: int) -> Meeting:
    found = meetings.find(db, meeting_id)
    if found is None:
        raise Refusal(ArchiveRefusal.UNKNOWN_MEETING)
    if found.rehearsal:
        raise Refusal(ArchiveRefusal.OF_A_REHEARSAL)
    if found.state is not MeetingState.CLOSED:
        raise Refusal(ArchiveRefusal.NOT_CLOSED)
    return found


def _again(gone: Elimination, expected: str) -> int:
    if gone.sha256 != expected:
        raise Refusal(ArchiveRefusal.GONE)
    return gone.id


def _remove(db: Database, meeting: Meeting, part: Category, shelves: Shelves, *, at: datetime) -> None:
    match part:
        case Category.MINUTES:
            minutes.eliminate(db, meeting.id, at=at)
        case Category.FILE:
            documents.forget_notes(db, meeting.topic)
        case _:
            meetings_service.eliminate(db, meeting, at=at)
    _remove_files(db, meeting, part, shelves, at=at)


def _remove_files(db: Database, meeting: Meeting, part: Category, shelves: Shelves, *, at: datetime) -> None:
    """Have the files removed once the unit is durable; rows keep their hashes."""
    match part:
        case Category.MINUTES:
            minutes.remove_files(db, meeting.id, shelves.files)
        case Category.FILE:
            gone = {f"meeting:{number}" for number, which, _ in store.eliminated(db) if which is Category.FILE}
            documents.remove_files(db, meeting.topic, shelves.documents, until=at, gone=gone)
        case _:
            meetings_service.remove_files(db, meeting, shelves.files)


def _said(ground: Ground, visa: Visa | None) -> str:
    if visa is not None:
        return words.visa_said(visa.number, visa.on, visa.authority)
    return "" if ground.rule is None else ground.rule.reference


def _journal(
    db: Database, meeting: Meeting, part: Category, *, certificate: int, number: int, ground: str, by: By, at: datetime
) -> None:
    topic = meeting.topic
    audit.record(
        db,
        f"archive.{part}_eliminated",
        topic,
        by=by,
        now=at,
        scope=topic,
        certificate=certificate,
        number=number,
        ground=ground,
    )
    audit.touch(db, f"{topic}:minutes")
