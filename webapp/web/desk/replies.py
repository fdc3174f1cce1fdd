"""Who said that they come: the replies to a notice, the quorum to expect, and whom to call or to remind."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.coming import Expected, Replies, expected
from webapp.meetings.rules.notice import reminded_today
from webapp.meetings.rules.presence import running
from webapp.meetings.service import reminders
from webapp.meetings.service.reminders import Silent, silent
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.replies import ReplyForm, told
from webapp.wording import replies as words
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase
from webapp.wording.sitting import MANDATES

bp = Blueprint("replies", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/reponses")


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """Whether the quorum can be expected, whom to call, and seat by seat what was replied."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    given = meetings.standing_replies(db(), sitting)
    found = expected(sitting.frame, given, running(sitting.presence))
    reminded = meetings.reminded_at(db(), sitting.meeting.topic)
    return render_template(
        "desk/meetings/replies.html",
        sitting=sitting,
        forecast=found,
        **_in_words(found),
        silent=_silent(sitting, given, reminded),
        reminded=reminded,
        answered=[
            (seat, told(sitting, reply, words.SEATS), reply)
            for seat in sitting.roster.seats
            if seat.titular is not None and (reply := given.get(seat.seat.id))
        ],
        writers=committees.people(db(), [each.replied_by for each in given.values() if each.replied_by is not None]),
        noted=[each for each in sitting.facts if each.act == "mandate_given" and each.paper],
        **_mandates(sitting, found),
        may_note=sitting.meeting.state is MeetingState.PREPARED,
    )


def _in_words(found: Expected) -> dict[str, object]:
    """Say the expected quorum, its margin, and what those of whom nothing is known could add."""
    quorum, possible = found.quorum, len(found.possible)
    says = quorum.applies and found.margin < 0
    return {
        "expected": words.expected(quorum.counted, quorum.composing, quorum.required, applies=quorum.applies),
        "margin": words.margin(quorum.counted, quorum.required) if quorum.applies else "",
        "reachable": words.reachable(-found.margin, possible) if says and possible else "",
    }


def _mandates(sitting: Sitting, found: Expected) -> dict[str, object]:
    """The mandates expected, in order of receipt, and what each would be worth."""
    return {
        "mandates": [
            (
                sitting.seat_name(int(each.mandator)),
                sitting.seat_name(int(each.holder)),
                "" if each.reason is None else MANDATES[each.reason],
                int(each.holder) in found.possible,
            )
            for each in found.mandates
        ]
    }


def _silent(sitting: Sitting, given: Replies, reminded: Mapping[int, datetime]) -> Silent:
    today = reminded_today(reminded, clock.now())
    return silent(sitting.roster, given, running(sitting.presence), today)


@bp.route("/relance", methods=["GET", "POST"])
@access.desk_of_committee
def remind(meeting_id: int) -> str | Response | tuple[str, int]:
    """Remind the silent: who will be written to, who is to be called, then one button."""
    refused = ""
    if request.method == "POST":
        try:
            reached = reminders.remind(
                db(), meeting_id, linking=access.linking(), by=access.by(), now=clock.now(), key=acts.key()
            )
        except Refusal as refusal:
            refused = phrase(refusal.reason, **refusal.facts)
        else:
            flash(f"Relance écrite à {count(reached or 0, 'membre')}.", "success")
            return redirect(url_for("replies.page", meeting_id=meeting_id), 303)
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    reminded = meetings.reminded_at(db(), sitting.meeting.topic)
    shown = render_template(
        "desk/meetings/remind.html",
        sitting=sitting,
        silent=_silent(sitting, meetings.standing_replies(db(), sitting), reminded),
        reminded=reminded,
        refused=refused,
        may_write=sitting.meeting.state is MeetingState.PREPARED and not sitting.meeting.rehearsal,
        key=acts.new_key(),
    )
    return (shown, 409) if refused else shown


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
