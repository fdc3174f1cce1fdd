"""The waiting list: who comes next, in strict order, and the offers whose time is over."""

from collections.abc import Iterable
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.kernel.errors import Refusal
from webapp.registrations import rules, store
from webapp.registrations.model import EVERYBODY, Campaign, Move, Occurrence, Registration, RegistrationRefusal, Status
from webapp.storage.database import Database


def seat_of(db: Database, occurrence_id: int, origin: str, seats: int) -> int | None:
    """Take seats for a newcomer, who overtakes nobody: while others wait, those kept for their own origin alone."""
    if not store.anybody_waiting(db, occurrence_id):
        return store.take(db, occurrence_id, origin, seats)
    if origin == EVERYBODY or store.anybody_waiting(db, occurrence_id, origin):
        return None
    return store.take(db, occurrence_id, origin, seats, kept_alone=True)


def seats_again(
    db: Database, occurrence: Occurrence, registration: Registration, *, origin: str, seats: int
) -> int | None:
    """Return where somebody who changes is seated from now on: where they were as far as it goes, else where seats are left.

    Refusal NO_SEATS_FOR_CHANGE where they held seats and there are not enough, or others wait for them.
    """
    if registration.pool_id is None:
        return None
    before = next((each for each in occurrence.pools if each.id == registration.pool_id), None)
    common = before is not None and before.origin == EVERYBODY
    if seats <= registration.seats and (common or origin == registration.origin):
        store.release(db, registration.pool_id, registration.seats - seats)
        return registration.pool_id
    store.release(db, registration.pool_id, registration.seats)
    pool_id = seat_of(db, occurrence.id, origin, seats)
    if pool_id is None:
        field = "companions" if seats > registration.seats else "origin"
        raise Refusal(RegistrationRefusal.NO_SEATS_FOR_CHANGE, field=field)
    return pool_id


def promote(db: Database, campaign: Campaign, occurrence: Occurrence, *, now: datetime) -> list[Move]:
    """Give free seats to those who wait, in the order of arrival (WEB-3); return who moved.

    Nobody is passed over: a group that finds too few seats keeps its turn, and only those of an origin that has
    seats of its own left may still be served. Nobody is given a seat at a date that is cancelled or over.
    """
    moves: list[Move] = []
    if occurrence.cancelled or now > occurrence.ends_at:
        return moves
    origins: frozenset[str] | None = None
    while (waiting := store.first_waiting(db, occurrence.id, origins)) is not None:
        pool_id = store.take(db, occurrence.id, waiting.origin, waiting.seats, kept_alone=origins is not None)
        if pool_id is not None:
            moves.append(_seat(db, campaign, occurrence, waiting, pool_id, now=now))
            continue
        left = _with_own_seats(db, occurrence.id) if origins is None else origins
        origins = left - {waiting.origin}
    return moves


def _with_own_seats(db: Database, occurrence_id: int) -> frozenset[str]:
    found = store.occurrence(db, occurrence_id)
    pools = () if found is None else found.pools
    return frozenset(each.origin for each in pools if each.origin != EVERYBODY and each.left)


def _seat(
    db: Database, campaign: Campaign, occurrence: Occurrence, waiting: Registration, pool_id: int, *, now: datetime
) -> Move:
    ends_at = rules.offer_ends_at(campaign.terms, occurrence, now=now)
    after = rules.status_with_seat(campaign.terms.approval) if ends_at is None else Status.OFFERED
    return move(db, campaign, waiting, after, pool_id=pool_id, offer_ends_at=ends_at, by=SYSTEM, now=now)


def settle(db: Database, campaign: Campaign, occurrence: Occurrence, *, now: datetime) -> list[Move]:
    """Take back the offers whose time is over, and let the next ones have theirs; return who moved."""
    moves = [
        give_up(db, campaign, each, Status.CANCELLED, by=SYSTEM, now=now)
        for each in store.ended_offers(db, now=now, occurrence_id=occurrence.id)
    ]
    return [*moves, *promote(db, campaign, occurrence, now=now)] if moves else []


def give_up(
    db: Database, campaign: Campaign, registration: Registration, after: Status, *, by: By, now: datetime
) -> Move:
    """Give a registration's seats back with its new status."""
    if registration.pool_id is not None:
        store.release(db, registration.pool_id, registration.seats)
    return move(db, campaign, registration, after, pool_id=None, offer_ends_at=None, by=by, now=now)


def move(
    db: Database,
    campaign: Campaign,
    registration: Registration,
    after: Status,
    *,
    pool_id: int | None,
    offer_ends_at: datetime | None,
    by: By,
    now: datetime,
) -> Move:
    """Write and journal a registration's new status; the journal names a number, never the person."""
    rules.check_transition(registration.status, after)
    at = audit.record(
        db, f"registration.{after}", registration.topic, by=by, now=now, scope=campaign.topic, seats=registration.seats
    )
    store.write_move(db, registration, after, pool_id=pool_id, at=at, offer_ends_at=offer_ends_at)
    moved = store.find(db, registration.id)
    if moved is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    return Move(registration=moved, before=registration.status)


def moved(moves: Iterable[Move], registration: Registration) -> Registration:
    """Return a registration as it stands after moves."""
    return next((each.registration for each in moves if each.registration.id == registration.id), registration)
