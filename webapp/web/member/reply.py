"""« Viendrez-vous ? »: a member's reply to the notice of a sitting, until it opens."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.replies import ReplyForm
from webapp.wording import replies as words

bp = Blueprint("reply", __name__)


@bp.route("/seances/<int:meeting_id>/reponse", methods=["GET", "POST"])
@access.member_of_meeting
def page(meeting_id: int) -> str | Response | tuple[str, int]:
    """Reply for the seat of which one is the titular; a substitute reads who replies."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    if sitting.meeting.state is not MeetingState.PREPARED:
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    if sitting.meeting.mode is Mode.WRITTEN:
        return redirect(url_for("consulting.test_means", meeting_id=meeting_id), 303)
    seat = sitting.titular_seat_of(access.me().person.id)
    form = ReplyForm()
    if seat is None:
        return render_template("member/reply.html", form=None, sitting=sitting)
    form.offer(sitting, seat, words.OWN, "Votre réponse")
    if form.given():
        flash("Votre réponse est notée. Vous pouvez la changer jusqu’à l’ouverture de la séance.", "success")
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    page = render_template("member/reply.html", form=form, sitting=sitting)
    return (page, 400) if form.is_submitted() else page
