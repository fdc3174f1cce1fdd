"""Who said that they come: the replies to a notice, and those heard on the telephone."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import MeetingState, Reply
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.replies import ReplyForm, said
from webapp.wording import replies as words
from webapp.wording.typography import spaced

bp = Blueprint("replies", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/reponses")


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """Seat by seat, the silent first with their telephone; and whether the quorum can be expected."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    given = meetings.replies(db(), meeting_id)
    held = [seat for seat in sitting.roster.seats if seat.titular is not None]
    return render_template(
        "desk/meetings/replies.html",
        sitting=sitting,
        expected=_expected(sitting, given),
        silent=[seat for seat in held if seat.seat.id not in given],
        answered=[
            (seat, said(sitting, (reply.kind, reply.substitute_id), words.SEATS), reply)
            for seat in held
            if (reply := given.get(seat.seat.id))
        ],
        may_note=sitting.meeting.state is MeetingState.PREPARED,
    )


@bp.route("/<int:seat_id>", methods=["GET", "POST"])
@access.desk_of_committee
def note(meeting_id: int, seat_id: int) -> str | Response | tuple[str, int]:
    """Note what a member said on the telephone or by a letter."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    seat = sitting.roster.seat(seat_id)
    if seat is None or seat.titular is None:
        abort(404)
    form = ReplyForm()
    form.offer(sitting, seat, words.SEATS, "Réponse reçue")
    if form.given():
        flash("La réponse est notée.", "success")
        return redirect(url_for("replies.page", meeting_id=meeting_id), 303)
    page = render_template("desk/meetings/reply.html", form=form, sitting=sitting, seat=seat)
    return (page, 400) if form.is_submitted() else page


def _expected(sitting: Sitting, given: dict[int, Reply]) -> str:
    """Say how many announced that they come, beside what the quorum will ask (CRPA R133-10)."""
    quorum = sitting.quorum()
    come = sum(reply.comes for reply in given.values())
    return spaced(words.EXPECTED.format(come=come, composing=quorum.composing, required=quorum.required))
