"""Who holds which seat: appointed by an act, ended with a reason, replaced for the rest of the mandate."""

from dataclasses import replace as copy_with
from datetime import date, datetime, timedelta

from webapp.accounts.model import PersonFields
from webapp.accounts.service import people
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.committees import queries, rules, store
from webapp.committees.model import Appointment, Committee, CommitteeRefusal, Rank, Seat, SeatType
from webapp.committees.roster.text import name_key
from webapp.committees.service import seats, setup, texts
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.storage.database import Database, unit_of_work
from webapp.wording import dates


@frozen
class Candidate:
    """Somebody to appoint: a person of the house by number, or somebody new; both days included, no end: the committee's term.

    `named_in_act`: the appointing act names the person, which matters for a substitute (LAW COM-5).
    """

    person: int | PersonFields
    starts_on: date
    rank: Rank = Rank.TITULAR
    title: str = ""
    organisation: str = ""
    act: str = ""
    named_in_act: bool = True
    ends_on: date | None = None


@frozen
class Appointed:
    """An appointment made; `warning` says in what a substitute departs from CRPA R133-3, None where nothing does.

    `decided`: it stands on the chair's decision alone.
    """

    id: int
    person_id: int
    warning: CommitteeRefusal | None
    decided: bool = False


def appoint(db: Database, committee_id: int, seat_id: int, candidate: Candidate, *, by: By, now: datetime) -> Appointed:
    """Appoint somebody to a seat, as its one titular of the period or as a substitute (COM-4, COM-5)."""
    with unit_of_work(db):
        committee = setup.found(db, committee_id)
        seat = seats.found_seat(db, committee_id, seat_id)
        return make(db, committee, seat, candidate, by=by, now=now)


def make(
    db: Database,
    committee: Committee,
    seat: Seat,
    candidate: Candidate,
    *,
    by: By,
    now: datetime,
    decided: bool = False,
) -> Appointed:
    """Appoint somebody inside the caller's unit of work, with the journal entry (a sitting, where a substitute arrives)."""
    appointed = write(db, committee, seat, tidied(candidate), by=by, now=now, decided=decided)
    facts = _facts(db, seat, candidate, appointed)
    _record(db, "appointment.made", committee.id, appointed.id, by=by, now=now, **facts)
    return appointed


def end(db: Database, committee_id: int, appointment_id: int, *, on: date, reason: str, by: By, now: datetime) -> None:
    """End an appointment after its last day, with the reason: death, resignation, lost quality (CRPA R133-4)."""
    reason = texts.line(reason, CommitteeRefusal.END_REASON_MISSING)
    with unit_of_work(db):
        appointment = _found(db, committee_id, appointment_id)
        _end(db, committee_id, appointment, on=on, reason=reason, by=by, now=now)


def replace(
    db: Database, committee_id: int, appointment_id: int, candidate: Candidate, *, reason: str, by: By, now: datetime
) -> Appointed:
    """Replace somebody for the rest of the mandate: the successor's ends with it, whatever end was asked (COM-7; CRPA R133-4).

    The predecessor, unless already gone, leaves the day before; rank and seat are the predecessor's.
    """
    reason = texts.line(reason, CommitteeRefusal.END_REASON_MISSING)
    with unit_of_work(db):
        committee = setup.found(db, committee_id)
        predecessor = _found(db, committee_id, appointment_id)
        day = candidate.starts_on
        term = queries.term_on(db, committee_id, day)
        last = rules.replacement_end(predecessor, term)
        if day <= predecessor.starts_on or (last is not None and last < day):
            raise Refusal(CommitteeRefusal.NOTHING_TO_REPLACE, name=predecessor.person.formal_name)
        if predecessor.ends_on is None or predecessor.ends_on >= day:
            _end(db, committee_id, predecessor, on=day - timedelta(days=1), reason=reason, by=by, now=now)
        seat = seats.found_seat(db, committee_id, predecessor.seat_id)
        successor = copy_with(tidied(candidate), rank=predecessor.rank, ends_on=last)
        appointed = write(db, committee, seat, successor, by=by, now=now)
        _record(
            db,
            "appointment.replaced",
            committee_id,
            appointed.id,
            by=by,
            now=now,
            replaces=predecessor.person.formal_name,
            **_facts(db, seat, successor, appointed),
        )
    return appointed


def write(
    db: Database,
    committee: Committee,
    seat: Seat,
    candidate: Candidate,
    *,
    by: By,
    now: datetime,
    decided: bool = False,
) -> Appointed:
    """Check and write an appointment inside the caller's unit of work; nothing is written when it is refused.

    `decided`: the chair seats a substitute even where R133-3 would not (LAW 7, head).
    """
    _check_period(seat, candidate)
    history = queries.history_of(db, seat.id)
    warning, against = None, False
    candidate = _known_again(db, candidate)
    if candidate.rank is Rank.TITULAR:
        _check_seat_is_free(seat, candidate, history)
    else:
        warning, against = _judge_substitute(committee, seat, candidate, history, decided=decided)
    if isinstance(candidate.person, int):
        _check_person(db, committee, seat, candidate, candidate.person)
        person_id = candidate.person
    else:
        person_id = enter(db, committee, candidate.person, by=by, now=now)
    store.open_seat_from(db, seat.id, candidate.starts_on)
    appointment_id = store.add_appointment(
        db,
        seat.id,
        person_id,
        rank=candidate.rank,
        title=candidate.title,
        organisation=candidate.organisation,
        act=candidate.act,
        named_in_act=candidate.named_in_act,
        starts_on=candidate.starts_on,
        ends_on=candidate.ends_on,
        now=now,
    )
    return Appointed(id=appointment_id, person_id=person_id, warning=warning, decided=against)


def _known_again(db: Database, candidate: Candidate) -> Candidate:
    """Put somebody of the same name and mail address, whom the house knows already, in the place of a new person."""
    fields = candidate.person
    if isinstance(fields, int) or not fields.email:
        return candidate
    name = name_key(f"{fields.first_name} {fields.last_name}")
    same = [each for each in queries.people_of_addresses(db, [fields.email]) if name_key(each.display_name) == name]
    return copy_with(candidate, person=same[0].id) if same else candidate


def enter(db: Database, committee: Committee, fields: PersonFields, *, by: By, now: datetime) -> int:
    """Make somebody known to the house, inside the caller's unit; the address serves to sign in when nobody else's does."""
    login = people.free_login(db, fields.email) if fields.email else None
    return people.add_person(db, copy_with(fields, login=login), home_committee=committee.id, by=by, now=now)


def tidied(candidate: Candidate) -> Candidate:
    """Return the candidate with every text on one line and bounded."""
    return copy_with(
        candidate,
        title=texts.tidy(candidate.title),
        organisation=texts.tidy(candidate.organisation),
        act=texts.tidy(candidate.act),
    )


def check_substitute(
    committee: Committee, seat: Seat, candidate: Candidate, history: list[Appointment]
) -> CommitteeRefusal | None:
    """Refuse a substitute that R133-3 forbids, or return what it would have had otherwise (COM-5)."""
    titular = next((each for each in history if each.rank is Rank.TITULAR and each.runs_on(candidate.starts_on)), None)
    body_known = titular is not None and bool(titular.organisation)
    if seat.seat_type is not SeatType.QUALIFIED and not body_known and candidate.named_in_act:
        return None
    body = titular.organisation if titular else ""
    substitution = rules.Substitution(
        seat_type=seat.seat_type,
        titular_body=body,
        substitute_body=candidate.organisation or body,
        named_in_act=candidate.named_in_act,
    )
    return rules.check_substitute(substitution, qualified_substitutes=committee.settings.qualified_substitutes).warning


def _judge_substitute(
    committee: Committee, seat: Seat, candidate: Candidate, history: list[Appointment], *, decided: bool
) -> tuple[CommitteeRefusal | None, bool]:
    """Return the warning a substitute calls for, and whether nothing but the chair's decision lets them sit."""
    try:
        return check_substitute(committee, seat, candidate, history), False
    except Refusal as refusal:
        if not decided or not isinstance(refusal.reason, CommitteeRefusal):
            raise
        return refusal.reason, True


def _check_period(seat: Seat, candidate: Candidate) -> None:
    if candidate.ends_on is not None and candidate.ends_on < candidate.starts_on:
        raise Refusal(CommitteeRefusal.APPOINTMENT_DATES_REVERSED)
    if seat.ends_on is not None and (candidate.ends_on is None or candidate.ends_on > seat.ends_on):
        raise Refusal(CommitteeRefusal.SEAT_CLOSED, label=seat.label, day=dates.day(seat.ends_on))


def _overlaps(candidate: Candidate, other: Appointment) -> bool:
    return rules.overlap(candidate.starts_on, candidate.ends_on, other.starts_on, other.ends_on)


def _check_seat_is_free(seat: Seat, candidate: Candidate, history: list[Appointment]) -> None:
    """A seat has one titular at a time (COM-6)."""
    for held in history:
        if held.rank is Rank.TITULAR and _overlaps(candidate, held):
            raise Refusal(CommitteeRefusal.SEAT_TAKEN, label=seat.label, name=held.person.formal_name)


def _check_person(db: Database, committee: Committee, seat: Seat, candidate: Candidate, person_id: int) -> None:
    if not store.person_exists(db, person_id):
        raise Refusal(CommitteeRefusal.UNKNOWN_PERSON)
    for held in queries.appointments_of(db, committee.id, person_id):
        if not _overlaps(candidate, held):
            continue
        if held.seat_id == seat.id:
            raise Refusal(CommitteeRefusal.PERSON_ALREADY_APPOINTED, name=held.person.formal_name)
        if held.rank is Rank.TITULAR and candidate.rank is Rank.TITULAR:
            raise Refusal(CommitteeRefusal.PERSON_ALREADY_SEATED, name=held.person.formal_name)


def _found(db: Database, committee_id: int, appointment_id: int) -> Appointment:
    appointment = queries.find_appointment(db, committee_id, appointment_id)
    if appointment is None:
        raise Refusal(CommitteeRefusal.UNKNOWN_APPOINTMENT)
    return appointment


def _end(
    db: Database, committee_id: int, appointment: Appointment, *, on: date, reason: str, by: By, now: datetime
) -> None:
    if on < appointment.starts_on:
        raise Refusal(CommitteeRefusal.APPOINTMENT_DATES_REVERSED)
    if appointment.ends_on is not None and appointment.ends_on < on:
        raise Refusal(
            CommitteeRefusal.APPOINTMENT_ENDED,
            name=appointment.person.formal_name,
            day=dates.day(appointment.ends_on),
        )
    store.end_appointment(db, appointment.id, ends_on=on, reason=reason)
    _record(
        db,
        "appointment.ended",
        committee_id,
        appointment.id,
        by=by,
        now=now,
        name=appointment.person.formal_name,
        on=on.isoformat(),
        reason=reason,
    )


def _facts(db: Database, seat: Seat, candidate: Candidate, appointed: Appointed) -> dict[str, object]:
    return {
        "person": appointed.person_id,
        "name": queries.people(db, [appointed.person_id])[appointed.person_id].formal_name,
        "seat": seat.id,
        "seat_label": seat.label,
        "rank": candidate.rank.value,
        "act_named": candidate.act,
        "starts_on": candidate.starts_on.isoformat(),
        "ends_on": candidate.ends_on.isoformat() if candidate.ends_on else None,
        "warning": appointed.warning.value if appointed.warning else None,
    }


def _record(
    db: Database, act: str, committee_id: int, appointment_id: int, *, by: By, now: datetime, **details: object
) -> None:
    audit.record(db, act, f"appointment:{appointment_id}", by=by, now=now, scope=f"committee:{committee_id}", **details)
