"""The manager's page: by the link of a message, without account, say yes or no to somebody's request (LAW WEB-4)."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Status
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.wording.phrases import phrase

bp = Blueprint("agreement", __name__, url_prefix="/accord")

Answer = str | Response | tuple[str, int]


@bp.get("/<token>")
@access.public
def page(token: str) -> Answer:
    """Who asks for what; reading writes nothing."""
    return _page(token)


@bp.post("/<token>")
@access.public
def decide(token: str) -> Answer:
    """Keep the manager's word, once."""
    try:
        agreed = acts.agreed("reponse")
        webinars.decide_as_manager(db(), token, agreed=agreed, means=kit.means(), now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    return redirect(url_for("agreement.page", token=token), 303)


def _page(token: str, refusal: Refusal | None = None) -> Answer:
    found = registrations.of_link(db(), token, "manager")
    occurrence = None if found is None else registrations.occurrence(db(), found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    if found is None or occurrence is None or webinar is None:
        told = "Ce lien n’ouvre aucune demande. Reprenez-le dans le message que vous avez reçu."
        return render_template("public/webinars/unknown.html", said=told), 404
    shown = render_template(
        "public/webinars/agreement.html",
        registration=found,
        occurrence=occurrence,
        webinar=webinar,
        token=token,
        waiting=found.status is Status.SUBMITTED and not occurrence.cancelled,
        agreed=found.status in (Status.CONFIRMED, Status.PENDING),
        rejected=found.status is Status.REJECTED,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
    )
    return shown if refusal is None else (shown, 409)
