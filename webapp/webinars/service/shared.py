"""Webinars of another prefecture that stand in this catalogue; each function stands in the caller's unit of work.

Their people are those of here: they sign up, are told and come in as for any other webinar. What is changed is what
the organising prefecture changed.
"""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.registrations import service as registrations
from webapp.registrations.model import Occurrence, PrivacyNotice, Terms
from webapp.storage.database import Database
from webapp.webinars import rules, store
from webapp.webinars.model import Content, OrganiserRole, Room, WebinarRefusal, WebinarState
from webapp.webinars.service import letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.preparing import Day, free_code
from webapp.webinars.service.unit import Unit


def host_channel(db: Database, name: str) -> int:
    """Return the channel of a prefecture, made if it has none."""
    code = rules.code_of(name)
    found = next((each.id for each in store.channels(db) if each.code == code), None)
    return found or store.add_channel(db, code, name, f"Les webinaires que partage {name}.")


def host(db: Database, content: Content, notice: PrivacyNotice, *, leader: int | None, by: By, now: datetime) -> int:
    """Show a webinar of another prefecture and open its sign-ups here; return its number here."""
    number = store.add_webinar(db, free_code(db, content.title), content, by=by.person_id, at=now)
    store.write_hosted(db, number, now)
    unit = _unit(db, number, by=by, now=now)
    registrations.create(db, unit.webinar.topic, Terms(), (), notice, by=by, now=now)
    if leader is not None:
        store.write_organiser(db, number, leader, OrganiserRole.LEAD)
    registrations.open_to_all(db, unit.shown().campaign, by=by, now=now)
    store.write_published(db, number, now)
    unit.journal("webinar.hosted", title=content.title)
    return number


def rewrite(db: Database, webinar_id: int, content: Content, *, by: By, now: datetime) -> None:
    """Show what the organising prefecture changed of its texts."""
    unit = _unit(db, webinar_id, by=by, now=now)
    store.write_content(db, webinar_id, content)
    unit.journal("webinar.changed", title=content.title)


def renew_notice(db: Database, webinar_id: int, notice: PrivacyNotice, *, by: By, now: datetime) -> None:
    """Tell people from now on what else becomes of their data; those signed up keep what they were told."""
    unit = _unit(db, webinar_id, by=by, now=now)
    registrations.set_form(db, unit.shown().campaign, unit.shown().form.fields, notice, by=by, now=now)


def host_date(db: Database, webinar_id: int, day: Day, entry: str, *, by: By, now: datetime) -> int:
    """Add a date; its room is the entry that the organising prefecture keeps. Return its number here."""
    unit = _unit(db, webinar_id, by=by, now=now)
    number = registrations.plan(
        db,
        unit.shown().campaign,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        closes_at=day.closes_at,
        seats=day.seats,
        by=by,
        now=now,
    )
    store.write_room(db, number, Room(address=entry))
    return number


def move_date(
    db: Database, webinar_id: int, before: Occurrence, day: Day, entry: str, *, means: Means, by: By, now: datetime
) -> None:
    """Follow a change of hours or seats: those signed up here are told from here."""
    unit = _unit(db, webinar_id, by=by, now=now)
    moves = registrations.move_occurrence(
        db,
        before.id,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        closes_at=day.closes_at,
        seats=day.seats,
        version=before.version,
        by=by,
        now=now,
    )
    store.write_room(db, before.id, Room(address=entry))
    if (before.starts_at, before.ends_at) != (day.starts_at, day.ends_at):
        letters.tell_changed(db, unit.webinar, before.id, before, means=means, now=now)
    letters.tell(db, unit.webinar, moves, means=means, now=now)


def drop_date(
    db: Database, webinar_id: int, date: Occurrence, reason: str, *, means: Means, by: By, now: datetime
) -> None:
    """Follow a cancellation: those signed up here are told from here, and their calendars drop it."""
    unit = _unit(db, webinar_id, by=by, now=now)
    standing = registrations.cancel_occurrence(db, date.id, reason=reason, version=date.version, by=by, now=now)
    letters.tell_cancelled(db, unit.webinar, date.id, standing, reason, means=means, now=now)


def drop(db: Database, webinar_id: int, reason: str, *, by: By, now: datetime) -> None:
    """Mark the whole webinar as cancelled; its dates were dropped one by one."""
    unit = _unit(db, webinar_id, by=by, now=now)
    if unit.webinar.state is WebinarState.CANCELLED:
        return
    registrations.close(db, unit.shown().campaign, by=by, now=now)
    store.write_cancelled(db, webinar_id, reason, now)
    unit.journal("webinar.cancelled", reason=reason)


def _unit(db: Database, webinar_id: int, *, by: By, now: datetime) -> Unit:
    webinar = store.find(db, webinar_id)
    if webinar is None:
        raise Refusal(WebinarRefusal.UNKNOWN_WEBINAR)
    return Unit(db=db, webinar=webinar, by=by, now=now)
