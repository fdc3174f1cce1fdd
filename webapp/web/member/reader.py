"""Reading a document page by page, with one's own notes, which nobody else sees."""

from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.documents import queries as documents
from webapp.documents import service
from webapp.documents.model import DocumentKind, Version
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.requests import whole
from webapp.web.member.dossier import recused_from
from webapp.wording import dates
from webapp.wording.phrases import phrase

bp = Blueprint("reader", __name__, url_prefix="/seances/<int:meeting_id>/dossier")


def _version(number: int) -> Version:
    """Return a version that a reader may open, or stop: none of an item from which they withdrew (CRPA R133-12)."""
    if g.document.subject in recused_from(g.meeting.id):
        abort(403)
    version: Version = g.document.version(number) or abort(404)
    if version.kind is not DocumentKind.PDF:
        abort(404)
    return version


@bp.get("/<int:document_id>/<int:version>/lire")
@access.takes_part
def page(meeting_id: int, document_id: int, version: int) -> str:
    """The pages of a PDF, drawn as they come near; without a script, the file to download and the notes."""
    shown = _version(version)
    kept = documents.notes(db(), access.me().person.id, document_id, version)
    return render_template(
        "member/reader.html",
        document=g.document,
        version=shown,
        notes=kept,
        page=_page(request.args.get("page") or "1"),
    )


@bp.post("/<int:document_id>/<int:version>/notes")
@access.takes_part
def save(meeting_id: int, document_id: int, version: int) -> Response | tuple[Response, int]:
    """Keep one's own note on a page; a script that saves at a pause is answered in JSON."""
    _version(version)
    number, now = _page(request.form.get("page", "")), clock.now()
    scripted = request.accept_mimetypes.best == "application/json"
    try:
        body = request.form.get("body", "")
        service.save_note(db(), access.me().person.id, document_id, version, page=number, body=body, at=now)
    except Refusal as refusal:
        fault = phrase(refusal.reason, **refusal.facts)
        if scripted:
            return jsonify(fault=fault), 409
        abort(400, fault)
    if scripted:
        return jsonify(hour=dates.hour_seconds(now))
    here = url_for("reader.page", meeting_id=meeting_id, document_id=document_id, version=version, page=number)
    return redirect(here, 303)


@bp.get("/notes")
@access.takes_part
def notes(meeting_id: int) -> str:
    """Every note of this person on the documents of the sitting that they may still read."""
    kept, mine = recused_from(meeting_id), documents.notes_of_scope(db(), access.me().person.id, g.meeting.topic)
    found = [each for each in documents.of_scope(db(), g.meeting.topic) if each.subject not in kept]
    listed = [(each, [note for note in mine if note.document_id == each.id]) for each in found]
    return render_template("member/reader_notes.html", listed=[pair for pair in listed if pair[1]])


def _page(text: str) -> int:
    try:
        return max(1, whole(text))
    except ValueError:
        abort(400)
