"""A sitting as a member follows it: one true line, the agenda, what one may do."""

from enum import auto
from secrets import token_urlsafe

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.accounts.model import Role
from webapp.committees.model import Rank
from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.texts import compare
from webapp.meetings.service import presence
from webapp.meetings.sitting import MeetingState, MotionState
from webapp.web.kit import access, notices, replies, streams
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.kit.fragments import fragment
from webapp.web.member import consulting_view
from webapp.wording import votes
from webapp.wording.replies import NOTED
from webapp.wording.status import KINDS, sentence

bp = Blueprint("meeting", __name__)


class RecusalRefusal(Reason):
    """Why a member does not withdraw by their own hand."""

    SEAT_OF_ANOTHER = auto()


class RecusalForm(Form):
    """The items one withdraws from, declared once over the whole agenda (LAW DEP-2)."""

    items = SelectMultipleField(
        "Points sur lesquels vous avez un intérêt personnel",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    key = HiddenField(validators=[Length(8, 64)])


@bp.get("/seances/<int:meeting_id>")
@access.takes_part
def page(meeting_id: int) -> str:
    """The sitting's page; reading it proves that one has its notice."""
    notices.seen()
    if g.meeting.mode is Mode.WRITTEN:
        return render_template("member/written/page.html", **consulting_view.context())
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    return render_template("member/meeting.html", **_context(sitting), **_notice(), **_reply(sitting))


def _reply(sitting: Sitting) -> dict[str, object]:
    """Before the sitting: what one replied, and who gives one mandate."""
    seat = sitting.titular_seat_of(access.me().person.id)
    if seat is None or sitting.meeting.state is not MeetingState.PREPARED:
        return {"replied": "", "givers": ()}
    given = meetings.standing_replies(db(), sitting)
    mine = given.get(seat.seat.id)
    return {
        "replied": "" if mine is None else replies.told(sitting, mine, NOTED),
        "givers": replies.givers(sitting, given, seat.seat.id),
    }


@bp.get("/seances/<int:meeting_id>/etat")
@access.takes_part
def live(meeting_id: int) -> BaseResponse:
    """The parts that change: the true line and what is asked now; unchanged, 304."""
    if g.meeting.mode is Mode.WRITTEN:
        return fragment(render_template("member/written/live.html", **consulting_view.context()))
    return fragment(render_template("member/meeting_live.html", **_context()))


@bp.get("/seances/<int:meeting_id>/flux")
@access.takes_part
def stream(meeting_id: int) -> Response:
    """Tell the page that something changed, never what."""
    return streams.follow(g.meeting.topic)


@bp.get("/seances/<int:meeting_id>/points/<int:item_id>")
@access.takes_part
def item(meeting_id: int, item_id: int) -> str:
    """One item: its facts, the texts put to the vote with what changes between them, the results once announced."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    motions = sitting.motions_of(item_id)
    texts = [
        (motion, compare(motions[index - 1].text, motion.text) if index else ()) for index, motion in enumerate(motions)
    ]
    return render_template(
        "member/item.html",
        **_context(sitting),
        item=g.item,
        texts=texts,
        wrote=[each for each in meetings.hearing_observations(db(), meeting_id) if each.item_id == item_id],
        announced=MotionState.ANNOUNCED,
    )


@bp.post("/seances/<int:meeting_id>/points/<int:item_id>/retrait")
@access.member_of_meeting
def withdraw(meeting_id: int, item_id: int) -> BaseResponse:
    """« Je me retire de ce point » (CRPA R133-12)."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    _recuse(sitting, [item_id], request.form.get("key", ""))
    return redirect(url_for("meeting.item", meeting_id=meeting_id, item_id=item_id), 303)


@bp.route("/seances/<int:meeting_id>/deports", methods=["GET", "POST"])
@access.member_of_meeting
def recusals(meeting_id: int) -> str | BaseResponse:
    """One declaration for the whole agenda."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    form = RecusalForm()
    form.items.choices = choices((each.id, f"{each.label}. {each.title}") for each in sitting.items if not each.over)
    if form.validate_on_submit():
        _recuse(sitting, form.items.data or [], form.key.data or "")
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    if not form.is_submitted():
        form.key.data = token_urlsafe(16)
        form.items.data = [each.item_id for each in sitting.presence.recusals if each.seat in _my_seats(sitting)]
    return render_template("member/recusals.html", form=form, sitting=sitting)


def _recuse(sitting: Sitting, items: list[int], key: str) -> None:
    seats = _my_seats(sitting)
    if not seats:
        raise Refusal(RecusalRefusal.SEAT_OF_ANOTHER)
    known = {(each.seat, each.item_id) for each in sitting.presence.recusals}
    for item_id in items:
        for seat in seats:
            if (seat, item_id) not in known:
                now = clock.now()
                presence.recuse(
                    db(), sitting.meeting.id, seat, item_id, by=access.by(), now=now, key=f"{key}-{item_id}"[:64]
                )


def _my_seats(sitting: Sitting) -> tuple[int, ...]:
    """The seat this person sits in, or else the one they are the titular of while nobody sits in it.

    A withdrawal takes the ballot from the seat: whoever does not sit must not withdraw in the place of who does.
    """
    me = access.me().person.id
    taken = sitting.seat_taken_by(me)
    if taken is not None:
        return (taken,)
    if sitting.frame.voters:
        return tuple(seat for seat, person_id in sitting.frame.voters.items() if person_id == me)[:1]
    return tuple(
        seat.seat.id
        for seat, appointment in sitting.seats_held_by(me)
        if appointment.rank is Rank.TITULAR and seat.seat.id not in sitting.presence.seats
    )[:1]


def _notice() -> dict[str, object]:
    """The last notice sent, and what proves that one has it."""
    notice_id = g.meeting.notice_id
    if notice_id is None:
        return {"notice": None, "proofs": None}
    return {
        "notice": meetings.notice(db(), g.meeting.id, notice_id),
        "proofs": meetings.own_proofs(db(), notice_id, access.me().person.id),
    }


def _context(sitting: Sitting | None = None) -> dict[str, object]:
    sitting = sitting or meetings.state(db(), g.meeting.id, now=clock.now())
    me = access.me().person.id
    line = meetings.status_line(sitting, me)
    return {
        "sitting": sitting,
        "me": me,
        "line": line,
        "sentence": sentence(line.kind, line.facts),
        "kind": KINDS.get(line.kind, "info"),
        "quorum": sitting.quorum(),
        "seats": sitting.seats_held_by(me),
        "taken": sitting.seat_taken_by(me),
        "own": _my_seats(sitting),
        "held": [
            each for each in sitting.mandates() if each.verdict and each.mandate.holder == sitting.seat_taken_by(me)
        ],
        "presides": access.me().has(Role.CHAIR, sitting.committee.id)
        or (sitting.presence.chair is not None and sitting.presence.chair.person_id == me),
        "recused": {each.item_id for each in sitting.presence.recusals if each.person_id == me},
        "forms": votes.FORMS,
        "states": votes.ITEM_STATES,
        "motions": votes.MOTIONS,
        "key": token_urlsafe(16),
    }
