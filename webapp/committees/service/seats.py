"""Colleges and seats: made, described and closed, never erased once somebody sat in them."""

from datetime import date, datetime, timedelta

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.committees import queries, rules, store
from webapp.committees.model import College, Committee, CommitteeRefusal, Seat, SeatType
from webapp.committees.service import setup, texts
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work
from webapp.wording import dates


def add_college(
    db: Database, committee_id: int, *, name: str, by: By, now: datetime, expected_seats: int | None = None
) -> int:
    """Add a college at the end; its name is unique in the committee."""
    name = texts.line(name, CommitteeRefusal.COLLEGE_NAME_MISSING)
    with unit_of_work(db):
        setup.found(db, committee_id)
        return write_college(db, committee_id, name=name, expected_seats=expected_seats, by=by, now=now)


def write_college(
    db: Database, committee_id: int, *, name: str, expected_seats: int | None, by: By, now: datetime
) -> int:
    """Add a college inside the caller's unit of work."""
    if any(each.name.casefold() == name.casefold() for each in queries.colleges(db, committee_id)):
        raise Refusal(CommitteeRefusal.COLLEGE_TAKEN, name=name)
    college_id = store.add_college(db, committee_id, name=name, expected_seats=expected_seats)
    _record(db, "college.added", committee_id, f"college:{college_id}", by=by, now=now, name=name)
    return college_id


def remove_college(db: Database, committee_id: int, college_id: int, *, by: By, now: datetime) -> None:
    """Take away a college that never had a seat."""
    with unit_of_work(db):
        college = found_college(db, committee_id, college_id)
        if store.college_has_seats(db, college_id):
            raise Refusal(CommitteeRefusal.COLLEGE_OCCUPIED, name=college.name)
        store.remove_college(db, college_id)
        _record(db, "college.removed", committee_id, f"college:{college_id}", by=by, now=now, name=college.name)


def add_seat(
    db: Database,
    committee_id: int,
    college_id: int,
    *,
    label: str,
    seat_type: str,
    by: By,
    now: datetime,
    physician: bool = False,
    is_chair: bool = False,
    starts_on: date | None = None,
    reason: str = "",
) -> int:
    """Add a seat to a college; beyond the number of the committee's text, `reason` is required and kept (COM-2)."""
    label = texts.line(label, CommitteeRefusal.SEAT_LABEL_MISSING)
    first_day = starts_on or dates.in_paris(now).date()
    with unit_of_work(db):
        committee = _with_reason(db, setup.found(db, committee_id), reason, by=by, now=now)
        college = found_college(db, committee_id, college_id)
        return write_seat(
            db,
            committee,
            college,
            label=label,
            seat_type=SeatType(seat_type),
            physician=physician,
            is_chair=is_chair,
            starts_on=first_day,
            by=by,
            now=now,
        )


def write_seat(
    db: Database,
    committee: Committee,
    college: College,
    *,
    label: str,
    seat_type: SeatType,
    physician: bool,
    is_chair: bool,
    starts_on: date,
    by: By,
    now: datetime,
) -> int:
    """Add a seat inside the caller's unit of work, in the number that the committee's text allows."""
    total, has_chair = store.open_seats(db, committee.id, starts_on)
    rules.check_total(committee, total + 1)
    if is_chair and has_chair:
        raise Refusal(CommitteeRefusal.CHAIR_EXISTS)
    seat_id = store.add_seat(
        db,
        committee.id,
        college.id,
        label=label,
        seat_type=seat_type,
        is_chair=is_chair,
        physician=physician,
        starts_on=starts_on,
    )
    _record(
        db,
        "seat.added",
        committee.id,
        f"seat:{seat_id}",
        by=by,
        now=now,
        label=label,
        college=college.name,
        seat_type=seat_type.value,
        starts_on=starts_on.isoformat(),
    )
    return seat_id


def describe_seat(
    db: Database, committee_id: int, seat_id: int, *, label: str, seat_type: str, physician: bool, by: By, now: datetime
) -> None:
    """Say better what a seat is; the journal keeps what was said before."""
    label = texts.line(label, CommitteeRefusal.SEAT_LABEL_MISSING)
    with unit_of_work(db):
        seat = found_seat(db, committee_id, seat_id)
        former = {"label": seat.label, "seat_type": seat.seat_type.value, "physician": seat.physician}
        new = {"label": label, "seat_type": SeatType(seat_type).value, "physician": physician}
        if former == new:
            return
        store.set_seat(db, seat_id, label=label, seat_type=SeatType(seat_type), physician=physician)
        _record(db, "seat.described", committee_id, f"seat:{seat_id}", by=by, now=now, former=former, new=new)


def close_seat(
    db: Database, committee_id: int, seat_id: int, *, on: date, by: By, now: datetime, reason: str = ""
) -> None:
    """End a seat after its last day, once nobody holds it beyond; below its text's number, `reason` is required (COM-2)."""
    with unit_of_work(db):
        committee = _with_reason(db, setup.found(db, committee_id), reason, by=by, now=now)
        seat = found_seat(db, committee_id, seat_id)
        if seat.ends_on is not None:
            raise Refusal(CommitteeRefusal.SEAT_CLOSED, label=seat.label, day=dates.day(seat.ends_on))
        for held in queries.history_of(db, seat_id):
            if held.ends_on is None or held.ends_on > on:
                raise Refusal(CommitteeRefusal.SEAT_OCCUPIED, label=seat.label, name=held.person.formal_name)
        rules.check_total(committee, store.open_seats(db, committee_id, on + timedelta(days=1))[0] - 1)
        store.close_seat(db, seat_id, on)
        _record(db, "seat.closed", committee_id, f"seat:{seat_id}", by=by, now=now, label=seat.label, on=on.isoformat())


def found_seat(db: Database, committee_id: int, seat_id: int) -> Seat:
    """Return a seat of this committee that must exist."""
    seat = queries.find_seat(db, committee_id, seat_id)
    if seat is None:
        raise Refusal(CommitteeRefusal.UNKNOWN_SEAT)
    return seat


def found_college(db: Database, committee_id: int, college_id: int) -> College:
    """Return a college of this committee that must exist."""
    college = queries.find_college(db, committee_id, college_id)
    if college is None:
        raise Refusal(CommitteeRefusal.UNKNOWN_COLLEGE)
    return college


def _with_reason(db: Database, committee: Committee, reason: str, *, by: By, now: datetime) -> Committee:
    """Keep the reason of another composition when one is given with the act, in the same unit of work."""
    reason = texts.tidy(reason)
    if not reason or reason == committee.composition_reason:
        return committee
    store.set_composition_reason(db, committee.id, reason)
    _record(
        db,
        "committee.composition_explained",
        committee.id,
        f"committee:{committee.id}",
        by=by,
        now=now,
        reason=reason,
        former=committee.composition_reason,
    )
    return setup.found(db, committee.id)


def _record(
    db: Database, act: str, committee_id: int, subject: str, *, by: By, now: datetime, **details: object
) -> None:
    audit.record(db, act, subject, by=by, now=now, scope=f"committee:{committee_id}", **details)
