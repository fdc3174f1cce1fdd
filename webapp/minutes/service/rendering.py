"""From the facts to a file: asked for by the desk, rendered by the worker, kept under its own hash, checked when read."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.service.rehearsal import shelf
from webapp.minutes import document, queries, store
from webapp.minutes.document import Pages
from webapp.minutes.model import File, FileKind, MinutesRefusal, MinutesState, to_json
from webapp.minutes.model.publishing import PublishingRefusal
from webapp.minutes.queries import Dossier
from webapp.pdf.render import render_in_child
from webapp.storage import files
from webapp.storage.database import Database, unit_of_work

JOB = "minutes.render"
FOLDER = "minutes"
Report = Callable[[int, str], None]
Layout = Callable[[Dossier, File], Pages]


@frozen
class Store:
    """Where files are kept, and in whose name they are made."""

    folder: Path
    authority: str


def request(
    db: Database,
    meeting_id: int,
    kind: FileKind,
    *,
    authority: str,
    by: By,
    now: datetime,
    item_id: int | None = None,
) -> int:
    """Ask for a file and return its number: the one that is there already where nothing has changed since.

    A final version is made once. The extract of an item names it; a finding of no quorum needs one (LAW PV-9, QUO-3).
    """
    if item_id is not None and kind is not FileKind.EXTRACT:
        raise Refusal(MinutesRefusal.UNKNOWN_ITEM)
    found = queries.dossier(db, meeting_id, now=now, authority=authority)
    pages = pages_of(found, kind, item_id)
    with unit_of_work(db):
        check_there(db, meeting_id)
        state = store.state(db, meeting_id)
        for each in store.files(db, meeting_id):
            same = (each.kind, each.item_id) == (kind, item_id) and found.record.stands(each)
            if same and _serves(db, each, state, pages.source):
                return each.id
        topic = f"meeting:{meeting_id}"
        at = audit.effective_instant(db, now, scope=topic)
        number = order(db, meeting_id, kind, item_id, state, now=at)
        audit.record(db, "minutes.file_requested", topic, by=by, now=at, scope=topic, kind=kind, item=item_id)
    return number


def _serves(db: Database, each: File, state: MinutesState, source: str) -> bool:
    """Whether an earlier request answers this one: same pages, or work still to be done on the present state."""
    if each.sha256 is not None:
        frozen = each.state.final and state.final
        return frozen or each.source == source
    work = queries.work_on(db, each)
    return each.state is state and work is not None and not work.is_over


def check_there(db: Database, meeting_id: int) -> None:
    """Refuse to make anything anew of minutes that were eliminated (LAW ARC-1)."""
    if store.eliminated(db, meeting_id):
        raise Refusal(MinutesRefusal.ELIMINATED)


def order(
    db: Database,
    meeting_id: int,
    kind: FileKind,
    item_id: int | None,
    state: MinutesState,
    *,
    now: datetime,
    of_file: int | None = None,
    job: str = JOB,
) -> int:
    """Leave a file to be rendered, inside the caller's unit of work; return its number."""
    number = store.add_file(db, meeting_id, item_id, kind, state, at=now, of_file=of_file)
    store.write_job(db, number, jobs.enqueue(db, job, {"file": number}, now=now))
    audit.touch(db, f"meeting:{meeting_id}:minutes")
    return number


def pages_of(found: Dossier, kind: FileKind, item_id: int | None = None) -> Pages:
    """Lay out one kind of file."""
    match kind:
        case FileKind.MINUTES:
            return found.pages
        case FileKind.OPINIONS:
            return document.opinions(found.content)
        case FileKind.ANNEX:
            if not found.named.votes:
                raise Refusal(MinutesRefusal.NOTHING_BY_NAME)
            return document.annex(found.named, found.facts, found.changed_at)
        case FileKind.NO_QUORUM:
            if found.facts.closing != "no_quorum":
                raise Refusal(MinutesRefusal.NO_CARENCE)
            return document.no_quorum(found.content)
        case FileKind.EXTRACT:
            places = [index for index, item in enumerate(found.sitting.items) if item.id == item_id]
            if not places:
                raise Refusal(MinutesRefusal.UNKNOWN_ITEM)
            return document.extract(found.content, places[0])
        case FileKind.PUBLISHABLE:
            raise Refusal(PublishingRefusal.NOT_PREPARED)  # made from the kept final version, by `publishing`


def _ordinary(found: Dossier, asked: File) -> Pages:
    return pages_of(found, asked.kind, asked.item_id)


def render(
    db: Database, file_id: int, *, kept: Store, report: Report, now: datetime, lay_out: Layout = _ordinary
) -> dict[str, Any]:
    """Render a file that was asked for: the file first, flushed to the disk, then its row and journal entry in one unit.

    Run twice, it makes the same bytes under the same name, and keeps the first row.
    """
    asked = store.file(db, file_id)
    if asked is None:
        raise Refusal(MinutesRefusal.UNKNOWN_FILE)
    if asked.sha256 is not None:
        return {"file": file_id, "sha256": asked.sha256}
    report(5, "Rassemblement des faits")
    found = queries.dossier(db, asked.meeting_id, now=now, authority=kept.authority)
    pages = lay_out(found, asked)
    report(20, "Mise en page")
    pdf = render_in_child(pages.document)
    report(90, "Enregistrement du fichier")
    folder = shelf(kept.folder, found.sitting.meeting)
    sha256 = keep(folder, pdf, "pdf")
    twin = keep(folder, str(pages.body).encode(), "html")
    facts = keep(folder, to_json(found.facts), "json") if asked.kind is FileKind.MINUTES else None
    with unit_of_work(db):
        _check_still_asked(db, asked)
        topic = f"meeting:{asked.meeting_id}"
        at = audit.effective_instant(db, now, scope=topic)
        state = found.record.state
        store.write_rendered(
            db, file_id, sha256=sha256, twin=twin, facts=facts, source=pages.source, size=len(pdf), state=state, at=at
        )
        audit.record(
            db,
            "minutes.file_rendered",
            topic,
            by=SYSTEM,
            now=at,
            scope=topic,
            kind=asked.kind,
            item=asked.item_id,
            state=state,
            sha256=sha256,
        )
        audit.touch(db, f"{topic}:minutes")
    return {"file": file_id, "sha256": sha256}


def _check_still_asked(db: Database, asked: File) -> None:
    """Refuse to write a file whose rehearsal was purged meanwhile: its number may name another one by now."""
    found = store.file(db, asked.id)
    if found is None or found.meeting_id != asked.meeting_id:
        raise Refusal(MinutesRefusal.UNKNOWN_FILE)


def keep(folder: Path, content: bytes, ending: str) -> str:
    """Write a content under its own hash, flushed to the disk before it has its name; return the hash."""
    return files.keep(folder / FOLDER, content, ending)


def kept_final(db: Database, meeting_id: int) -> File | None:
    """Return the final version of the minutes that stands, once it is rendered; a signed one is `kept_signed`."""
    return queries.signing(db, meeting_id, ()).file


def read(folder: Path, sha256: str | None, ending: str) -> bytes:
    """Read a file back and hold it against its hash; refuse one that is not there or no longer itself."""
    if sha256 is None:
        raise Refusal(MinutesRefusal.UNKNOWN_FILE)
    try:
        return files.read(folder / FOLDER, f"{sha256}.{ending}")
    except FileNotFoundError as fault:
        raise Refusal(MinutesRefusal.UNKNOWN_FILE) from fault
    except files.FileDamagedError as fault:
        raise Refusal(MinutesRefusal.FILE_DAMAGED) from fault
