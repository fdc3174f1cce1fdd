"""Which messages a webinar sends: each may be switched off (WEB-5)."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import MessageKind
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint("webinar_messages", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/messages")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """Each kind of message, when it leaves, whether it does."""
    return _page()


@bp.post("")
@access.organiser_of_webinar
def save(webinar_id: int) -> Answer:
    """Keep what is ticked; the others do not leave from now on."""
    kept = set(request.form.getlist("message"))
    off = [each for each in MessageKind if each.value not in kept]
    try:
        webinars.set_messages(db(), webinar_id, off, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(phrase(refusal.reason, **refusal.facts)), 409
    flash("Les messages sont enregistrés.", "success")
    return redirect(url_for("webinar_messages.page", webinar_id=webinar_id), 303)


def _page(refused: str = "") -> str:
    return render_template(
        "organiser/messages.html",
        webinar=g.webinar,
        off=queries.messages_off(db(), g.webinar.id),
        refused=refused,
        key=acts.new_key(),
        words=words,
    )
