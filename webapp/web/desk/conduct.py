"""Conducting a sitting: one screen for two hours."""

from collections.abc import Callable

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Sitting
from webapp.web.desk.conduct_view import context, etag
from webapp.web.kit import access, streams
from webapp.web.kit.database import db
from webapp.wording.phrases import phrase

bp = Blueprint("conduct", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")

Answer = str | BaseResponse | tuple[str, int]


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str | BaseResponse:
    """The whole screen; what is held in writing is followed elsewhere."""
    if g.meeting.mode is Mode.WRITTEN:
        return redirect(url_for("consultation.page", meeting_id=meeting_id), 303)
    return render_template("desk/conduct/page.html", **context())


@bp.get("/etat")
@access.desk_of_committee
def live(meeting_id: int) -> BaseResponse:
    """The parts that change, for who follows without reloading."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    response = make_response()
    response.set_etag(etag(sitting))
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code != 304:  # noqa: PLR2004 — what was not changed is not made
        response.set_data(render_template("desk/conduct/live.html", **context()))
    return response


@bp.get("/flux")
@access.desk_of_committee
def stream(meeting_id: int) -> Response:
    """Tell the desk that something changed: every act and every ballot."""
    return streams.follow(g.meeting.desk_topic)


def answer(
    act: Callable[[], object], *, anchor: str = "point", place: Callable[[Sitting], str] | None = None
) -> Answer:
    """Do an act and come back to its place; refused, show why with what was typed still there.

    `place` finds the anchor in the sitting once the act is done.
    """
    try:
        act()
    except Refusal as refusal:
        return refused(refusal)
    if place is not None:
        anchor = place(meetings.state(db(), g.meeting.id, now=clock.now()))
    return redirect(url_for("conduct.page", meeting_id=g.meeting.id, _anchor=anchor), 303)


def refused(refusal: Refusal, **more: object) -> tuple[str, int]:
    """Show the screen again with why an act was refused; nothing changed, what was typed stays."""
    return shown(refused=phrase(refusal.reason, **_facts_said(refusal)), **more), 409


def shown(**more: object) -> str:
    """Show the screen again with what was typed, and with what a step that writes nothing has found."""
    known = {"typed": request.form, "asked": request.form.get("asked", "")}
    return render_template("desk/conduct/page.html", **context(**known, **more))


def _facts_said(refusal: Refusal) -> dict[str, object]:
    """Say the seats of a refusal by the names of who sits there."""
    seats = refusal.facts.get("seats")
    if not isinstance(seats, tuple):
        return refusal.facts
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    return {**refusal.facts, "seats": ", ".join(sitting.seat_name(seat) for seat in seats)}
