"""The personal link: it opens the room at the right time, to whoever is confirmed."""

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.service import attendance
from webapp.wording.phrases import phrase

bp = Blueprint("entry", __name__, url_prefix="/rejoindre")

Answer = str | Response | tuple[str, int]


@bp.get("/<token>")
@access.public
def page(token: str) -> Answer:
    """Where the room is, once it opens; looking writes nothing and shows no address."""
    return _page(token)


@bp.post("/<token>")
@access.public
def enter(token: str) -> Answer:
    """Go into the room; a form may not be answered by another site (CSP), so a page of ours leads on."""
    try:
        overflow = request.form.get("salle") == "debordement"
        address = webinars.enter(db(), token, means=kit.means(), overflow=overflow, now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    answer = make_response(render_template("public/webinars/entered.html", address=address))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


@bp.post("/<token>/presence")
@access.public
def stay(token: str) -> Answer:
    """The page of the link is still open, beside the room: its own script says so every minute."""
    try:
        attendance.stay(db(), token, now=clock.now())
    except Refusal as refusal:
        return phrase(refusal.reason, **refusal.facts), 409
    return Response(status=204)


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    found = registrations.of_link(db(), token, "entry")
    occurrence = None if found is None else registrations.occurrence(db(), found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    if found is None or occurrence is None or webinar is None:
        said = "Ce lien personnel n’ouvre aucune salle. Reprenez-le dans votre message de confirmation."
        return render_template("public/webinars/unknown.html", said=said), 404
    room = queries.room(db(), occurrence.id)
    said = render_template(
        "public/webinars/entry.html",
        registration=found,
        occurrence=occurrence,
        webinar=webinar,
        room=room,
        opens_at=room.opens_at(occurrence),
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        now=clock.now(),
    )
    return said, 200 if refusal is None else 409
