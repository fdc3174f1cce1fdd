"""Making a committee: from a template or blank, its settings, its terms, the reason of another composition."""

import re
from datetime import date, datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.committees import queries, store
from webapp.committees.model import TEMPLATES, Committee, CommitteeRefusal, CommitteeSettings, Template
from webapp.committees.service import texts
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work
from webapp.wording import dates

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")


def create(
    db: Database,
    *,
    code: str,
    name: str,
    template: str,
    by: By,
    now: datetime,
    parent_id: int | None = None,
    starts_on: date | None = None,
) -> int:
    """Create a committee with the colleges, vacant seats and settings of its template; return its number.

    `code` is short and unique (letters, digits, hyphens). `starts_on` is the first day of its seats, today by default.
    A formation (`parent_id`) has its own roster and quorum (LAW COM-8).
    """
    code, name = _code(code), texts.line(name, CommitteeRefusal.NAME_MISSING)
    plan_name = _template(template)
    plan = TEMPLATES[plan_name]
    first_day = starts_on or dates.in_paris(now).date()
    with unit_of_work(db):
        if store.code_taken(db, code):
            raise Refusal(CommitteeRefusal.CODE_TAKEN, code=code)
        if parent_id is not None and found(db, parent_id).parent_id is not None:
            raise Refusal(CommitteeRefusal.FORMATION_OF_FORMATION)
        committee_id = store.add_committee(
            db,
            code=code,
            name=name,
            template=plan_name,
            parent_id=parent_id,
            settings=plan.settings.to_json(),
            now=now,
        )
        for college in plan.colleges:
            college_id = store.add_college(db, committee_id, name=college.name, expected_seats=len(college.seats))
            for seat in college.seats:
                store.add_seat(
                    db,
                    committee_id,
                    college_id,
                    label=seat.label,
                    seat_type=seat.seat_type,
                    is_chair=seat.is_chair,
                    physician=seat.physician,
                    starts_on=first_day,
                )
        _record(
            db,
            "committee.created",
            committee_id,
            by=by,
            now=now,
            code=code,
            name=name,
            template=template,
            parent=parent_id,
        )
    return committee_id


def rename(db: Database, committee_id: int, name: str, *, by: By, now: datetime) -> None:
    """Give a committee another name; the journal keeps the former one."""
    name = texts.line(name, CommitteeRefusal.NAME_MISSING)
    with unit_of_work(db):
        former = found(db, committee_id).name
        if former != name:
            store.set_name(db, committee_id, name)
            _record(db, "committee.renamed", committee_id, by=by, now=now, former=former, name=name)


def change_settings(
    db: Database, committee_id: int, settings: CommitteeSettings, *, by: By, now: datetime
) -> dict[str, tuple[object, object]]:
    """Write the settings; return what changed as {key: (old, new)}, which the journal keeps. Sittings already open keep theirs."""
    with unit_of_work(db):
        former, new = found(db, committee_id).settings.as_values(), settings.as_values()
        changes = {key: (former[key], new[key]) for key in new if former[key] != new[key]}
        if changes:
            store.set_settings(db, committee_id, settings.to_json())
            details = {key: {"old": old, "new": value} for key, (old, value) in changes.items()}
            _record(db, "committee.settings_changed", committee_id, by=by, now=now, changes=details)
    return changes


def explain_composition(db: Database, committee_id: int, reason: str, *, by: By, now: datetime) -> None:
    """Record why the composition is not its text's, which allows another number of seats (COM-2)."""
    reason = texts.line(reason, CommitteeRefusal.COMPOSITION_REASON_MISSING)
    with unit_of_work(db):
        former = found(db, committee_id).composition_reason
        store.set_composition_reason(db, committee_id, reason)
        _record(db, "committee.composition_explained", committee_id, by=by, now=now, reason=reason, former=former)


def add_term(
    db: Database, committee_id: int, *, act: str, starts_on: date | None, ends_on: date | None, by: By, now: datetime
) -> int:
    """Record the act that appoints, renews or extends the committee, first and last day included (COM-1)."""
    act = texts.line(act, CommitteeRefusal.TERM_ACT_MISSING)
    if starts_on is None or ends_on is None:
        raise Refusal(CommitteeRefusal.TERM_DATES_MISSING)
    if ends_on < starts_on:
        raise Refusal(CommitteeRefusal.TERM_DATES_REVERSED)
    with unit_of_work(db):
        found(db, committee_id)
        term_id = store.add_term(db, committee_id, act=act, starts_on=starts_on, ends_on=ends_on)
        _record(
            db,
            "committee.term_added",
            committee_id,
            by=by,
            now=now,
            appointing_act=act,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
        )
    return term_id


def found(db: Database, committee_id: int) -> Committee:
    """Return a committee that must exist."""
    committee = queries.find(db, committee_id)
    if committee is None:
        raise Refusal(CommitteeRefusal.UNKNOWN_COMMITTEE)
    return committee


def _code(text: str) -> str:
    code = text.strip().upper()
    if not code:
        raise Refusal(CommitteeRefusal.CODE_MISSING)
    if not _CODE.fullmatch(code):
        raise Refusal(CommitteeRefusal.CODE_INVALID)
    return code


def _template(text: str) -> Template:
    for name in TEMPLATES:
        if name == text:
            return name
    raise Refusal(CommitteeRefusal.UNKNOWN_TEMPLATE)


def _record(db: Database, act: str, committee_id: int, *, by: By, now: datetime, **details: object) -> None:
    subject = f"committee:{committee_id}"
    audit.record(db, act, subject, by=by, now=now, scope=subject, **details)
