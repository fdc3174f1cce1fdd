"""Reading a partner's bundle: whole, in one unit of work, or nothing of it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence
from webapp.sharing import rules, store
from webapp.sharing.model import Bundle, Came, HostedDate, House, Offer, OfferedDate, Partner, SharingRefusal
from webapp.sharing.service import bundles, forgetting, offering
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.service import shared
from webapp.webinars.service.letters import Means
from webapp.webinars.service.preparing import Day
from webapp.wording import sharing as words


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A bundle being read, and what it changed so far."""

    db: Database
    partner: Partner
    house: House
    by: By
    now: datetime
    added: int = 0
    changed: int = 0
    cancelled: int = 0
    told: int = 0

    @property
    def means(self) -> Means:
        return Means(link_key=self.house.link_key, public_address=self.house.public_address, files=self.house.files)


def receive(db: Database, content: bytes, house: House, *, only: int | None = None, by: By, now: datetime) -> Came:
    """Read a bundle: what is offered stands in the catalogue, changes and cancellations follow, counts are kept.

    Read again, it changes nothing; older than one already read, tampered with, or of an issuer that is not trusted, it
    is refused. `only`: the one partner that it may be of, when it came by its feed.
    """
    trusted = {
        each.public_key: each for each in store.partners(db) if each.trusted_at is not None and only in (None, each.id)
    }
    found, bundle = rules.opened(content, trusted, ours=bundles.identity(house))
    with unit_of_work(db):
        partner = store.partner(db, found.id)
        if partner is None or partner.trusted_at is None:
            raise Refusal(SharingRefusal.BUNDLE_UNKNOWN_ISSUER)
        new = rules.check_serial(partner, bundle)
        reading = _Reading(db=db, partner=replace(partner, their_note=bundle.note), house=house, by=by, now=now)
        if new:
            _read(reading, bundle)
        store.write_seen(
            db,
            partner.id,
            serial=bundle.serial,
            digest=bundle.digest,
            note=bundle.note,
            acknowledged=min(bundle.acknowledges, partner.sent_serial),
            at=now,
        )
        partner = store.partner(db, found.id) or partner
        offering.free_what_is_read(db, partner, means=reading.means, now=now)
        bundles.renew(db, partner, house, now=now)
        came = Came(
            partner=partner,
            serial=bundle.serial,
            again=not new,
            added=reading.added,
            changed=reading.changed,
            cancelled=reading.cancelled,
            told=reading.told,
        )
        if new:
            facts: dict[str, Any] = {"added": came.added, "changed": came.changed, "cancelled": came.cancelled}
            audit.record(
                db,
                "share.received",
                f"partner:{partner.id}",
                by=by,
                now=now,
                name=partner.name,
                serial=bundle.serial,
                **facts,
            )
    return came


def _read(reading: _Reading, bundle: Bundle) -> None:
    hosted = store.hosted(reading.db, reading.partner.id)
    dates = {(each.webinar_id, each.remote): each for each in store.hosted_dates(reading.db, reading.partner.id)}
    for offer in bundle.offers:
        known = hosted.get(offer.id)
        webinar_id = _webinar(reading, offer, known)
        if webinar_id is None:
            continue
        for each in offer.dates:
            _date(reading, webinar_id, offer, each, dates.get((webinar_id, each.id)))
        if offer.cancel_reason:
            shared.drop(reading.db, webinar_id, offer.cancel_reason, by=reading.by, now=reading.now)
    _returns(reading, bundle)


def _webinar(reading: _Reading, offer: Offer, known: tuple[int, str] | None) -> int | None:
    """Show a webinar or its new texts; return its number here, None when nothing of it is to be shown."""
    digest = rules.digest(asdict(offer.content))
    content = replace(offer.content, channel_id=reading.partner.channel_id)
    if known is not None:
        if known[1] != digest:
            shared.rewrite(reading.db, known[0], content, by=reading.by, now=reading.now)
            store.write_hosted(reading.db, known[0], digest)
        return known[0]
    if offer.cancel_reason or not any(_stands(each, reading.now) for each in offer.dates):
        return None
    partner = reading.partner
    notice = rules.notice(reading.house.name, partner)
    number = shared.host(reading.db, content, notice, leader=partner.trusted_by, by=reading.by, now=reading.now)
    store.add_hosted(reading.db, number, partner.id, offer.id, digest)
    return number


def _stands(each: OfferedDate, now: datetime) -> bool:
    return not each.cancelled and each.seats > 0 and each.ends_at > now


def _date(reading: _Reading, webinar_id: int, offer: Offer, each: OfferedDate, known: HostedDate | None) -> None:
    digest = rules.digest({**asdict(each), **{name: clock.to_text(getattr(each, name)) for name in _INSTANTS}})
    if known is None:
        if _stands(each, reading.now):
            day = _day(each, each.closes_at)
            number = shared.host_date(reading.db, webinar_id, day, each.entry, by=reading.by, now=reading.now)
            added = HostedDate(occurrence_id=number, webinar_id=webinar_id, remote=each.id, digest=digest)
            store.add_hosted_date(reading.db, added)
            reading.added += 1
        return
    occurrence = registrations.occurrence(reading.db, known.occurrence_id)
    if occurrence is None or known.digest == digest or occurrence.cancelled:
        return
    _follow(reading, webinar_id, offer, each, occurrence)
    store.write_hosted_date(reading.db, known.occurrence_id, digest)


_INSTANTS = ("starts_at", "ends_at", "closes_at")


def _follow(reading: _Reading, webinar_id: int, offer: Offer, each: OfferedDate, occurrence: Occurrence) -> None:
    means, by, now = reading.means, reading.by, reading.now
    if each.cancelled:
        reason = offer.cancel_reason or words.CANCELLED.format(name=reading.partner.name)
        shared.drop_date(reading.db, webinar_id, occurrence, reason, means=means, by=by, now=now)
        reading.cancelled += 1
        return
    # No longer offered: nobody signs up any more, and those who have a seat keep it.
    closes_at = each.closes_at if each.seats else min(each.closes_at, now)
    seats = each.seats or max(occurrence.held, 1)
    day = replace(_day(each, closes_at), seats=seats)
    shared.move_date(reading.db, webinar_id, occurrence, day, each.entry, means=means, by=by, now=now)
    reading.changed += 1


def _day(each: OfferedDate, closes_at: datetime) -> Day:
    return Day(starts_at=each.starts_at, ends_at=each.ends_at, closes_at=closes_at, seats=each.seats)


def _returns(reading: _Reading, bundle: Bundle) -> None:
    """Keep what the partner says of what it was offered; names are dropped unless the same note is recorded here."""
    shares = {each.occurrence_id: each for each in store.shared(reading.db, reading.partner.id)}
    named = rules.names_pass(reading.partner)
    for each in bundle.returns:
        share = shares.get(each.date)
        if share is not None:
            kept = named and not forgetting.term_has_come(reading.db, share.occurrence_id, now=reading.now)
            people = each.people if kept else ()
            store.write_told(
                reading.db, share.id, taken=each.taken, waiting=each.waiting, people=people, at=reading.now
            )
            reading.told += 1
