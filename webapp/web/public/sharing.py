"""What partners' instances and people reach: the feed of one partner, and the entry of its people."""

from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.sharing import queries
from webapp.sharing import service as sharing
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries as webinars
from webapp.wording.phrases import phrase

bp = Blueprint("sharing", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/partage/flux/<token>")
@access.public
def feed(token: str) -> Response:
    """The bundle that stands for one partner; the address is its own, and the bundle is sealed besides."""
    bundle = queries.feed(db(), token) or abort(404)
    return Response(bundle, mimetype="application/json")


@bp.get("/rejoindre/partenaire/<token>")
@access.public
def page(token: str) -> Answer:
    """Where the room is, once it opens; looking writes nothing and shows no address."""
    return _page(token)


@bp.post("/rejoindre/partenaire/<token>")
@access.public
def enter(token: str) -> Answer:
    """Go into the room; a form may not be answered by another site (CSP), so a page of ours leads on."""
    try:
        overflow = request.form.get("salle") == "debordement"
        address = sharing.enter(db(), token, means=kit.means(), overflow=overflow, now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    answer = make_response(render_template("public/webinars/entered.html", address=address))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    found = queries.entry(db(), token)
    if found is None:
        said = "Ce lien n’ouvre aucune salle. Reprenez le lien personnel de votre message de confirmation."
        return render_template("public/webinars/unknown.html", said=said), 404
    webinar, occurrence = found
    room = webinars.room(db(), occurrence.id)
    said = render_template(
        "public/webinars/guest.html",
        webinar=webinar,
        occurrence=occurrence,
        room=room,
        opens_at=room.opens_at(occurrence),
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        now=clock.now(),
    )
    return said, 200 if refusal is None else 409
