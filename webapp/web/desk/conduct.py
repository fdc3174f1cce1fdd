"""Conducting a sitting: one screen for two hours."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.committees.model import SeatOnDay
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import OpeningPreview, Sitting
from webapp.meetings.sitting import Item, MeetingState, Motion, MotionState
from webapp.polls import queries as polls
from webapp.polls.model import Ballot
from webapp.web.kit import access, acts, streams
from webapp.web.kit.database import db
from webapp.wording import votes
from webapp.wording.outcomes import SENSES
from webapp.wording.phrases import phrase
from webapp.wording.sitting import ENDS, MANDATES, WARNINGS, fact_said

bp = Blueprint("conduct", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")

Answer = str | BaseResponse | tuple[str, int]
LATEST_FACTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One seat as the desk sees it in the list of presence."""

    seat: int
    name: str
    label: str
    college: str
    form: str | None
    mandate: str | None
    recused: bool
    awaited: bool
    words: str


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """The whole screen."""
    return render_template("desk/conduct/page.html", **context())


@bp.get("/etat")
@access.desk_of_committee
def live(meeting_id: int) -> BaseResponse:
    """The parts that change, for who follows without reloading."""
    shown_now = context()
    sitting: Sitting = shown_now["sitting"]  # type: ignore[assignment]  # the template's context is a plain dict
    response = make_response(render_template("desk/conduct/live.html", **shown_now))
    response.headers["Cache-Control"] = "private, no-cache"
    # Not of the bytes: each showing makes new keys for its forms.
    response.set_etag(f"{sitting.meeting.revision}-{len(sitting.open.voted) if sitting.open else 0}")
    return response.make_conditional(request)


@bp.get("/flux")
@access.desk_of_committee
def stream(meeting_id: int) -> Response:
    """Tell the desk that something changed: every act and every ballot."""
    return streams.follow(g.meeting.desk_topic)


def answer(act: Callable[[], object], *, anchor: str = "point") -> Answer:
    """Do an act and come back to its place; refused, show why with what was typed still there."""
    try:
        act()
    except Refusal as refusal:
        return refused(refusal)
    return redirect(url_for("conduct.page", meeting_id=g.meeting.id, _anchor=anchor), 303)


def refused(refusal: Refusal) -> tuple[str, int]:
    """Show the screen again with why an act was refused; nothing changed, what was typed stays."""
    return shown(refused=phrase(refusal.reason, **facts_said(refusal)), asked=request.form.get("asked", "")), 409


def shown(**more: object) -> str:
    """Show the screen again with what a step that writes nothing has found."""
    return render_template("desk/conduct/page.html", **{**context(), "typed": request.form, **more})


def facts_said(refusal: Refusal) -> dict[str, object]:
    """Say the seats of a refusal by the names of who sits there."""
    seats = refusal.facts.get("seats")
    if not isinstance(seats, tuple):
        return refusal.facts
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    return {**refusal.facts, "seats": ", ".join(sitting.seat_name(seat) for seat in seats)}


def context() -> dict[str, object]:
    """Gather everything the screen shows; one sitting read, and the desk's list when a vote has one."""
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    item = _shown_item(sitting)
    motion = _motion_in_hand(sitting, item)
    line = meetings.status_line(sitting, None)
    return {
        "sitting": sitting,
        "item": item,
        "motion": motion,
        "preview": _preview(sitting, motion),
        "line": line,
        "quorum": sitting.quorum(),
        "asked": request.args.get("confirmer", ""),
        "seats": seat_lines(sitting),
        "seat": _asked_seat(sitting),
        "entered": _entered(sitting),
        "facts": [(fact, fact_said(fact, sitting)) for fact in reversed(sitting.facts[-LATEST_FACTS:])],
        "voided": {fact.refers_to for fact in sitting.facts if fact.act == "voided"},
        "warnings": WARNINGS,
        "mandate_reasons": MANDATES,
        "mandate_ends": ENDS,
        "choices": votes.CHOICES_SAID,
        "forms": votes.FORMS,
        "motions": votes.MOTIONS,
        "states": votes.ITEM_STATES,
        "channels": votes.CHANNELS,
        "blocked": _blocked,
        "key": acts.new_key(),
        "senses": SENSES,
        "remote": meetings.remote_people(sitting.presence),
        "typed": {},
        "fact_said": fact_said,
    }


def _blocked(preview: OpeningPreview) -> str:
    if preview.blocked is None:
        return ""
    return phrase(preview.blocked, **preview.blocked_facts)


def _shown_item(sitting: Sitting) -> Item | None:
    asked = request.args.get("point", type=int)
    return (sitting.item_of(asked) if asked else None) or sitting.item


def _motion_in_hand(sitting: Sitting, item: Item | None) -> Motion | None:
    """The one motion the desk has something to do about: open, closed and not announced, or next."""
    if item is None:
        return None
    mine = sitting.motions_of(item.id)
    active = [each for each in mine if each.state in {MotionState.OPEN, MotionState.CLOSED}]
    return active[0] if active else sitting.next_motion(item.id)


def _preview(sitting: Sitting, motion: Motion | None) -> OpeningPreview | None:
    if motion is None or motion.state is not MotionState.PENDING or sitting.meeting.state is not MeetingState.OPEN:
        return None
    return meetings.preview_opening(sitting, motion.id)


def _entered(sitting: Sitting) -> tuple[Ballot, ...]:
    """The ballots the desk entered in the open vote, public by nature, to be read back."""
    vote = sitting.open
    if vote is None or not vote.desk_entered or vote.motion.poll_id is None:
        return ()
    return polls.desk_list(db(), vote.motion.poll_id)


def _asked_seat(sitting: Sitting) -> SeatOnDay | None:
    asked = request.args.get("siege", type=int) or request.form.get("panel", type=int)
    return sitting.seat(asked) if asked else None


def seat_lines(sitting: Sitting) -> list[SeatLine]:
    """Every seat in the order of the roster: who is there and how, who is represented, who is awaited."""
    item_id = sitting.meeting.item_in_hand
    recused = sitting.presence.recused(item_id) if item_id else frozenset()
    holders = {
        each.mandate.mandator: each.mandate.holder for each in sitting.mandates() if each.verdict and each.verdict.valid
    }
    awaited = set(sitting.open.awaited) if sitting.open else set()
    return [_seat_line(sitting, each, recused, holders, awaited) for each in sitting.roster.seats]


def _seat_line(
    sitting: Sitting, each: SeatOnDay, recused: frozenset[int], holders: dict[int, int], awaited: set[int]
) -> SeatLine:
    seat = each.seat.id
    taken = sitting.presence.seats.get(seat)
    name = sitting.seat_name(seat)
    return SeatLine(
        seat=seat,
        name=name,
        label=each.seat.label,
        college=each.seat.college_name,
        form=taken.occupant.form.value if taken else None,
        mandate=sitting.seat_name(holders[seat]) if seat in holders else None,
        recused=seat in recused,
        awaited=seat in awaited,
        words=" ".join([name, each.seat.label, *(person.person.formal_name for person in each.people)]).casefold(),
    )
