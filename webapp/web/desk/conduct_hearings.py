"""The order of passage of the persons heard, entered at the desk."""

from functools import partial

from flask import Blueprint, g

from webapp.kernel import clock
from webapp.meetings.service import hearings
from webapp.web.desk.conduct import Answer, answer
from webapp.web.kit import access, acts
from webapp.web.kit.database import db

bp = Blueprint(
    "conduct_hearings", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire/personnes/passages"
)


@bp.post("")
@access.desk_of_committee
def plan(meeting_id: int) -> Answer:
    """Somebody is to be heard on an item."""
    act = partial(hearings.plan, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(
        lambda: act(acts.number("item"), acts.text("name"), planned_at=acts.hour("at", g.meeting.starts_at)),
        anchor="personnes",
    )


@bp.post("/entree")
@access.desk_of_committee
def enter(meeting_id: int) -> Answer:
    """Somebody who was to be heard enters."""
    act = partial(hearings.enter, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("hearing")), anchor="personnes")


@bp.post("/annulation")
@access.desk_of_committee
def cancel(meeting_id: int) -> Answer:
    """Somebody who was to be heard does not come."""
    act = partial(hearings.cancel, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("hearing")), anchor="personnes")


@bp.post("/retard")
@access.desk_of_committee
def slip(meeting_id: int) -> Answer:
    """The hearings run late."""
    act = partial(hearings.slip, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.figure("minutes")), anchor="personnes")
