"""Opening, leading and ending the sitting and its items."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint

from webapp.kernel import clock
from webapp.meetings.service import conduct
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
}


@bp.post("/ouverture")
@access.desk_of_committee
def open_sitting(meeting_id: int) -> Answer:
    """Open the sitting, on the word of who presides."""
    act = partial(conduct.open_sitting, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(
        lambda: act(
            chair_seat=acts.optional_number("chair"), delegation=acts.text("delegation"), decision=acts.text("decision")
        )
    )


@bp.post("/levee")
@access.desk_of_committee
def close_sitting(meeting_id: int) -> Answer:
    """End the sitting, or find that there is no quorum."""
    act = partial(conduct.close_sitting, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(no_quorum=bool(acts.text("no_quorum"))))


@bp.post("/points/<int:item_id>/<any(appeler, terminer, ajourner, retirer, rouvrir):verb>")
@access.desk_of_committee
def item(meeting_id: int, item_id: int, verb: str) -> Answer:
    """Call an item, end it, put it off or take it out."""
    act = partial(ITEM_ACTS[verb], db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(reason=acts.text("reason")))
