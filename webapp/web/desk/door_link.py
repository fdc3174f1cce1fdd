"""The link of the tablet at the door: made, shown with its square, made anew, revoked."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock, paths
from webapp.meetings.service import door
from webapp.meetings.sitting import Meeting
from webapp.pdf.square import square
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings

bp = Blueprint("door_link", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/emargement")


def shown(meeting: Meeting) -> dict[str, object]:
    """What the page of preparation shows of the link, if there is one."""
    if meeting.door_token is None:
        return {"door": None}
    link = paths.link(settings().public_address, "door", meeting_id=meeting.id, door=meeting.door_token)
    return {"door": link, "door_square": square(link)}


@bp.post("/lien")
@access.desk_of_committee
def make(meeting_id: int) -> Response:
    """Make the link, or revoke it and make another."""
    door.make_link(db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id)


@bp.post("/annulation")
@access.desk_of_committee
def revoke(meeting_id: int) -> Response:
    """Revoke the link and leave none."""
    door.revoke_link(db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id)


def _back(meeting_id: int) -> Response:
    return redirect(url_for("prepare.page", meeting_id=meeting_id, _anchor="emargement"), 303)
