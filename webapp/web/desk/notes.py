"""Live notes on an item, saved at every pause of the writer."""

from flask import Blueprint, flash, g, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.minutes import service
from webapp.web.desk.conduct import Answer, refused
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.requests import whole
from webapp.wording import dates
from webapp.wording import minutes as words
from webapp.wording.phrases import phrase

bp = Blueprint("notes", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire/points/<int:item_id>")


@bp.post("/notes")
@access.desk_of_committee
def save(meeting_id: int, item_id: int) -> Answer | tuple[Response, int]:
    """Keep one's own notes; a script that saves at a pause is answered in JSON.

    The answer carries the text where it is not the one sent: another device of the same person had written meanwhile.
    """
    scripted = request.accept_mimetypes.best == "application/json"
    sent = request.form.get("body", "").replace("\r\n", "\n")
    try:
        note = service.save_note(db(), meeting_id, item_id, sent, expected=_revision(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        return (jsonify(fault=phrase(refusal.reason, **refusal.facts)), 409) if scripted else refused(refusal)
    joined = note.body != sent
    if scripted:
        joined_with = {"body": note.body, "said": words.NOTES_JOINED} if joined else {}
        return jsonify(revision=note.revision, hour=dates.hour_seconds(note.saved_at), **joined_with)
    if joined:
        flash(words.NOTES_JOINED, "warning")
    return redirect(url_for("conduct.page", meeting_id=g.meeting.id, point=item_id, _anchor="notes"), 303)


def _revision() -> int:
    """Return the revision that was being written upon; -1, which none has, when it cannot be read."""
    try:
        return whole(request.form.get("expected") or "0")
    except ValueError:
        return -1
