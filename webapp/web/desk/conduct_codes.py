"""A code dictated by telephone to somebody of the sitting who cannot come in: shown once, in the panel of their seat."""

from flask import Blueprint, g

from webapp.accounts import codes, service
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import MeetingRefusal
from webapp.web.desk import keys
from webapp.web.desk.conduct import Answer, refused, shown
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings

bp = Blueprint("conduct_codes", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")


@bp.post("/code")
@access.desk_of_committee
def dictate(meeting_id: int) -> Answer:
    """Draw a code and show it this once: it is kept nowhere in clear, and asking again makes another."""
    try:
        person_id = _of_the_sitting(acts.number("person"))
        keys.check_sits_here_alone([person_id])
        dictation = service.dictate_code(db(), person_id, actor=access.me(), now=clock.now())
    except Refusal as refusal:
        return refused(refusal)
    return shown(
        dictation=dictation, dictated=codes.grouped(dictation.code), sign_in_at=settings().public_address.rstrip("/")
    )


def _of_the_sitting(person_id: int) -> int:
    """Return somebody who may sit on the day, or refuse: nobody else is given a key from here."""
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    if not sitting.seats_held_by(person_id):
        raise Refusal(MeetingRefusal.UNKNOWN_PERSON)
    return person_id
