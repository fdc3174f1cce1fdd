"""Partners: known by their key, trusted once its fingerprint was compared; their feed; the sharing note."""

from datetime import date, datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import seals, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.sharing import rules, store
from webapp.sharing.model import House, Partner, SharingRefusal
from webapp.sharing.service import bundles, fetching
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.service import shared

NAME_MOST = 120


def add_partner(db: Database, name: str, key: str, contact: str, *, house: House, by: By, now: datetime) -> int:
    """Make another instance known by its key; nothing of it is read before it is trusted. Return its number."""
    name, contact = registrations.plain(name), registrations.plain(contact)
    if not name or len(name) > NAME_MOST:
        raise Refusal(SharingRefusal.NAME_MISSING, field="name", most=NAME_MOST)
    if not contact or len(contact) > NAME_MOST:
        raise Refusal(SharingRefusal.CONTACT_MISSING, field="contact", most=NAME_MOST)
    key = rules.key_of(key)
    if key == bundles.identity(house):
        raise Refusal(SharingRefusal.KEY_OURS, field="public_key")
    nonce = tokens.new_nonce()
    with unit_of_work(db):
        if store.partner_of_key(db, key) is not None:
            raise Refusal(SharingRefusal.KEY_KNOWN, field="public_key")
        feed_hash = tokens.hash_of(tokens.derive(house.link_key, nonce))
        number = store.add_partner(db, name, key, contact, nonce=nonce, feed_hash=feed_hash)
        audit.record(
            db, "partner.added", f"partner:{number}", by=by, now=now, name=name, fingerprint=seals.fingerprint(key)
        )
    return number


def trust(db: Database, partner_id: int, *, house: House, by: By, now: datetime) -> None:
    """Keep that somebody compared the fingerprint by telephone: from now on its bundles are read."""
    with unit_of_work(db):
        partner = _partner(db, partner_id)
        if partner.trusted_at is not None:
            return
        if by.person_id is None:
            raise Refusal(SharingRefusal.NOT_TRUSTED)
        store.write_trust(db, partner_id, by=by.person_id, channel_id=shared.host_channel(db, partner.name), at=now)
        audit.record(db, "partner.trusted", f"partner:{partner_id}", by=by, now=now, name=partner.name)
        bundles.renew(db, _partner(db, partner_id), house, now=now)


def end_trust(db: Database, partner_id: int, *, by: By, now: datetime) -> None:
    """Read nothing more of a partner and tell it nothing more; what came stays, and people keep their seats."""
    with unit_of_work(db):
        partner = _partner(db, partner_id)
        if partner.trusted_at is not None:
            store.remove_trust(db, partner_id)
            audit.record(db, "partner.distrusted", f"partner:{partner_id}", by=by, now=now, name=partner.name)


def set_feed(db: Database, partner_id: int, address: str, *, by: By, now: datetime) -> None:
    """Say where a partner's bundles are fetched, or that they come by file alone ('')."""
    address = rules.check_feed(address)
    with unit_of_work(db):
        partner = _partner(db, partner_id)
        store.write_feed(db, partner_id, address)
        audit.record(
            db,
            "partner.feed_changed",
            f"partner:{partner_id}",
            by=by,
            now=now,
            name=partner.name,
            fetched=bool(address),
        )
        if address:
            fetching.schedule_within(db, now=now, due_at=now)


def set_note(db: Database, partner_id: int, text: str, on: date | None, *, house: House, by: By, now: datetime) -> None:
    """Record the sharing note (RGPD art. 26), or withdraw it (''): names pass only while both sides hold the same one.

    The forms say so from then on; whoever signed up before is not named. Withdrawn, the names received are erased.
    """
    text = text.strip()
    if text and (on is None or len(text) > rules.NOTE_MOST):
        raise Refusal(SharingRefusal.NOTE_INCOMPLETE, most=rules.NOTE_MOST)
    with unit_of_work(db):
        before = _partner(db, partner_id)
        if text == before.note_text and on == before.note_on:
            return
        if text:
            store.write_note(db, partner_id, text, on, by=by.person_id, at=now)
        else:
            store.write_note(db, partner_id, "", None, by=None, at=None)
            store.forget_people(db, partner_id)
        act = "partner.note_recorded" if text else "partner.note_withdrawn"
        digest = rules.note_digest(text or before.note_text)
        audit.record(db, act, f"partner:{partner_id}", by=by, now=now, name=before.name, note=digest)
        _tell_people(db, _partner(db, partner_id), house, by=by, now=now)


def _tell_people(db: Database, partner: Partner, house: House, *, by: By, now: datetime) -> None:
    notice = rules.notice(house.name, partner)
    for webinar_id, _ in store.hosted(db, partner.id).values():
        shared.renew_notice(db, webinar_id, notice, by=by, now=now)
    if partner.trusted_at is not None:
        bundles.renew(db, partner, house, now=now)


def _partner(db: Database, partner_id: int) -> Partner:
    found = store.partner(db, partner_id)
    if found is None:
        raise Refusal(SharingRefusal.UNKNOWN_PARTNER)
    return found
