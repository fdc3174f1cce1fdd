"""The day's folder: asked for in one act, rendered part by part by the worker, handed over against its hash."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.folder import document, queries, store
from webapp.folder.model import FolderFile, FolderRefusal, Part
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.service.rehearsal import shelf
from webapp.minutes import service as minutes
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database, unit_of_work

JOB = "folder.render"
PART_SECONDS = 120
WHOLE_SECONDS = 600  # a committee of a hundred fills three hundred pages
Report = Callable[[int, str], None]


@frozen
class _Asked:
    """A part with the fingerprint of its pages."""

    part: Part
    source: str


def request(
    db: Database, meeting_id: int, *, authority: str, by: By, now: datetime, part: Part | None = None
) -> tuple[int, ...]:
    """Ask for the whole folder, or one part; return the numbers of the files, those that still serve included.

    A part whose pages have not changed is not made again. A sitting without an agenda has no folder, and a closed one
    only its certificates.
    """
    day = queries.day(db, meeting_id, authority=authority, now=now)
    if not day.sitting.items:
        raise Refusal(FolderRefusal.AGENDA_EMPTY)
    offered = queries.parts_of(day.sitting.meeting)
    if part is not None and part not in offered:
        raise Refusal(FolderRefusal.NOT_OFFERED)
    wanted = [
        _Asked(part=each, source=document.pages(day, each).source) for each in (offered if part is None else [part])
    ]
    revision = day.sitting.meeting.revision
    with unit_of_work(db):
        topic = day.sitting.meeting.topic
        at = audit.effective_instant(db, now, scope=topic)
        latest = store.latest(db, meeting_id)
        numbers = tuple(_ask(db, meeting_id, each, latest.get(each.part), revision, at=at) for each in wanted)
        audit.record(db, "folder.requested", topic, by=by, now=at, scope=topic, parts=[each.part for each in wanted])
        audit.touch(db, f"{topic}:folder")
    return numbers


def _ask(
    db: Database, meeting_id: int, asked: _Asked, latest: FolderFile | None, revision: int, *, at: datetime
) -> int:
    if latest is not None and _serves(db, latest, asked.source):
        store.write_seen(db, latest.id, revision)
        return latest.id
    number = store.add(db, meeting_id, asked.part, source=asked.source, revision=revision, at=at)
    store.write_job(db, number, jobs.enqueue(db, JOB, {"file": number}, now=at))
    return number


def _serves(db: Database, latest: FolderFile, source: str) -> bool:
    """Whether an earlier request answers this one: the same pages, made or still to be made."""
    if latest.source != source:
        return False
    work = queries.work_on(db, latest)
    return latest.sha256 is not None or (work is not None and not work.is_over)


def render(
    db: Database, file_id: int, *, folder: Path, authority: str, report: Report, now: datetime
) -> dict[str, Any]:
    """Render a part that was asked for, as the sitting stands now; run twice, it keeps the first row."""
    asked = store.file(db, file_id)
    if asked is None:
        raise Refusal(FolderRefusal.UNKNOWN_FILE)
    if asked.sha256 is not None:
        return {"file": file_id, "sha256": asked.sha256}
    report(10, "Mise en page")
    day = queries.day(db, asked.meeting_id, authority=authority, now=now)
    pages = document.pages(day, asked.part)
    report(30, "Rendu des pages")
    seconds = WHOLE_SECONDS if asked.part is Part.WHOLE else PART_SECONDS
    pdf = render_in_child(pages.document, seconds=seconds)
    report(90, "Enregistrement du fichier")
    sha256 = minutes.keep(shelf(folder, day.sitting.meeting), pdf, "pdf")
    with unit_of_work(db):
        _check_still_asked(db, asked)
        topic = day.sitting.meeting.topic
        at = audit.effective_instant(db, now, scope=topic)
        store.write_rendered(
            db,
            file_id,
            source=pages.source,
            revision=day.sitting.meeting.revision,
            sha256=sha256,
            size=len(pdf),
            at=at,
        )
        audit.record(db, "folder.rendered", topic, by=SYSTEM, now=at, scope=topic, part=asked.part, sha256=sha256)
        audit.touch(db, f"{topic}:folder")
    return {"file": file_id, "sha256": sha256}


def _check_still_asked(db: Database, asked: FolderFile) -> None:
    """Refuse to write a file whose rehearsal was purged meanwhile: its number may name another one by now."""
    found = store.file(db, asked.id)
    if found is None or found.meeting_id != asked.meeting_id:
        raise Refusal(FolderRefusal.UNKNOWN_FILE)


def forget(db: Database, meeting_id: int) -> None:
    """Remove the folder of a rehearsal with its work, inside the unit that purges it (LAW ARC-1)."""
    jobs.forget(db, store.remove(db, meeting_id))


def read(folder: Path, found: FolderFile | None) -> bytes:
    """Read a file back, held against its hash; refuse one that is not made yet."""
    if found is None or found.sha256 is None:
        raise Refusal(FolderRefusal.UNKNOWN_FILE)
    return minutes.read(folder, found.sha256, "pdf")
