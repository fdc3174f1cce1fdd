"""Preparing a webinar: its content, its dates and rooms, its organisers; publishing and cancelling it."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.registrations import service as registrations
from webapp.registrations.model import Field, PrivacyNotice, Terms
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import rules, store
from webapp.webinars.model import Content, OrganiserRole, Room, WebinarRefusal
from webapp.webinars.service import asking, letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import Unit, act


@frozen
class Day:
    """One date as it is planned; `closes_at` None: sign-ups close when it begins."""

    starts_at: datetime
    ends_at: datetime
    closes_at: datetime | None = None
    seats: int | None = None
    quotas: Mapping[str, int] = field(default_factory=dict)


def create(
    db: Database,
    typed: Content,
    *,
    days: Iterable[Day] = (),
    room: Room | None = None,
    terms: Terms | None = None,
    asked: Iterable[Field] = (),
    notice: PrivacyNotice | None = None,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Make a webinar that nobody sees yet, with its dates and its form; whoever makes it leads it. Return its number.

    A form's `key` seen before makes nothing and gives the number again.
    """
    content, room = rules.cleaned(typed), rules.check_room(room or Room())
    with unit_of_work(db):
        done = None if key is None else store.act_done(db, key)
        if done is not None:
            return int(done["webinar_id"])
        now = audit.effective_instant(db, now)
        number = store.add_webinar(db, free_code(db, content.title), content, by=by.person_id, at=now)
        webinar = store.find(db, number)
        if webinar is None:
            raise Refusal(WebinarRefusal.UNKNOWN_WEBINAR)
        registrations.create(db, webinar.topic, terms or Terms(), asked, notice or PrivacyNotice(), by=by, now=now)
        if by.person_id is not None:
            store.write_organiser(db, number, by.person_id, OrganiserRole.LEAD)
        unit = Unit(db=db, webinar=webinar, by=by, now=now)
        unit.journal("webinar.prepared", title=content.title)
        for each in days:
            plan(unit, each, room)
        if key is not None:
            store.remember_act(db, key, number, act="webinar.prepared", result=number, at=now)
    return number


def free_code(db: Database, title: str) -> str:
    """Return an address that no webinar has yet."""
    code = rules.code_of(title)
    taken = store.codes_like(db, code) | rules.RESERVED
    if code not in taken:
        return code
    return next(f"{code}-{number}" for number in range(2, len(taken) + 3) if f"{code}-{number}" not in taken)


def plan(unit: Unit, day: Day, room: Room) -> int:
    """Write a date and its room, inside an act."""
    number = registrations.plan(
        unit.db,
        unit.shown().campaign,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        closes_at=day.closes_at,
        seats=day.seats,
        quotas=day.quotas,
        by=unit.by,
        now=unit.now,
    )
    store.write_room(unit.db, number, room)
    asking.ask_origins(unit, day.quotas)
    asking.tell_recording(unit)
    return number


def change(
    db: Database, webinar_id: int, typed: Content, *, version: int, by: By, now: datetime, key: str | None = None
) -> None:
    """Correct what is shown; Refusal CHANGED_MEANWHILE when another page did so first."""
    content = rules.cleaned(typed)
    with act(db, webinar_id, "webinar.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if unit.webinar.version != version:
            raise Refusal(WebinarRefusal.CHANGED_MEANWHILE)
        store.write_content(db, webinar_id, content)
        unit.journal("webinar.changed", title=content.title)


def publish(db: Database, webinar_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Show a webinar and open its sign-ups, once it has a date and a complete notice (RGP-1)."""
    with act(db, webinar_id, "webinar.published", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        rules.check_publishable(unit.shown())
        registrations.open_to_all(db, unit.shown().campaign, by=by, now=unit.now)
        store.write_published(db, webinar_id, unit.now)
        unit.journal("webinar.published", title=unit.webinar.title)


def change_date(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    day: Day,
    *,
    version: int,
    means: Means,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Change a date's hours or seats; those who signed up are told, and freed seats go to those who wait."""
    with act(db, webinar_id, "date.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        before = unit.shown().occurrence(occurrence_id)
        if before is None:
            raise Refusal(WebinarRefusal.NO_DATE)
        moves = registrations.move_occurrence(
            db,
            occurrence_id,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            closes_at=day.closes_at,
            seats=day.seats,
            quotas=day.quotas,
            version=version,
            by=by,
            now=unit.now,
        )
        asking.ask_origins(unit, day.quotas)
        if (before.starts_at, before.ends_at) != (day.starts_at, day.ends_at):
            store.add_move(db, occurrence_id, starts_at=before.starts_at, ends_at=before.ends_at, at=unit.now)
            letters.tell_changed(db, unit.webinar, occurrence_id, before, means=means, now=unit.now)
        letters.tell(db, unit.webinar, moves, means=means, now=unit.now)


def cancel_date(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    reason: str,
    *,
    version: int,
    means: Means,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Cancel one date; everybody who signed up for it is told, and their calendars drop it."""
    if not reason.strip():
        raise Refusal(WebinarRefusal.REASON_MISSING)
    with act(db, webinar_id, "date.cancelled", by=by, now=now, key=key) as unit:
        if not unit.done:
            _cancel_date(unit, occurrence_id, reason.strip(), version=version, means=means)


def _cancel_date(unit: Unit, occurrence_id: int, reason: str, *, version: int, means: Means) -> None:
    if unit.shown().occurrence(occurrence_id) is None:
        raise Refusal(WebinarRefusal.NO_DATE)
    standing = registrations.cancel_occurrence(
        unit.db, occurrence_id, reason=reason, version=version, by=unit.by, now=unit.now
    )
    letters.tell_cancelled(unit.db, unit.webinar, occurrence_id, standing, reason, means=means, now=unit.now)


def cancel(
    db: Database, webinar_id: int, reason: str, *, means: Means, by: By, now: datetime, key: str | None = None
) -> None:
    """Cancel a webinar with all its dates to come; it stays visible, marked, with the reason."""
    if not reason.strip():
        raise Refusal(WebinarRefusal.REASON_MISSING)
    with act(db, webinar_id, "webinar.cancelled", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        for each in unit.shown().coming(unit.now):
            _cancel_date(unit, each.id, reason.strip(), version=each.version, means=means)
        registrations.close(db, unit.shown().campaign, by=by, now=unit.now)
        store.write_cancelled(db, webinar_id, reason.strip(), unit.now)
        unit.journal("webinar.cancelled", reason=reason.strip())


def set_organiser(
    db: Database, webinar_id: int, person_id: int, role: OrganiserRole | None, *, by: By, now: datetime
) -> None:
    """Give somebody a part in the organisation, or take it back (`role` None)."""
    with act(db, webinar_id, "organiser.changed", by=by, now=now, cancelled=True) as unit:
        before = store.organisers(db, webinar_id)
        if role is None:
            store.remove_organiser(db, webinar_id, person_id)
        else:
            store.write_organiser(db, webinar_id, person_id, role)
        rules.check_team(before, store.organisers(db, webinar_id))
        unit.journal("webinar.organiser_changed", person=person_id, role=role)


def add_channel(db: Database, name: str, about: str, *, by: By, now: datetime) -> int:
    """Make a service's own page of webinars; return its number."""
    content = rules.cleaned(Content(title=name))
    with unit_of_work(db):
        code = rules.code_of(content.title)
        if any(each.code == code for each in store.channels(db)):
            raise Refusal(WebinarRefusal.CODE_TAKEN)
        number = store.add_channel(db, code, content.title, about.strip())
        audit.record(db, "channel.added", f"channel:{number}", by=by, now=now, name=content.title)
    return number
