"""A partner's people come in: by an entry of their prefecture's, kept where their personal links lead, shown by no page."""

from datetime import datetime

from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import RegistrationRefusal
from webapp.sharing import store
from webapp.sharing.model import SharingRefusal
from webapp.storage.database import Database
from webapp.webinars import queries as webinars
from webapp.webinars.model import WebinarRefusal


def enter(db: Database, token: str, *, now: datetime) -> str:
    """Return the room's address at the right time; the partner let in only those it had confirmed."""
    share = store.shared_of_entry(db, tokens.hash_of(token))
    occurrence = None if share is None else registrations.occurrence(db, share.occurrence_id)
    if occurrence is None:
        raise Refusal(SharingRefusal.UNKNOWN_ENTRY)
    room = webinars.room(db, occurrence.id)
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if now < room.opens_at(occurrence):
        raise Refusal(WebinarRefusal.ROOM_NOT_OPEN, at=room.opens_at(occurrence))
    if now > occurrence.ends_at:
        raise Refusal(WebinarRefusal.ROOM_OVER)
    if not room.address:
        raise Refusal(WebinarRefusal.ROOM_UNKNOWN)
    return room.address
