"""The day's folder at the desk: one button, then each part as soon as it is made."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.folder import document, queries, service
from webapp.folder.model import FolderFile, FolderRefusal, Part
from webapp.jobs.model import Job
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access, acts, papers
from webapp.web.kit.database import db, settings
from webapp.web.kit.fragments import fragment
from webapp.wording import folder as words
from webapp.wording.phrases import phrase

bp = Blueprint("folder", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/dossier-du-jour")


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """The parts of the folder, and how far each one is."""
    return render_template("desk/folder/page.html", committee=g.committee, **_parts())


@bp.get("/documents")
@access.desk_of_committee
def documents(meeting_id: int) -> Response:
    """The list alone, for who waits for it; unchanged, 304."""
    return fragment(render_template("desk/folder/documents.html", **_parts()))


def _parts() -> dict[str, object]:
    latest = queries.latest(db(), g.meeting.id)
    works = {part: queries.work_on(db(), each) for part, each in latest.items() if each.sha256 is None}
    return {
        "meeting": g.meeting,
        "closed": g.meeting.state is MeetingState.CLOSED,
        "parts": queries.parts_of(g.meeting),
        "latest": latest,
        "works": works,
        "busy": any(_goes_on(work) for work in works.values()),
        "changed": {part for part, each in latest.items() if _is_behind(each)},
        "names": words.PARTS,
        "details": words.DETAILS,
    }


def _goes_on(work: Job | None) -> bool:
    return work is not None and not work.is_over


def _is_behind(found: FolderFile) -> bool:
    """Whether the sitting has changed since a part was made."""
    return found.sha256 is not None and bool(found.revision != g.meeting.revision)


@bp.post("")
@access.desk_of_committee
def ask(meeting_id: int) -> Response:
    """Have the whole folder made, or one part of it."""
    part = acts.chosen(Part, "part") if acts.text("part") else None
    try:
        service.request(db(), meeting_id, part=part, authority=settings().prefecture, by=access.by(), now=clock.now())
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return redirect(url_for("folder.page", meeting_id=meeting_id, _anchor="documents"), 303)


@bp.get("/documents/<int:file_id>.pdf")
@access.desk_of_committee
def download(meeting_id: int, file_id: int) -> Response:
    """Hand over a part, held against its hash."""
    found = queries.find_file(db(), meeting_id, file_id)
    if found is None or found.sha256 is None:
        flash(phrase(FolderRefusal.UNKNOWN_FILE), "warning")
        return redirect(url_for("folder.page", meeting_id=meeting_id), 303)
    content = service.read(papers.shelf(), found)
    return papers.pdf(content, document.name_of(found.part, g.committee.code, g.meeting.day))
