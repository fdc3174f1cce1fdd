"""Making the bundle that stands for a partner: all that it is offered, and what became of all that it offered."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import clock, paths, seals, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, Status
from webapp.sharing import rules, store
from webapp.sharing.model import House, Partner, SharedDate, SharingRefusal
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries as webinars
from webapp.webinars.model import Webinar, WebinarState

TOLD_AFTER = timedelta(days=30)  # a date that ended is still told of this long, for its last counts


def identity(house: House) -> str:
    """Return the public key by which partners know this instance."""
    return seals.public_of(house.seed)


def export(db: Database, partner_id: int, house: House, *, by: By, now: datetime) -> str:
    """Make the bundle for a partner and return its file; nothing new, it is the one that stands already."""
    with unit_of_work(db):
        partner = store.partner(db, partner_id)
        if partner is None:
            raise Refusal(SharingRefusal.UNKNOWN_PARTNER)
        if partner.trusted_at is None:
            raise Refusal(SharingRefusal.NOT_TRUSTED)
        serial, bundle = renew(db, partner, house, now=now)
        audit.record(db, "share.exported", f"partner:{partner_id}", by=by, now=now, name=partner.name, serial=serial)
    return bundle


def renew_all(db: Database, house: House, *, now: datetime) -> None:
    """Let every feed say what is so now."""
    for each in store.partners(db):
        if each.trusted_at is not None:
            with unit_of_work(db):
                partner = store.partner(db, each.id)
                if partner is not None and partner.trusted_at is not None:
                    renew(db, partner, house, now=now)


def renew(db: Database, partner: Partner, house: House, *, now: datetime) -> tuple[int, str]:
    """Make a partner's bundle inside the caller's unit; it takes a new number only when it tells something new.

    Another acknowledgement alone keeps the number: otherwise each side would answer the other for ever.
    """
    news: dict[str, Any] = {
        "format": rules.FORMAT,
        "issuer": identity(house),
        "recipient": partner.public_key,
        "name": house.name,
        "note": rules.note_digest(partner.note_text),
        "offers": _offers(db, partner, house, now=now),
        "returns": _returns(db, partner, now=now),
    }
    digest = rules.digest(news)
    serial = partner.sent_serial if digest == partner.sent_digest else rules.next_serial(partner.sent_serial, now)
    body = {**news, "serial": serial, "made_at": clock.to_text(now), "acknowledges": partner.seen_serial}
    bundle = rules.sealed(house.seed, body)
    store.write_sent(db, partner.id, serial=serial, digest=digest, bundle=bundle, at=now)
    store.write_published(db, partner.id, serial)
    return serial, bundle


def _offers(db: Database, partner: Partner, house: House, *, now: datetime) -> list[dict[str, Any]]:
    dates: dict[int, list[tuple[SharedDate, Occurrence]]] = {}
    for each in store.shared(db, partner.id):
        occurrence = registrations.occurrence(db, each.occurrence_id)
        if occurrence is not None and occurrence.ends_at > now - TOLD_AFTER:
            dates.setdefault(occurrence.campaign_id, []).append((each, occurrence))
    found = [(webinars.of_campaign(db, campaign), shared) for campaign, shared in sorted(dates.items())]
    return [
        _offer(webinar, shared, house)
        for webinar, shared in found
        if webinar is not None and webinar.state is not WebinarState.PREPARED
    ]


def _offer(webinar: Webinar, shared: list[tuple[SharedDate, Occurrence]], house: House) -> dict[str, Any]:
    content = webinar.content
    return {
        "id": webinar.id,
        "title": content.title,
        "summary": content.summary,
        "description": content.description,
        "audience": content.audience,
        "series": content.series,
        "threshold": content.threshold,
        "speakers": [asdict(each) for each in content.speakers],
        "cancel_reason": webinar.cancel_reason,
        "dates": [_date(share, occurrence, house) for share, occurrence in shared],
    }


def _date(share: SharedDate, occurrence: Occurrence, house: House) -> dict[str, Any]:
    token = tokens.derive(house.link_key, share.entry_nonce)
    return {
        "id": occurrence.id,
        "starts_at": clock.to_text(occurrence.starts_at),
        "ends_at": clock.to_text(occurrence.ends_at),
        "closes_at": clock.to_text(occurrence.closes_at),
        "seats": share.seats,
        "sequence": occurrence.sequence,
        "cancelled": occurrence.cancelled,
        "entry": paths.link(house.public_address, "guest_entry", token=token),
    }


def _returns(db: Database, partner: Partner, *, now: datetime) -> list[dict[str, Any]]:
    found = []
    for each in store.hosted_dates(db, partner.id):
        occurrence = registrations.occurrence(db, each.occurrence_id)
        if occurrence is not None and occurrence.ends_at > now - TOLD_AFTER:
            counts = {"date": each.remote, "taken": occurrence.held, "waiting": occurrence.waiting}
            found.append({**counts, "people": _people(db, partner, occurrence)})
    return found


def _people(db: Database, partner: Partner, occurrence: Occurrence) -> list[dict[str, str]]:
    """Name those who signed up since the note told them so; without the same note on both sides, nobody (WEB-9)."""
    if not rules.names_pass(partner) or partner.note_at is None:
        return []
    return [
        {"last_name": each.last_name, "first_name": each.first_name, "service": each.service}
        for each in registrations.of_occurrence(db, occurrence.id, frozenset({Status.CONFIRMED}))
        if each.submitted_at >= partner.note_at
    ]
