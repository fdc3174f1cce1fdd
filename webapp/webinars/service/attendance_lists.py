"""A tool's list of participants: brought in, its strangers attached or left out, set aside whole."""

import hashlib
from datetime import datetime

from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations.model import Occurrence
from webapp.storage.database import Database
from webapp.webinars.model.attendance import AttendanceRefusal, ReadList, Row, Source, Who
from webapp.webinars.queries import attendance as seen
from webapp.webinars.rules import attendance as judged
from webapp.webinars.rules import presence_list
from webapp.webinars.service.attendance import expected, journal
from webapp.webinars.service.unit import Unit, act
from webapp.webinars.store import attendance as store


def read_list(content: bytes, filename: str, occurrence: Occurrence) -> ReadList:
    """Read a tool's list, before any lock: the sheet whose headings say most."""
    from webapp.committees.roster.reader import read_grids  # noqa: PLC0415 — slow import: when a list is brought

    grids = read_grids(content, filename, score=lambda grid: presence_list.head_of(grid.rows).score)
    best = max(grids, key=lambda grid: presence_list.head_of(grid.rows).score)
    return presence_list.read(best.rows, judged.session_of(occurrence))


def bring_in(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    content: bytes,
    filename: str,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> ReadList:
    """Bring a tool's list in: whom it names is noted, the rest waits for the organiser; return what was read."""
    found = read_list(content, filename, occurrence)
    sha256 = hashlib.sha256(content).hexdigest()
    with act(db, webinar_id, "attendance.list_brought", by=by, now=now, key=key) as unit:
        if unit.done:
            return found
        if store.list_known(db, occurrence.id, sha256):
            raise Refusal(AttendanceRefusal.LIST_KNOWN)
        list_id = store.add_list(db, occurrence.id, sha256, len(found.rows), by=by.person_id, at=unit.now)
        book = presence_list.Book(seen.known_people(db, occurrence.id))
        unknown = 0
        for row in found.rows:
            who = book.find(row)
            if who is None:
                store.add_unknown(db, list_id, row)
                unknown += 1
            else:
                _write_row(unit, occurrence, who, row, list_id)
        unit.journal("attendance.list_brought", lines=len(found.rows), unknown=unknown)
    return found


def attach(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    unknown_id: int,
    who: Who,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Say whom a row names, and every other row of its list that bears the same name and address."""
    with act(db, webinar_id, "attendance.attached", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        expected(db, occurrence, who)
        waiting = seen.unknown(db, occurrence.id)
        chosen = next((each for each in waiting if each.id == unknown_id), None)
        if chosen is None:
            raise Refusal(AttendanceRefusal.UNKNOWN_LINE)
        alike = [each for each in waiting if (each.row.name, each.row.email) == (chosen.row.name, chosen.row.email)]
        for each in alike:
            _write_row(unit, occurrence, who, each.row, each.list_id)
        store.remove_unknown(db, [each.id for each in alike])
        journal(unit, "attendance.attached", who, lines=len(alike))


def leave_out(
    db: Database, webinar_id: int, occurrence: Occurrence, unknown_id: int, *, by: By, now: datetime, key: str | None
) -> None:
    """Forget the rows of somebody who had not signed up, with the name that they held."""
    with act(db, webinar_id, "attendance.left_out", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        waiting = seen.unknown(db, occurrence.id)
        chosen = next((each for each in waiting if each.id == unknown_id), None)
        if chosen is None:
            raise Refusal(AttendanceRefusal.UNKNOWN_LINE)
        alike = [each.id for each in waiting if each.row.name == chosen.row.name and each.row.email == chosen.row.email]
        store.remove_unknown(db, alike)
        unit.journal("attendance.left_out", lines=len(alike))


def set_list_aside(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    list_id: int,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Set aside all that a list brought, with its reason."""
    said = judged.check_reason(reason)
    with act(db, webinar_id, "attendance.list_set_aside", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        known = next((each for each in store.lists(db, occurrence.id) if each.id == list_id), None)
        if known is None:
            raise Refusal(AttendanceRefusal.UNKNOWN_LINE)
        if known.set_aside:
            raise Refusal(AttendanceRefusal.ALREADY_SET_ASIDE)
        lines = store.set_list_aside(db, list_id, said, by=by.person_id, at=unit.now)
        unit.journal("attendance.list_set_aside", lines=lines, reason=said)


def _write_row(unit: Unit, occurrence: Occurrence, who: Who, row: Row, list_id: int) -> None:
    reference = f"{list_id}:{clock.to_text(row.interval.since)}:{clock.to_text(row.interval.until)}"
    store.add(
        unit.db,
        occurrence.id,
        who,
        Source.LIST,
        row.interval,
        reference=reference,
        list_id=list_id,
        by=unit.by.person_id,
        at=unit.now,
    )
