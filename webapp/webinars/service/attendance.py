"""Noting who came: the personal link, the room's own callback, the door, a tool's list, the organiser's word."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hmac import compare_digest

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.kernel.tokens import Nonce
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, Registration, RegistrationRefusal, Status
from webapp.storage.database import Database, together
from webapp.webinars import queries, rules
from webapp.webinars.model.attendance import AttendanceRefusal, Interval, Line, Source, Who
from webapp.webinars.queries import attendance as seen
from webapp.webinars.rules import attendance as judged
from webapp.webinars.service.unit import Unit, act
from webapp.webinars.store import attendance as store


def record(
    db: Database,
    registration_id: int,
    source: Source,
    interval: Interval,
    *,
    reference: str,
    position: int = 0,
    now: datetime,
) -> int | None:
    """Keep what a room's tool saw of somebody, inside the caller's unit; None: this `reference` said it already.

    For BigBlueButton's callback: its events name a registration, and each connection has a reference of its own.
    """
    found = registrations.find(db, registration_id)
    if found is None or interval.until < interval.since:
        raise Refusal(AttendanceRefusal.UNKNOWN_PERSON)
    who = Who(registration_id, position)
    return store.add(db, found.occurrence_id, who, source, interval, reference=reference, at=now)


def come_in(db: Database, registration: Registration, *, now: datetime) -> None:
    """Keep, inside the caller's unit, that the holder of a personal link went into the room: an instant, no minute."""
    who = Who(registration.id)
    interval = judged.entrance(store.latest(db, who, Source.LINK), now)
    if interval is not None:
        store.add(db, registration.occurrence_id, who, Source.LINK, interval, at=now)


def stay(db: Database, token: str, *, now: datetime) -> None:
    """Keep that the page of a personal link is still open, for whoever went into the room by it."""

    def written() -> None:
        found = registrations.of_link(db, token, "entry")
        occurrence = None if found is None else registrations.occurrence(db, found.occurrence_id)
        if found is None or occurrence is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
        rules.check_entry(found, occurrence, queries.room(db, occurrence.id), now=now)
        who = Who(found.id)
        last = store.latest(db, who, Source.LINK)
        if last is None:
            raise Refusal(AttendanceRefusal.NOT_ARRIVED)
        interval = judged.sign_of_life(last, now)
        if interval is not None:
            store.add(db, occurrence.id, who, Source.LINK, interval, at=now)

    together(db, written)


def arrive(
    db: Database, webinar_id: int, occurrence: Occurrence, who: Who, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Note somebody's arrival at the door."""
    with act(db, webinar_id, "attendance.arrived", by=by, now=now, key=key) as unit:
        if not unit.done:
            expected(db, occurrence, who)
            _write(unit, who, Source.DOOR, Interval(unit.now, unit.now))
            journal(unit, "attendance.arrived", who)


def leave(
    db: Database, webinar_id: int, occurrence: Occurrence, who: Who, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Note somebody's departure at the door: the time since their arrival there counts."""
    with act(db, webinar_id, "attendance.left", by=by, now=now, key=key) as unit:
        if not unit.done:
            expected(db, occurrence, who)
            interval = judged.leaving(store.latest(db, who, Source.DOOR), unit.now)
            _write(unit, who, Source.DOOR, interval)
            journal(unit, "attendance.left", who)


def declare(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    who: Who,
    interval: Interval,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Keep an organiser's word that somebody was there, with its reason."""
    said = judged.check_declared(interval, judged.session_of(occurrence), reason)
    with act(db, webinar_id, "attendance.declared", by=by, now=now, key=key) as unit:
        if not unit.done:
            expected(db, occurrence, who)
            _write(unit, who, Source.DECLARED, interval, reason=said)
            journal(unit, "attendance.declared", who, reason=said)


def share(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    registration_id: int,
    positions: Iterable[int],
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Keep an organiser's word that those beside somebody followed with them, for as long as they did."""
    said = judged.check_reason(reason)
    with act(db, webinar_id, "attendance.shared", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        first = expected(db, occurrence, Who(registration_id))
        people = {each.who: each for each in seen.of_registration(db, occurrence, first)}
        intervals = people[Who(registration_id)].presence.intervals
        named = [Who(registration_id, place) for place in positions]
        if not intervals or not named or not set(named) <= set(people) - {Who(registration_id)}:
            raise Refusal(AttendanceRefusal.NOTHING_TO_SHARE)
        for who in named:
            for interval in intervals:
                _write(unit, who, Source.DECLARED, interval, reason=said)
        journal(unit, "attendance.shared", Who(registration_id), people=len(named), reason=said)


def set_aside(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    line_id: int,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Set a wrong line aside, with its reason: it stays readable and counts no more."""
    said = judged.check_reason(reason)
    with act(db, webinar_id, "attendance.set_aside", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        line = _standing(db, occurrence, line_id)
        store.set_aside(db, line.id, said, by=by.person_id, at=unit.now)
        journal(unit, "attendance.set_aside", line.who, reason=said)


def door_code(registration: Registration, link_key: str) -> str:
    """Return the code that somebody shows at the door: whoever counts numbers up does not guess it."""
    return tokens.derive(link_key, Nonce(f"{registration.nonce}:door"))


def of_code(db: Database, occurrence: Occurrence, registration_id: int, code: str, *, link_key: str) -> Registration:
    """Return whose code was read at the door of this date, or refuse."""
    found = registrations.find(db, registration_id)
    if found is None or found.occurrence_id != occurrence.id or found.nonce is None:
        raise Refusal(AttendanceRefusal.UNKNOWN_CODE)
    if not compare_digest(door_code(found, link_key).encode(), code.encode()):
        raise Refusal(AttendanceRefusal.UNKNOWN_CODE)
    return expected(db, occurrence, Who(found.id))


def forget(db: Database, registration_ids: Collection[int]) -> int:
    """Erase what was seen of these registrations, inside the unit that erases them under its rule (ARC-1).

    Once nobody of a date keeps a name, what its lists said of strangers goes too. Return how many lines that makes.
    """
    for each in {found.occurrence_id for found in registrations.of_ids(db, registration_ids).values()}:
        if set(registrations.named(db, each)) <= set(registration_ids):
            store.remove_unknown(db, [row.id for row in store.unknown(db, each)])
    return store.forget(db, registration_ids)


def expected(db: Database, occurrence: Occurrence, who: Who) -> Registration:
    """Return the registration of somebody expected at this date, or refuse."""
    found = registrations.find(db, who.registration_id)
    if found is None or found.occurrence_id != occurrence.id or found.status is not Status.CONFIRMED:
        raise Refusal(AttendanceRefusal.UNKNOWN_PERSON)
    if who.position and who.position not in registrations.companions_of(db, [found.id]).get(found.id, {}):
        raise Refusal(AttendanceRefusal.UNKNOWN_PERSON)
    return found


def _standing(db: Database, occurrence: Occurrence, line_id: int) -> Line:
    line = store.find(db, line_id, occurrence.id)
    if line is None:
        raise Refusal(AttendanceRefusal.UNKNOWN_LINE)
    if not line.stands:
        raise Refusal(AttendanceRefusal.ALREADY_SET_ASIDE)
    return line


def _write(unit: Unit, who: Who, source: Source, interval: Interval, *, reason: str = "") -> None:
    found = registrations.find(unit.db, who.registration_id)
    if found is None:
        raise Refusal(AttendanceRefusal.UNKNOWN_PERSON)
    store.add(unit.db, found.occurrence_id, who, source, interval, reason=reason, by=unit.by.person_id, at=unit.now)


def journal(unit: Unit, name: str, who: Who, **details: object) -> None:
    """Seal the act under the registration's number: the journal names nobody who signed up (decision 0016)."""
    audit.record(
        unit.db,
        name,
        f"registration:{who.registration_id}",
        by=unit.by,
        now=unit.now,
        scope=unit.webinar.topic,
        **details,
    )
