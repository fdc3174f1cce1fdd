"""Attesting that somebody followed a session, at or above its threshold alone (WEB-6); revoking; making the files."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.jobs import service as jobs
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.pdf.render import render_in_child
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, RegistrationRefusal
from webapp.storage import files
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import document, queries
from webapp.webinars.document import SheetFacts
from webapp.webinars.model import Webinar, WebinarRefusal
from webapp.webinars.model.attendance import AttendanceRefusal, Attendee, Certificate
from webapp.webinars.queries import attendance
from webapp.webinars.queries import certificates as kept
from webapp.webinars.rules import attendance as rules
from webapp.webinars.service import letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import Unit, act
from webapp.webinars.store import certificates as store

SHEET_JOB = "webinar.sheet"
SHEET_SECONDS = 600  # five hundred people fill twenty pages
FOLDER = "webinars"
Report = Callable[[int, str], None]


def issue(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    *,
    authority: str,
    means: Means,
    tell: bool,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Attest to everybody who reaches the threshold and has no certificate yet; return how many that makes."""
    with act(db, webinar_id, "certificate.issued", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        rules.check_over(occurrence, now=unit.now)
        chosen = due(db, unit.webinar, occurrence)
        if not chosen:
            raise Refusal(AttendanceRefusal.NOBODY_REACHES)
        for each in chosen:
            _issue(unit, occurrence, each, authority)
        if tell:
            for registration in {each.registration.id: each.registration for each in chosen}.values():
                letters.post(
                    db,
                    unit.webinar,
                    "certificate_ready",
                    registration,
                    means=means,
                    now=unit.now,
                    once=clock.to_text(unit.now),
                )
        jobs.enqueue(db, kept.JOB, {"occurrence": occurrence.id}, now=unit.now)
        unit.result = len(chosen)
        unit.journal("certificate.issued", number=len(chosen), occurrence=occurrence.id)
        return len(chosen)


def due(db: Database, webinar: Webinar, occurrence: Occurrence) -> list[Attendee]:
    """Return those who reach the threshold and have no certificate that stands (WEB-6)."""
    session, threshold = rules.session_of(occurrence), webinar.content.threshold
    return [
        each
        for each in attendance.everybody(db, occurrence)
        if each.certificate is None and rules.reaches(each.presence, session, threshold)
    ]


def _issue(unit: Unit, occurrence: Occurrence, each: Attendee, authority: str) -> None:
    number = rules.draw_number()
    facts = {
        "number": number,
        "issuer": authority,
        "title": unit.webinar.title,
        "starts_at": clock.to_text(occurrence.starts_at),
        "ends_at": clock.to_text(occurrence.ends_at),
        "session_minutes": int(rules.session_of(occurrence).lasts.total_seconds() // 60),
        "minutes": each.presence.minutes,
        "threshold": unit.webinar.content.threshold,
        "name": each.name,
        "service": each.registration.service,
    }
    store.add(
        unit.db,
        number,
        occurrence.id,
        each.who,
        facts=facts,
        fingerprint=rules.hash_of(facts),
        by=unit.by.person_id,
        at=unit.now,
    )


def revoke(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    number: str,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Revoke a certificate, with its reason; its public page says so from now on."""
    said = rules.check_reason(reason)
    with act(db, webinar_id, "certificate.revoked", by=by, now=now, key=key, cancelled=True) as unit:
        if unit.done:
            return
        found = kept.of_number(db, number)
        if found is None or found.occurrence_id != occurrence.id:
            raise Refusal(AttendanceRefusal.UNKNOWN_CERTIFICATE)
        if not found.stands:
            raise Refusal(AttendanceRefusal.ALREADY_REVOKED)
        store.revoke(db, found.id, said, by=by.person_id, at=unit.now)
        unit.journal("certificate.revoked", number=found.number, reason=said)


def make_next(
    db: Database, occurrence_id: int, *, folder: Path, public_address: str, report: Report, now: datetime
) -> dict[str, Any]:
    """Make the file of one certificate, and leave the next one as work of its own: nothing else waits behind them all."""
    found = store.next_to_make(db, occurrence_id)
    if found is None:
        return {"occurrence": occurrence_id, "made": None}
    report(50, "Mise en page de l’attestation")
    pdf = render_in_child(document.certificate(found, public_address=public_address))
    sha256 = files.keep(folder / FOLDER, pdf, "pdf")
    with unit_of_work(db):
        stays = store.write_made(db, found.id, sha256, len(pdf))
        if not stays:
            db.after_commit(partial(_path(folder, sha256).unlink, missing_ok=True))
        if store.next_to_make(db, occurrence_id) is not None:
            jobs.enqueue(db, kept.JOB, {"occurrence": occurrence_id}, now=now)
        audit.touch(db, _webinar_of(db, occurrence_id).topic)
    return {"occurrence": occurrence_id, "made": found.number if stays else None}


def ask_sheet(
    db: Database, webinar_id: int, occurrence: Occurrence, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Ask for the attendance sheet as it stands when the worker comes to it."""
    with act(db, webinar_id, "attendance.sheet_requested", by=by, now=now, key=key, cancelled=True) as unit:
        if unit.done:
            return
        number = store.add_sheet(db, occurrence.id, at=unit.now)
        store.write_sheet_job(db, number, jobs.enqueue(db, SHEET_JOB, {"sheet": number}, now=unit.now))
        unit.journal("attendance.sheet_requested", occurrence=occurrence.id)


def make_sheet(
    db: Database, sheet_id: int, *, folder: Path, authority: str, report: Report, now: datetime
) -> dict[str, Any]:
    """Make the attendance sheet that was asked for; run twice, it keeps the first file."""
    asked = store.sheet(db, sheet_id)
    if asked is None:
        raise Refusal(AttendanceRefusal.FILE_NOT_MADE)
    if asked.sha256 is not None:
        return {"sheet": sheet_id, "sha256": asked.sha256}
    report(10, "Lecture des présences")
    occurrence = _occurrence(db, asked.occurrence_id)
    webinar = _webinar_of(db, occurrence.id)
    facts = sheet_facts(db, webinar, occurrence, authority=authority, at=now)
    report(30, "Rendu des pages")
    pdf = render_in_child(document.sheet(facts), seconds=SHEET_SECONDS)
    sha256 = files.keep(folder / FOLDER, pdf, "pdf")
    with unit_of_work(db):
        at = audit.effective_instant(db, now, scope=webinar.topic)
        store.write_sheet_made(db, sheet_id, sha256, len(pdf), at=at)
        audit.record(db, "attendance.sheet_made", webinar.topic, by=SYSTEM, now=at, scope=webinar.topic, sha256=sha256)
        audit.touch(db, webinar.topic)
    return {"sheet": sheet_id, "sha256": sha256}


def sheet_facts(db: Database, webinar: Webinar, occurrence: Occurrence, *, authority: str, at: datetime) -> SheetFacts:
    """Gather what the attendance sheet says, for its PDF and for its twin on the screen (ACC-2)."""
    return SheetFacts(
        authority=authority,
        title=webinar.title,
        occurrence=occurrence,
        threshold=webinar.content.threshold,
        people=tuple(attendance.everybody(db, occurrence)),
        at=at,
    )


def note_download(db: Database, webinar_id: int, number: int, *, by: By, now: datetime) -> None:
    """Journal that the certificates of a date were taken in one file."""
    with act(db, webinar_id, "certificate.downloaded", by=by, now=now, cancelled=True) as unit:
        unit.journal("certificate.downloaded", number=number)


def forget(db: Database, registration_ids: Collection[int], *, folder: Path, now: datetime) -> int:
    """Leave of these people's certificates what their public page shows, inside the unit that erases them (ARC-1).

    Their files go once that is written for good, and are made no more.
    """
    found = [each for each in store.of_registrations(db, registration_ids) if each.forgotten_at is None]
    for each in found:
        left = {**each.facts, "name": rules.masked(each.facts["name"]), "service": ""}
        store.write_forgotten(db, each.id, left, at=now)
        if each.sha256 is not None:
            db.after_commit(partial(_path(folder, each.sha256).unlink, missing_ok=True))
    return len(found)


def place_of(folder: Path, found: Certificate) -> Path:
    """Return where the file of a certificate is; a revoked one is handed to nobody."""
    if not found.is_handed_over or found.sha256 is None:
        raise Refusal(AttendanceRefusal.FILE_NOT_MADE)
    return _path(folder, found.sha256)


def _path(folder: Path, sha256: str) -> Path:
    return folder / FOLDER / f"{sha256}.pdf"


def read(folder: Path, sha256: str | None) -> bytes:
    """Read a file back, held against its hash; refuse one that is not made yet."""
    if sha256 is None:
        raise Refusal(AttendanceRefusal.FILE_NOT_MADE)
    return files.read(folder / FOLDER, f"{sha256}.pdf")


def _occurrence(db: Database, occurrence_id: int) -> Occurrence:
    found = registrations.occurrence(db, occurrence_id)
    if found is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    return found


def _webinar_of(db: Database, occurrence_id: int) -> Webinar:
    found = queries.of_campaign(db, _occurrence(db, occurrence_id).campaign_id)
    if found is None:
        raise Refusal(WebinarRefusal.UNKNOWN_WEBINAR)
    return found
