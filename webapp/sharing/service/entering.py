"""A partner's people come in: by an entry of their prefecture's, kept where their personal links lead, shown by no page."""

from datetime import datetime

from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.sharing import store
from webapp.sharing.model import SharingRefusal
from webapp.storage.database import Database
from webapp.webinars import queries as webinars
from webapp.webinars import rules
from webapp.webinars.service import rooms
from webapp.webinars.service.letters import Means
from webapp.wording import sharing as words


def enter(db: Database, token: str, *, means: Means, overflow: bool = False, now: datetime) -> str:
    """Return the room's address at the right time; the partner let in only those it had confirmed.

    `overflow`: of the other room.
    """
    share = store.shared_of_entry(db, tokens.hash_of(token))
    partner = None if share is None else store.partner(db, share.partner_id)
    occurrence = None if share is None else registrations.occurrence(db, share.occurrence_id)
    if partner is None or occurrence is None:
        raise Refusal(SharingRefusal.UNKNOWN_ENTRY)
    room = webinars.room(db, occurrence.id)
    rules.check_open(occurrence, room, now=now)
    if overflow:
        return rules.check_overflow(room)
    # Each one enters as somebody else, whom only the partner could name.
    user_id, name = f"partner:{partner.id}:{tokens.new_nonce()}", words.GUEST.format(name=partner.name)
    return rooms.address_of(db, occurrence, room, user_id=user_id, name=name, means=means)
