"""Who may read the file beyond the committee: each document's access, and the public page of the sitting."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.documents import queries as documents
from webapp.documents.model import Access, Secret
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import dossier
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.wording import documents as words
from webapp.wording.phrases import phrase

bp = Blueprint("publication", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/publication")


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """Every document with its state and one act, and the switch of the public page."""
    settings = g.meeting.settings or g.committee.settings
    found = documents.by_subject(documents.of_scope(db(), g.meeting.topic))
    return render_template(
        "desk/documents/publication.html",
        meeting=g.meeting,
        committee=g.committee,
        listed=[(item, found.get(item.topic, [])) for item in meetings.items(db(), meeting_id)],
        offered=settings.publish_file,
        accesses=[each for each in Access if each is not Access.PUBLISHED or settings.publish_file],
        published_at=documents.published_at(db(), g.meeting.topic),
        address=url_for("public_sittings.sitting", code=g.committee.code, day=g.meeting.day.isoformat()),
        asked=request.args.get("confirmer", ""),
        words=words,
        key=acts.new_key(),
    )


@bp.post("")
@access.desk_of_committee
def switch(meeting_id: int) -> Response:
    """Publish the sitting's page, or take it back."""
    shown = acts.text("page") == "publier"
    try:
        dossier.publish_page(db(), meeting_id, shown, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return redirect(url_for("publication.page", meeting_id=meeting_id), 303)


@bp.post("/<int:document_id>")
@access.desk_of_committee
def rule(meeting_id: int, document_id: int) -> Response:
    """Decide who may read one document."""
    try:
        dossier.rule(
            db(),
            meeting_id,
            document_id,
            acts.number("version"),
            acts.chosen(Access, "access"),
            secret=acts.chosen(Secret, "secret") if acts.text("secret") else None,
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return redirect(url_for("publication.page", meeting_id=meeting_id, _anchor=f"piece-{document_id}"), 303)
