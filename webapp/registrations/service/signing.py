"""Signing up, changing, withdrawing, answering an offer, and the words of manager and organiser.

Each stands in the caller's unit of work and returns who moved, so that the caller writes to them in the same unit.
"""

from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.registrations import rules, store
from webapp.registrations.model import (
    HOLDING,
    Campaign,
    FormVersion,
    Move,
    Occurrence,
    Received,
    Registration,
    RegistrationRefusal,
    SignUp,
    Status,
)
from webapp.registrations.service import waiting
from webapp.storage.database import Database

BY_THE_PERSON = By(person_id=None, name="la personne inscrite")
BY_THE_MANAGER = By(person_id=None, name="la personne responsable")
LONGEST_KEY = 200


@frozen
class Links:
    """The names that tell apart the links derived from one registration's nonce."""

    manage: Nonce
    entry: Nonce
    manager: Nonce


def links_of(nonce: Nonce) -> Links:
    """Return what each link of a registration is derived from."""
    return Links(manage=nonce, entry=Nonce(f"{nonce}:entry"), manager=Nonce(f"{nonce}:manager"))


def sign_up(
    db: Database,
    occurrence_id: int,
    signed: SignUp,
    *,
    form: FormVersion,
    key: str,
    link_key: str,
    now: datetime,
    by: By = BY_THE_PERSON,
    vouched: bool = False,
) -> tuple[Received, list[Move]]:
    """Sign somebody up for a date: a seat by one conditional update, or the end of the waiting list (WEB-1).

    `signed` was cleaned before the lock. The same form again, or the same person again (WEB-2), changes nothing and
    gives the first registration. `vouched`: the organiser enters them, or the room takes them in; their word is given.
    """
    if not key or len(key) > LONGEST_KEY:
        raise Refusal(RegistrationRefusal.KEY_MISSING)
    before = store.of_key(db, key)
    if before is not None:
        return Received(registration=before, anew=False, resent=True), []
    occurrence, campaign = context(db, occurrence_id)
    before = store.of_person(db, occurrence_id, signed.identity)
    if before is not None:
        return Received(registration=before, anew=False), []
    rules.check_open(campaign, occurrence, now=now, until_the_end=vouched)
    if vouched:
        terms = replace(campaign.terms, approval=rules.vouched(campaign.terms.approval))
        campaign = replace(campaign, terms=terms)
    moves = waiting.settle(db, campaign, occurrence, now=now)
    written = _write(db, campaign, occurrence, signed, form=form, key=key, link_key=link_key, by=by, now=now)
    return Received(registration=written, anew=True), moves


def _write(
    db: Database,
    campaign: Campaign,
    occurrence: Occurrence,
    signed: SignUp,
    *,
    form: FormVersion,
    key: str,
    link_key: str,
    by: By,
    now: datetime,
) -> Registration:
    seats = rules.seats_taken(campaign.terms, 1 + len(signed.companions))
    pool_id = waiting.seat_of(db, occurrence.id, signed.origin, seats)
    status = Status.WAITLISTED if pool_id is None else rules.status_with_seat(campaign.terms.approval)
    nonce = tokens.new_nonce()
    links = links_of(nonce)
    at = audit.effective_instant(db, now, scope=campaign.topic)
    written = store.add_registration(
        db,
        signed,
        occurrence_id=occurrence.id,
        form_id=form.id,
        key=key,
        status=status,
        pool_id=pool_id,
        seats=seats,
        nonce=nonce,
        hashes={
            "manage": _hash(link_key, links.manage),
            "entry": _hash(link_key, links.entry),
            "manager": _hash(link_key, links.manager) if rules.asks_manager(campaign.terms.approval) else None,
        },
        at=at,
    )
    _answer(db, written, occurrence, form, signed)
    audit.record(db, f"registration.{status}", written.topic, by=by, now=at, scope=campaign.topic, seats=seats)
    return written


def _hash(link_key: str, nonce: Nonce) -> str:
    return tokens.hash_of(tokens.derive(link_key, nonce))


def _answer(
    db: Database, registration: Registration, occurrence: Occurrence, form: FormVersion, signed: SignUp
) -> None:
    purges = {each.key: rules.purge_on(each, occurrence) for each in form.fields}
    if signed.answers or signed.companions or registration.version > 1:
        store.write_answers(db, registration.id, signed.answers, purges, signed)


def change(
    db: Database,
    registration: Registration,
    signed: SignUp,
    *,
    form: FormVersion,
    version: int,
    now: datetime,
    by: By = BY_THE_PERSON,
) -> tuple[Registration, list[Move]]:
    """Correct what somebody entered; Refusal CHANGED_MEANWHILE when another page did so first.

    A group may shrink, and gives seats back to those who wait; it grows, or comes from elsewhere, where seats are left.
    """
    occurrence, campaign = context(db, registration.occurrence_id)
    if registration.version != version:
        raise Refusal(RegistrationRefusal.CHANGED_MEANWHILE)
    if registration.status not in HOLDING | {Status.WAITLISTED}:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    other = store.of_person(db, occurrence.id, signed.identity)
    if other is not None and other.id != registration.id:
        raise Refusal(RegistrationRefusal.IDENTITY_TAKEN)
    seats = rules.seats_taken(campaign.terms, 1 + len(signed.companions))
    pool_id = waiting.seats_again(db, occurrence, registration, origin=signed.origin, seats=seats)
    store.write_person(db, registration.id, signed, seats=seats)
    store.write_seats(db, registration.id, origin=signed.origin, pool_id=pool_id)
    changed = replace(registration, version=version + 1, seats=seats, origin=signed.origin, pool_id=pool_id)
    _answer(db, changed, occurrence, form, signed)
    audit.record(db, "registration.changed", registration.topic, by=by, now=now, scope=campaign.topic)
    moves = waiting.promote(db, campaign, occurrence, now=now)
    return store.find(db, registration.id) or changed, moves


def cancel(db: Database, registration: Registration, *, now: datetime, by: By = BY_THE_PERSON) -> list[Move]:
    """Withdraw somebody; the seat goes to the first who waits (WEB-3). Done already, it changes nothing."""
    if registration.status is Status.CANCELLED:
        return []
    occurrence, campaign = context(db, registration.occurrence_id)
    gone = waiting.give_up(db, campaign, registration, Status.CANCELLED, by=by, now=now)
    return [gone, *waiting.promote(db, campaign, occurrence, now=now)]


def accept(db: Database, registration: Registration, *, now: datetime) -> list[Move]:
    """Take the seat that was offered, until the end of the offer, on whose stroke it still counts (WEB-3)."""
    if registration.status in (Status.CONFIRMED, Status.SUBMITTED, Status.PENDING):
        return []
    if registration.status is not Status.OFFERED or registration.offer_ends_at is None:
        raise Refusal(RegistrationRefusal.NOTHING_OFFERED)
    occurrence, campaign = context(db, registration.occurrence_id)
    now = audit.effective_instant(db, now, scope=campaign.topic)
    if now > registration.offer_ends_at:
        raise Refusal(RegistrationRefusal.OFFER_ENDED, at=registration.offer_ends_at)
    rules.check_stands(occurrence, now=now)
    after = rules.status_with_seat(campaign.terms.approval)
    return [
        waiting.move(
            db,
            campaign,
            registration,
            after,
            pool_id=registration.pool_id,
            offer_ends_at=None,
            by=BY_THE_PERSON,
            now=now,
        )
    ]


def decide(db: Database, registration: Registration, *, agreed: bool, by: By, now: datetime) -> list[Move]:
    """Keep the word of the manager or the organiser: a refusal ends the request and frees the seat (WEB-4)."""
    occurrence, campaign = context(db, registration.occurrence_id)
    if registration.status not in (Status.SUBMITTED, Status.PENDING):
        raise Refusal(RegistrationRefusal.NOTHING_TO_DECIDE)
    if not agreed:
        gone = waiting.give_up(db, campaign, registration, Status.REJECTED, by=by, now=now)
        return [gone, *waiting.promote(db, campaign, occurrence, now=now)]
    submitted = registration.status is Status.SUBMITTED
    after = rules.status_after_manager(campaign.terms.approval) if submitted else Status.CONFIRMED
    return [
        waiting.move(
            db, campaign, registration, after, pool_id=registration.pool_id, offer_ends_at=None, by=by, now=now
        )
    ]


def context(db: Database, occurrence_id: int) -> tuple[Occurrence, Campaign]:
    """Return a date and its campaign, or refuse."""
    occurrence = store.occurrence(db, occurrence_id)
    if occurrence is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    campaign = store.campaign(db, occurrence.campaign_id)
    if campaign is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_CAMPAIGN)
    return occurrence, campaign
