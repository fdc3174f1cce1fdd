"""Acts of presence entered at the desk: arrivals, departures, mandates, recusals, presidency, persons heard."""

from functools import partial

from flask import Blueprint, g

from webapp.kernel import clock
from webapp.meetings.service import presence
from webapp.meetings.sitting import Form
from webapp.web.desk.conduct import Answer, answer
from webapp.web.kit import access, acts
from webapp.web.kit.database import db

bp = Blueprint("conduct_presence", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")


def _circumstances() -> dict[str, object]:
    """Who enters the act, when, for which hour, by which form."""
    return {
        "by": access.by(),
        "now": clock.now(),
        "key": acts.key(),
        "at": acts.hour("at", g.meeting.starts_at),
    }


@bp.post("/arrivee")
@access.desk_of_committee
def arrive(meeting_id: int) -> Answer:
    """Somebody takes a seat."""

    def act() -> None:
        presence.arrive(
            db(),
            meeting_id,
            acts.number("seat"),
            acts.number("person"),
            acts.chosen(Form, "form"),
            decision=acts.text("decision"),
            **_circumstances(),  # type: ignore[arg-type]  # the four keyword circumstances of every act
        )

    return answer(act, anchor="presence")


@bp.post("/depart")
@access.desk_of_committee
def depart(meeting_id: int) -> Answer:
    """Somebody leaves, with a mandate or without."""

    def act() -> None:
        presence.depart(
            db(),
            meeting_id,
            acts.number("seat"),
            mandate_to=acts.optional_number("holder"),
            **_circumstances(),  # type: ignore[arg-type]  # same
        )

    return answer(act, anchor="presence")


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
            **_circumstances(),  # type: ignore[arg-type]  # same
        )

    return answer(act, anchor="mandats")


@bp.post("/mandat/fin")
@access.desk_of_committee
def end_mandate(meeting_id: int) -> Answer:
    """A mandate is withdrawn."""

    def act() -> None:
        presence.end_mandate(db(), meeting_id, acts.number("mandator"), **_circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="mandats")


@bp.post("/deport")
@access.desk_of_committee
def recuse(meeting_id: int) -> Answer:
    """A member withdraws from an item, or takes part in it again."""

    def act() -> None:
        verb = presence.end_recusal if acts.text("end") else presence.recuse
        verb(db(), meeting_id, acts.number("seat"), acts.number("item"), **_circumstances())  # type: ignore[arg-type]  # same

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
            **_circumstances(),  # type: ignore[arg-type]  # same
        )

    return answer(act, anchor="presidence")


@bp.post("/personnes")
@access.desk_of_committee
def welcome(meeting_id: int) -> Answer:
    """A person to be heard enters."""

    def act() -> None:
        presence.welcome_guest(db(), meeting_id, acts.text("name"), **_circumstances())  # type: ignore[arg-type]  # same

    return answer(act, anchor="personnes")


@bp.post("/personnes/sortie")
@access.desk_of_committee
def leave(meeting_id: int) -> Answer:
    """A person heard leaves."""

    def act() -> None:
        presence.guest_leaves(db(), meeting_id, acts.number("fact"), **_circumstances())  # type: ignore[arg-type]  # same

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
