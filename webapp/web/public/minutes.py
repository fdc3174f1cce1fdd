"""The publishable minutes of a sitting, for everybody: the file and its accessible twin (CRPA L312-1; LAW PUB-1, PUB-2)."""

from flask import Blueprint, Response, abort, render_template
from markupsafe import Markup

from webapp.meetings.service.rehearsal import shelf
from webapp.meetings.sitting import Meeting
from webapp.minutes import document
from webapp.minutes.model import FileKind
from webapp.minutes.model.publishing import Published
from webapp.minutes.queries import publishing
from webapp.minutes.service import read
from webapp.web.kit import access, papers
from webapp.web.kit.database import db, settings
from webapp.web.public import sittings

bp = Blueprint("public_minutes", __name__, url_prefix="/commissions/<code>/<day>/proces-verbal")


def _published(code: str, day: str, meeting_id: int) -> tuple[Meeting, Published]:
    """Return what is published of a sitting whose page is; anything else is not there."""
    _, found = sittings.published(code, day)
    meeting = next((each for each in found if each.id == meeting_id), None) or abort(404)
    return meeting, publishing.published(db(), meeting.id) or abort(404)


@bp.get("/<int:meeting_id>")
@access.public
def page(code: str, day: str, meeting_id: int) -> str:
    """The accessible twin (LAW ACC-2)."""
    meeting, found = _published(code, day, meeting_id)
    body = read(shelf(settings().files, meeting), found.file.twin, "html").decode()
    return render_template(
        "public/sittings/minutes.html",
        code=code,
        meeting=meeting,
        found=found,
        body=Markup(body),  # noqa: S704 — made by our own template, held against its hash
    )


@bp.get("/<int:meeting_id>.pdf")
@access.public
def paper(code: str, day: str, meeting_id: int) -> Response:
    """The file."""
    meeting, found = _published(code, day, meeting_id)
    pdf = read(shelf(settings().files, meeting), found.file.sha256, "pdf")
    return papers.handed_over(pdf, document.name_of(FileKind.PUBLISHABLE, code, meeting.day))
