"""A personal invitation: choose a date and sign up, or say that one will not come."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import WebinarState
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint("invitation", __name__, url_prefix="/invitation")

Answer = str | Response | tuple[str, int]


@bp.get("/<token>")
@access.public
def page(token: str) -> Answer:
    """What one is invited to; reading writes nothing."""
    return _page(token)


@bp.post("/<token>/refus")
@access.public
def decline(token: str) -> Answer:
    """Say that one will not come: nobody reminds one any more."""
    try:
        webinars.decline(db(), token, now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    return redirect(url_for("invitation.page", token=token), 303)


def _page(token: str, refusal: Refusal | None = None) -> Answer:
    found = queries.invitation_of_link(db(), token)
    webinar = None if found is None else queries.find(db(), found.webinar_id)
    if found is None or webinar is None or webinar.state is WebinarState.PREPARED:
        told = "Ce lien n’ouvre aucune invitation. Reprenez-le dans le message que vous avez reçu."
        return render_template("public/webinars/unknown.html", said=told), 404
    shown = queries.shown(db(), webinar)
    now = clock.now()
    page = render_template(
        "public/webinars/invitation.html",
        invitation=found,
        webinar=webinar,
        coming=[each for each in shown.coming(now) if now <= each.closes_at],
        asking="decliner" in request.args,
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        words=words,
    )
    return page if refusal is None else (page, 409)
