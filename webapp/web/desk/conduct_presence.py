"""Acts of presence entered at the desk: arrivals, departures, mandates, recusals, presidency, persons heard."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, g

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Quorum
from webapp.meetings.queries import Sitting
from webapp.meetings.service import presence
from webapp.meetings.sitting import Form, MeetingState
from webapp.web.desk.conduct import Answer, answer
from webapp.web.desk.conduct_view import next_absent
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.quorums import quorum_moved
from webapp.web.kit.requests import whole

bp = Blueprint("conduct_presence", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")


def circumstances() -> dict[str, object]:
    """Who enters the act, when, for which hour, by which form."""
    return {
        "by": access.by(),
        "now": clock.now(),
        "key": acts.key(),
        "at": acts.hour("at", g.meeting.starts_at),
    }


def _arrival() -> tuple[int, int, Form]:
    """Read seat, person and form: from three fields, or from the one button « 12.34.room » of a list."""
    if not acts.text("arrival"):
        return acts.number("seat"), acts.number("person"), acts.chosen(Form, "form")
    seat, person, form = acts.parts("arrival", 3)
    try:
        return whole(seat), whole(person), Form(form)
    except ValueError as fault:
        raise Refusal(acts.FormRefusal.CHOICE_MISSING) from fault


def _after_arrival(sitting: Sitting) -> str:
    """Come back to the next name of the roll, or to the top of the list."""
    following = None if acts.text("panel") else next_absent(sitting, _arrival()[0])
    return "presence" if following is None else f"s{following}"


def moved(act: Callable[[], object]) -> Callable[[], object]:
    """Do an act of presence, and say what the quorum was before and is after it (LAW MAN-3)."""

    def told() -> None:
        before = _quorum()
        act()
        after = _quorum()
        if g.meeting.state is MeetingState.OPEN and before.counted != after.counted:
            flash(quorum_moved(before, after), "warning" if after.lacking else "success")

    return told


def _quorum() -> Quorum:
    return meetings.state(db(), g.meeting.id, now=clock.now()).quorum()


@bp.post("/arrivee")
@access.desk_of_committee
def arrive(meeting_id: int) -> Answer:
    """Somebody takes a seat."""

    def act() -> None:
        presence.arrive(
            db(),
            meeting_id,
            *_arrival(),
            decision=acts.text("decision"),
            **circumstances(),  # type: ignore[arg-type]  # the four keyword circumstances of every act
        )

    return answer(moved(act), place=_after_arrival)


def _departure() -> tuple[int, int | None]:
    """Read the seat, and the one person who leaves where several are there for it: « 12.34 »."""
    if not acts.text("leaving"):
        return acts.number("seat"), None
    seat, person = acts.parts("leaving", 2)
    try:
        return whole(seat), whole(person)
    except ValueError as fault:
        raise Refusal(acts.FormRefusal.CHOICE_MISSING) from fault


@bp.post("/depart")
@access.desk_of_committee
def depart(meeting_id: int) -> Answer:
    """Somebody leaves, with a mandate or without."""

    def act() -> None:
        seat, person_id = _departure()
        presence.depart(
            db(),
            meeting_id,
            seat,
            person_id=person_id,
            mandate_to=acts.optional_number("left_to"),
            **circumstances(),  # type: ignore[arg-type]  # same
        )

    return answer(moved(act), anchor="presence")


@bp.post("/mandat")
@access.desk_of_committee
def give_mandate(meeting_id: int) -> Answer:
    """A mandate is received."""

    def act() -> None:
        presence.give_mandate(
            db(),
            meeting_id,
            acts.number("mandator"),
            acts.number("holder"),
            **circumstances(),  # type: ignore[arg-type]  # same
        )

    return answer(moved(act), anchor="mandats")


@bp.post("/mandat/fin")
@access.desk_of_committee
def end_mandate(meeting_id: int) -> Answer:
    """A mandate is withdrawn."""

    def act() -> None:
        presence.end_mandate(db(), meeting_id, acts.number("mandator"), **circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="mandats")


@bp.post("/deport")
@access.desk_of_committee
def recuse(meeting_id: int) -> Answer:
    """A member withdraws from an item."""

    def act() -> None:
        presence.recuse(db(), meeting_id, acts.number("seat"), acts.number("item"), **circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="presence")


@bp.post("/deport/fin")
@access.desk_of_committee
def take_part(meeting_id: int) -> Answer:
    """A member takes part in an item again."""

    def act() -> None:
        presence.end_recusal(db(), meeting_id, acts.number("seat"), acts.number("item"), **circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="presence")


@bp.post("/presidence")
@access.desk_of_committee
def preside(meeting_id: int) -> Answer:
    """Another presides from an hour on."""

    def act() -> None:
        presence.preside(
            db(),
            meeting_id,
            acts.number("seat"),
            delegation=acts.text("delegation"),
            **circumstances(),  # type: ignore[arg-type]  # same
        )

    return answer(act, anchor="presidence")


@bp.post("/personnes")
@access.desk_of_committee
def welcome(meeting_id: int) -> Answer:
    """A person to be heard enters."""

    def act() -> None:
        presence.welcome_guest(db(), meeting_id, acts.text("name"), **circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="personnes")


@bp.post("/personnes/sortie")
@access.desk_of_committee
def leave(meeting_id: int) -> Answer:
    """A person heard leaves."""

    def act() -> None:
        presence.guest_leaves(db(), meeting_id, acts.number("fact"), **circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="personnes")


@bp.post("/annulation")
@access.desk_of_committee
def void(meeting_id: int) -> Answer:
    """A fact of the ledger is set aside, with its reason."""
    act = partial(presence.void, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("fact"), reason=acts.text("reason")), anchor="registre")


@bp.post("/saisie-tardive")
@access.desk_of_committee
def decide_late(meeting_id: int) -> Answer:
    """The chair decides what becomes of a vote touched by a late entry."""
    act = partial(presence.decide_late_entry, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(
        lambda: act(
            acts.number("fact"),
            acts.number("motion"),
            recompute=acts.text("decision") == "recompute",
            reason=acts.text("reason"),
        ),
        anchor="saisies-tardives",
    )
