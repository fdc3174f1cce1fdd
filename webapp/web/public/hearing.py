"""The page of a person heard, by a link of their own and without account: when, where, and what they write.

Opening it writes nothing, since mail scanners open links; both acts are buttons.
"""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import invitations
from webapp.meetings.sitting import HearingRefusal
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.wording.phrases import phrase

bp = Blueprint("hearing", __name__, url_prefix="/audition/<token>")

Answer = str | BaseResponse | tuple[str, int]


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> tuple[str, int]:
    """Say that the link opens nothing, never whose it was."""
    return render_template("public/hearing_refused.html", text=phrase(refusal.reason, **refusal.facts)), 404


@bp.after_request
def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("")
@access.public
def page(token: str) -> str:
    """When and where one is heard, the draft if it was transmitted, what one wrote."""
    return _shown(token)


@bp.post("/connaissance")
@access.public
def acknowledge(token: str) -> BaseResponse:
    """« J’ai pris connaissance » : the person's own act is the proof."""
    try:
        invitations.acknowledge(db(), token, now=clock.now())
        flash("C’est noté.", "success")
    except Refusal as refusal:
        if refusal.reason is HearingRefusal.LINK_DEAD:
            raise
        # the sitting was closed in between: the page says so
    return redirect(url_for("hearing.page", token=token), 303)


@bp.post("/observations")
@access.public
def observe(token: str) -> Answer:
    """Send observations to the committee, once and for all."""
    sent = request.form.get("body", "").replace("\r\n", "\n")
    try:
        invitations.observe(db(), token, sent, now=clock.now(), key=acts.key() or acts.new_key())
    except Refusal as refusal:
        if refusal.reason is HearingRefusal.LINK_DEAD:
            raise
        return _shown(token, fault=phrase(refusal.reason, **refusal.facts), typed=sent), 409
    flash("Vos observations sont reçues. La commission les lira telles quelles.", "success")
    return redirect(url_for("hearing.page", token=token, _anchor="observations"), 303)


def _shown(token: str, *, fault: str = "", typed: str = "") -> str:
    found = meetings.passage_page(db(), token, now=clock.now())
    return render_template(
        "public/hearing.html",
        page=found,
        practice=found.rehearsal,
        token=token,
        fault=fault,
        typed=typed,
        key=acts.new_key(),
        preview=False,
    )
