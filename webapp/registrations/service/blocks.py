"""Seats held as one block for people who sign up elsewhere; each stands in the caller's unit of work."""

from datetime import datetime

from webapp.kernel.errors import Refusal
from webapp.registrations import store
from webapp.registrations.model import EVERYBODY, Move, RegistrationRefusal
from webapp.registrations.service import waiting
from webapp.registrations.service.signing import context
from webapp.storage.database import Database


def hold_block(db: Database, occurrence_id: int, seats: int) -> int | None:
    """Take a block of everybody's seats, whole or not at all; nobody who waits is overtaken. Return where it is held."""
    if store.occurrence(db, occurrence_id) is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    if store.anybody_waiting(db, occurrence_id):
        return None
    return store.take(db, occurrence_id, EVERYBODY, seats)


def release_block(db: Database, occurrence_id: int, pool_id: int, seats: int, *, now: datetime) -> list[Move]:
    """Give seats of a block back; they go to those who wait. Return who moved."""
    occurrence, campaign = context(db, occurrence_id)
    store.release(db, pool_id, seats)
    return [] if occurrence.cancelled else waiting.promote(db, campaign, occurrence, now=now)
