"""A speaker's own link: when it is, what is asked of them, the rehearsal, and the way in as somebody who conducts."""

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from webapp.kernel import clock, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import RoomKind, WebinarRefusal
from webapp.wording.phrases import phrase

bp = Blueprint("hosting", __name__, url_prefix="/intervenir")

Answer = str | Response | tuple[str, int]


@bp.get("/<token>")
@access.public
def page(token: str) -> Answer:
    """What a speaker has before them; looking writes nothing and shows no address."""
    return _page(token)


@bp.post("/<token>")
@access.public
def enter(token: str) -> Answer:
    """Go into the room, or into the one to rehearse in; as for all, a page of ours leads on."""
    rehearsal = request.form.get("salle") == "repetition"
    try:
        address = webinars.enter_as_host(db(), token, rehearsal=rehearsal, means=kit.means(), now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    answer = make_response(render_template("public/webinars/entered.html", address=address))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    link = queries.host_link(db(), tokens.hash_of(tokens.heard(token)))
    occurrence = None if link is None or link.revoked else registrations.occurrence(db(), link.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    if link is None or occurrence is None or webinar is None:
        said = phrase(WebinarRefusal.UNKNOWN_HOST_LINK)
        return render_template("public/webinars/unknown.html", said=said), 404
    room = queries.room(db(), occurrence.id)
    rehearses = room.kind is RoomKind.BIGBLUEBUTTON or bool(queries.hosting(db(), occurrence.id).rehearsal)
    said = render_template(
        "public/webinars/host.html",
        link=link,
        occurrence=occurrence,
        webinar=webinar,
        room=room,
        rehearses=rehearses,
        asked=queries.questions(db(), occurrence.id).asked,
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        now=clock.now(),
    )
    return said, 200 if refusal is None else 409
