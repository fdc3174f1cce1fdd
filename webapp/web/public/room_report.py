"""Where BigBlueButton tells who was in a room, once all have left it."""

from flask import Blueprint, request

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import service as webinars
from webapp.webinars.model import WebinarRefusal
from webapp.wording.phrases import phrase

bp = Blueprint("room_report", __name__, url_prefix="/rappels/bigbluebutton")


@bp.post("/<int:number>/<token>")
@access.machine
def receive(number: int, token: str) -> tuple[str, int]:
    """Keep the report, when it is signed; received again, it changes nothing."""
    signature = request.headers.get("Authorization", "")
    try:
        webinars.receive_report(db(), number, token, signature, request.get_data(), means=kit.means(), now=clock.now())
    except Refusal as refusal:
        status = 401 if refusal.reason is WebinarRefusal.CALLBACK_UNSIGNED else 400
        return phrase(refusal.reason, **refusal.facts), status
    return "", 204
