"""Offering seats of a date to a partner, and taking back those that it has not given."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations import service as registering
from webapp.sharing import rules, store
from webapp.sharing.model import House, Partner, SharedDate, SharingRefusal
from webapp.sharing.service import bundles
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries as webinars
from webapp.webinars.model import Webinar, WebinarState
from webapp.webinars.service import letters
from webapp.webinars.service.letters import Means


def offer(
    db: Database,
    webinar: Webinar,
    occurrence_id: int,
    partner_id: int,
    seats: int,
    *,
    house: House,
    by: By,
    now: datetime,
) -> None:
    """Offer that many seats of a date to a partner (WEB-9): they are held at once, as one block of everybody's seats.

    Lowered, the difference stays held until the partner has read it and said how many were taken: those keep theirs.
    """
    if not 0 <= seats <= rules.MOST_SEATS:
        raise Refusal(SharingRefusal.SEATS_UNREADABLE, most=rules.MOST_SEATS)
    with unit_of_work(db):
        partner = store.partner(db, partner_id)
        if partner is None or partner.trusted_at is None:
            raise Refusal(SharingRefusal.NOT_TRUSTED)
        if store.host_of(db, webinar.id) is not None:
            raise Refusal(SharingRefusal.HOSTED_ITSELF)
        if webinar.state is not WebinarState.PUBLISHED:
            raise Refusal(SharingRefusal.NOT_PUBLISHED)
        if registrations.occurrence_of(db, webinar.topic, occurrence_id) is None:
            raise Refusal(SharingRefusal.UNKNOWN_DATE)
        share = _share(db, partner_id, occurrence_id, house)
        if seats == share.seats:
            return
        held, pool_id = share.held, share.pool_id
        if seats > held:
            pool_id = registering.hold_block(db, occurrence_id, seats - held)
            if pool_id is None:
                raise Refusal(SharingRefusal.SEATS_TAKEN, seats=seats)
            held = seats
        store.write_offered(db, share.id, seats=seats, held=held, pool_id=pool_id)
        audit.record(
            db, "share.offered", webinar.topic, by=by, now=now, scope=webinar.topic, name=partner.name, seats=seats
        )
        bundles.renew(db, partner, house, now=now)


def _share(db: Database, partner_id: int, occurrence_id: int, house: House) -> SharedDate:
    def found() -> SharedDate | None:
        return next((each for each in store.shared_of(db, [occurrence_id]) if each.partner_id == partner_id), None)

    share = found()
    if share is None:
        nonce = tokens.new_nonce()
        entry_hash = tokens.hash_of(tokens.derive(house.link_key, nonce))
        store.add_shared(db, partner_id, occurrence_id, nonce=nonce, entry_hash=entry_hash)
        share = found()
    if share is None:
        raise Refusal(SharingRefusal.UNKNOWN_DATE)
    return share


def free_what_is_read(db: Database, partner: Partner, *, means: Means, now: datetime) -> None:
    """Free the seats that a partner has read it no longer has; they go to those who wait here."""
    for share in store.shared(db, partner.id):
        kept = min(share.held, rules.block(share, acknowledged=partner.acknowledged))
        if kept == share.held or share.pool_id is None:
            continue
        moves = registering.release_block(db, share.occurrence_id, share.pool_id, share.held - kept, now=now)
        store.write_offered(db, share.id, seats=share.seats, held=kept, pool_id=share.pool_id)
        occurrence = registrations.occurrence(db, share.occurrence_id)
        webinar = None if occurrence is None else webinars.of_campaign(db, occurrence.campaign_id)
        if webinar is not None:
            letters.tell(db, webinar, moves, means=means, now=now)
