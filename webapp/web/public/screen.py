"""The room's big screen: what everybody there may know, opened by the sitting's own revocable link."""

from flask import Blueprint, Response, abort, render_template
from werkzeug.wrappers import Response as BaseResponse

from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.web.kit import access, streams
from webapp.web.kit.database import db
from webapp.web.kit.fragments import fragment
from webapp.wording import votes
from webapp.wording.outcomes import neither
from webapp.wording.status import sentence

bp = Blueprint("screen", __name__, url_prefix="/seances/<int:meeting_id>/ecran/<token>")


@bp.get("")
@access.public
def page(meeting_id: int, token: str) -> str:
    """The whole screen."""
    return render_template("public/screen.html", **_context(meeting_id, token))


@bp.get("/etat")
@access.public
def live(meeting_id: int, token: str) -> BaseResponse:
    """What changes on it; unchanged, 304."""
    return fragment(render_template("public/screen_live.html", **_context(meeting_id, token)))


@bp.get("/flux")
@access.public
def stream(meeting_id: int, token: str) -> Response:
    """Tell the screen that something changed, never what."""
    base = db()
    meeting = meetings.find_by_screen(base, meeting_id, token) or abort(404)
    return streams.follow(meeting.topic, holds=lambda: meetings.find_by_screen(base, meeting_id, token) is not None)


def _context(meeting_id: int, token: str) -> dict[str, object]:
    meeting = meetings.find_by_screen(db(), meeting_id, token) or abort(404)
    version = streams.version(meeting.topic)  # read before the facts: a change in between wakes the page again
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    line = meetings.status_line(sitting, None)
    return {
        "sitting": sitting,
        "live_version": version,
        "token": token,
        "line": line,
        "sentence": sentence(line.kind, line.facts),
        "quorum": sitting.quorum(),
        "result": _announced(sitting),
        "neither": neither,
        "motions": votes.MOTIONS,
    }


def _announced(sitting: Sitting) -> object:
    """The last result announced on the item in hand, while no vote is open."""
    if sitting.open is not None or sitting.item is None:
        return None
    told = [each for each in sitting.motions_of(sitting.item.id) if each.announced_at is not None]
    return told[-1] if told else None
