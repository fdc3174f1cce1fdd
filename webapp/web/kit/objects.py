"""What an address names, loaded once and checked against one another, kept in `g` for the rules of access and the view.

An object of another committee, sitting or webinar is simply not found.
"""

from typing import Any, NoReturn

from flask import abort, g, request

from webapp.accounts import queries as accounts
from webapp.committees import queries as committees
from webapp.documents import queries as documents
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.web.kit.database import db
from webapp.webinars import queries as webinars


def load() -> None:
    """Load what the address names; an object of another committee or sitting is simply not found."""
    arguments = request.view_args or {}
    load_webinar(arguments)
    if "meeting_id" in arguments:
        g.meeting = meetings.find(db(), arguments["meeting_id"]) or _no_meeting(arguments["meeting_id"])
        g.committee = committees.find(db(), g.meeting.committee_id) or abort(404)
    elif "committee_id" in arguments:
        g.committee = committees.find(db(), arguments["committee_id"]) or abort(404)
    if "person_id" in arguments:
        g.account = accounts.account(db(), arguments["person_id"], now=clock.now()) or abort(404)
    if "item_id" in arguments:
        g.item = meetings.find_item(db(), g.meeting.id, arguments["item_id"]) or abort(404)
    if "message_id" in arguments:
        g.message = outbox.find(db(), arguments["message_id"]) or abort(404)
    if "document_id" in arguments:
        g.document = documents.find(db(), g.meeting.topic, arguments["document_id"]) or abort(404)
    if "motion_id" in arguments:
        g.motion = meetings.find_motion(db(), g.item.id, arguments["motion_id"]) or abort(404)


def load_webinar(arguments: dict[str, Any]) -> None:
    """Load the webinar that the address names; a date of another one is simply not found."""
    if "webinar_id" in arguments:
        g.webinar = webinars.find(db(), arguments["webinar_id"]) or abort(404)
    if "webinar_code" in arguments:
        g.webinar = webinars.find_by_code(db(), arguments["webinar_code"]) or abort(404)
    if "occurrence_id" in arguments:
        g.occurrence = registrations.occurrence_of(db(), g.webinar.topic, arguments["occurrence_id"]) or abort(404)
    if "registration_id" in arguments and "webinar" in g:  # at the desk of rights, the view finds it
        g.registration = registrations.find(db(), arguments["registration_id"]) or abort(404)
        registrations.occurrence_of(db(), g.webinar.topic, g.registration.occurrence_id) or abort(404)


def _no_meeting(number: int) -> NoReturn:
    """Say of a number that names no sitting whether it was that of a rehearsal: its pages are still open somewhere."""
    abort(410 if meetings.retired(db(), [number]) else 404)
