"""Opening, leading and ending the sitting and its items."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, g

from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.service import accidents, agenda, approval, conduct, from_paper, reshape
from webapp.web.desk.conduct import Answer, answer
from webapp.web.kit import access, acts
from webapp.web.kit.database import db

bp = Blueprint("conduct_items", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")

ITEM_ACTS: dict[str, Callable[..., None]] = {
    "appeler": conduct.begin_item,
    "terminer": conduct.end_item,
    "ajourner": conduct.adjourn_item,
    "retirer": conduct.withdraw_item,
    "rouvrir": conduct.reopen_item,
    "approuver": approval.without_objection,
}


@bp.post("/ouverture")
@access.desk_of_committee
def open_sitting(meeting_id: int) -> Answer:
    """Open the sitting, on the word of who presides."""
    act = partial(conduct.open_sitting, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(
        lambda: act(
            chair_seat=acts.optional_number("chair"),
            delegation=acts.text("delegation"),
            decision=acts.text("decision"),
            late_notice=acts.text("late_notice"),
        )
    )


@bp.post("/levee")
@access.desk_of_committee
def close_sitting(meeting_id: int) -> Answer:
    """End the sitting, or find that there is no quorum."""
    act = partial(conduct.close_sitting, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(no_quorum=bool(acts.text("no_quorum"))))


@bp.post("/points/<int:item_id>/<any(appeler, terminer, ajourner, retirer, rouvrir, approuver):verb>")
@access.desk_of_committee
def item(meeting_id: int, item_id: int, verb: str) -> Answer:
    """Call an item, end it, put it off or take it out; approve earlier minutes without a vote."""
    act = partial(ITEM_ACTS[verb], db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(reason=acts.text("reason")))


@bp.post("/suspension")
@access.desk_of_committee
def suspend(meeting_id: int) -> Answer:
    """Suspend the sitting."""
    act = partial(accidents.suspend, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(reason=acts.text("reason")))


@bp.post("/reprise")
@access.desk_of_committee
def resume(meeting_id: int) -> Answer:
    """Resume the sitting, its quorum taken again."""
    return answer(partial(accidents.resume, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key()))


@bp.post("/levee-anticipee")
@access.desk_of_committee
def end_early(meeting_id: int) -> Answer:
    """End the sitting before its agenda is through; what is left is carried over."""
    act = partial(accidents.end_early, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(reason=acts.text("reason"), next_meeting_id=acts.optional_number("next")))


@bp.post("/points/<int:item_id>/division")
@access.desk_of_committee
def split(meeting_id: int, item_id: int) -> Answer:
    """Split an item in two."""
    act = partial(reshape.split_item, db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act((acts.text("first"), acts.text("second"))))


@bp.post("/points/<int:item_id>/jonction")
@access.desk_of_committee
def join(meeting_id: int, item_id: int) -> Answer:
    """Join an item to another."""
    act = partial(reshape.join_items, db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.number("to")))


@bp.post("/points/<int:item_id>/information")
@access.desk_of_committee
def inform(meeting_id: int, item_id: int) -> Answer:
    """Take an item for information, without a vote."""
    return answer(
        partial(reshape.to_information, db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    )


@bp.post("/points/<int:item_id>/deplacement")
@access.desk_of_committee
def move(meeting_id: int, item_id: int) -> Answer:
    """Call an item right before another, or last."""
    act = partial(agenda.move_item, db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(_place_before(meeting_id, item_id, acts.optional_number("before"))))


def _place_before(meeting_id: int, item_id: int, before: int | None) -> int:
    """Return the place, from 1, that puts an item right before another one; the last one without it."""
    others = [each.id for each in meetings.items(db(), meeting_id) if each.id != item_id]
    return others.index(before) + 1 if before in others else len(others) + 1


@bp.post("/apres-coup")
@access.desk_of_committee
def enter_afterwards(meeting_id: int) -> Answer:
    """Enter from paper what was held without the machine."""
    act = partial(from_paper.begin, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.hour("hour", g.meeting.starts_at), reason=acts.text("reason")))


@bp.post("/apres-coup/heure")
@access.desk_of_committee
def entry_hour(meeting_id: int) -> Answer:
    """Go on to a later hour of the paper."""
    act = partial(from_paper.set_hour, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.hour("hour", g.meeting.starts_at)))


@bp.post("/apres-coup/fin")
@access.desk_of_committee
def live_again(meeting_id: int) -> Answer:
    """Write what happens now again."""
    return answer(partial(from_paper.live_again, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key()))
