"""The list of those who ask to speak, ordered by the desk."""

from functools import partial

from flask import Blueprint

from webapp.kernel import clock
from webapp.meetings.service import floor
from webapp.web.desk.conduct import Answer, answer
from webapp.web.kit import access, acts
from webapp.web.kit.database import db

bp = Blueprint("conduct_floor", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire/parole")


@bp.post("/demande")
@access.desk_of_committee
def ask(meeting_id: int) -> Answer:
    """Somebody in the room raises a hand."""
    act = partial(floor.ask, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("person")), anchor="parole")


@bp.post("/retrait")
@access.desk_of_committee
def withdraw(meeting_id: int) -> Answer:
    """Somebody asks no more."""
    act = partial(floor.withdraw, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("person")), anchor="parole")


@bp.post("/don")
@access.desk_of_committee
def give(meeting_id: int) -> Answer:
    """The chair gives the floor."""
    act = partial(floor.give, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("request")), anchor="parole")


@bp.post("/fin")
@access.desk_of_committee
def end(meeting_id: int) -> Answer:
    """Who had the floor has spoken."""
    return answer(
        partial(floor.end, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key()), anchor="parole"
    )


@bp.post("/avance")
@access.desk_of_committee
def move_first(meeting_id: int) -> Answer:
    """Somebody speaks before the others who wait."""
    act = partial(floor.move_first, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("request")), anchor="parole")
