"""« Demander la parole », from one's own device."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.service import floor
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.wording.phrases import phrase

bp = Blueprint("floor", __name__)


@bp.post("/seances/<int:meeting_id>/parole")
@access.member_of_meeting
def ask(meeting_id: int) -> Response:
    """Ask to speak on the item in hand."""
    return _done(
        meeting_id, lambda me: floor.ask(db(), meeting_id, me, by=access.by(), now=clock.now(), key=acts.key())
    )


@bp.post("/seances/<int:meeting_id>/parole/retrait")
@access.member_of_meeting
def withdraw(meeting_id: int) -> Response:
    """Ask no more."""
    return _done(
        meeting_id, lambda me: floor.withdraw(db(), meeting_id, me, by=access.by(), now=clock.now(), key=acts.key())
    )


def _done(meeting_id: int, act: Callable[[int], object]) -> Response:
    """Do what a member asks for themselves, and come back to the sitting; refused, say why there."""
    try:
        act(access.me().person.id)
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "warning")
    return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
