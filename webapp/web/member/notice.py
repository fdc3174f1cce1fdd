"""The notice as a member has it: its letter, its event for the diary, and « J’ai bien reçu »."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import receptions
from webapp.meetings.sitting import Notice, NoticeRefusal, Proof
from webapp.web.kit import access, acts, notices
from webapp.web.kit.database import db
from webapp.wording.phrases import phrase

bp = Blueprint("member_notice", __name__, url_prefix="/seances/<int:meeting_id>")


@bp.get("/convocation.pdf")
@access.takes_part
def letter(meeting_id: int) -> Response:
    """The letter of the last version."""
    return _handed(notices.pdf)


@bp.get("/convocation.ics")
@access.takes_part
def event(meeting_id: int) -> Response:
    """The event of the last version, for a diary."""
    return _handed(notices.event)


def _handed(make: Callable[[Notice], Response]) -> Response:
    """Hand over a file of the last version, or lead to the sitting while there is none."""
    notice_id = g.meeting.notice_id
    found = None if notice_id is None else meetings.notice(db(), g.meeting.id, notice_id)
    if found is None or found.rendered_at is None:
        flash(phrase(NoticeRefusal.NOT_SENT if found is None else NoticeRefusal.NOT_MADE), "warning")
        return redirect(url_for("meeting.page", meeting_id=g.meeting.id), 303)
    notices.seen()
    return make(found)


@bp.post("/convocation/reception")
@access.member_of_meeting
def acknowledge(meeting_id: int) -> Response:
    """« J’ai bien reçu la convocation »."""
    try:
        receptions.prove(db(), meeting_id, Proof.ACKNOWLEDGED, by=access.by(), now=clock.now(), key=acts.key())
        flash("Merci : le secrétariat sait que vous avez la convocation.", "success")
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return redirect(url_for("meeting.page", meeting_id=meeting_id, _anchor="convocation"), 303)
