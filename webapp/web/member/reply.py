"""« Viendrez-vous ? »: a member's reply to the notice of a sitting, in one touch, until it opens."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Sitting
from webapp.meetings.service import replies
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access, acts, notices
from webapp.web.kit.database import db
from webapp.web.kit.replies import MANDATE, ReplyForm, told, value_of
from webapp.wording import replies as words

bp = Blueprint("reply", __name__)


@bp.route("/seances/<int:meeting_id>/reponse", methods=["GET", "POST"])
@access.member_of_meeting
def page(meeting_id: int) -> str | Response | tuple[str, int]:
    """Reply for the seat of which one is the titular; a substitute reads who replies."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    if sitting.meeting.state is not MeetingState.PREPARED:
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    notices.seen()
    if sitting.meeting.mode is Mode.WRITTEN:
        return redirect(url_for("consulting.test_means", meeting_id=meeting_id), 303)
    seat = sitting.titular_seat_of(access.me().person.id)
    form = ReplyForm()
    if seat is None:
        return render_template("member/reply.html", form=None, sitting=sitting)
    form.offer(sitting, seat, words.OWN, "Votre réponse")
    if form.given():
        flash("Votre réponse est notée.", "success")
        return redirect(url_for("reply.page", meeting_id=meeting_id), 303)
    shown = render_template("member/reply.html", form=form, sitting=sitting, mandate=MANDATE, **_standing(form))
    return (shown, 400) if form.is_submitted() else shown


def _standing(form: ReplyForm) -> dict[str, str]:
    """Say the reply that stands, and what comes next."""
    reply = form.standing
    if reply is None:
        return {"noted": "", "following": "", "standing": ""}
    return {
        "noted": told(form.sitting, reply, words.NOTED),
        "following": words.NEXT[reply.kind],
        "standing": value_of(reply),
    }


@bp.post("/seances/<int:meeting_id>/reponse/retrait")
@access.member_of_meeting
def withdraw(meeting_id: int) -> Response:
    """Take one's reply back, and the mandate with it."""
    seat = _own_seat(meetings.state(db(), meeting_id, now=clock.now()))
    replies.withdraw(db(), meeting_id, seat, by=access.by(), now=clock.now(), key=acts.key())
    flash("Votre mandat est retiré. Dites maintenant si vous viendrez.", "success")
    return redirect(url_for("reply.page", meeting_id=meeting_id), 303)


def _own_seat(sitting: Sitting) -> int:
    seat = sitting.titular_seat_of(access.me().person.id) or abort(403)
    return seat.seat.id
