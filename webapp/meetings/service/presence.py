"""The ledger of presence: who comes and goes, gives a mandate, withdraws from an item, presides. Each fact with its hour."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.rules.presence import running
from webapp.meetings.service import late, scans
from webapp.meetings.service.ledger import (
    check_appointed,
    check_form,
    check_free,
    check_mandate,
    hour_of,
    name_of,
    presence_of,
    the_seat,
    write,
    write_recusal,
)
from webapp.meetings.service.scans import Scan
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act, check_lengths, check_reason
from webapp.meetings.sitting import Act, Form, LateEntry, MeetingRefusal
from webapp.storage.database import Database


@frozen
class Entered:
    """A fact written, and the votes on which it calls for a decision of the chair because it was entered late."""

    fact_id: int
    late: tuple[LateEntry, ...] = ()


def arrive(
    db: Database,
    meeting_id: int,
    seat: int,
    person_id: int,
    form: Form,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    decision: str = "",
    presides: bool = False,
    delegation: str = "",
    key: str | None = None,
) -> Entered:
    """Record somebody present for a seat, from an hour on; the mandate they gave ends there (MAN-3).

    Only a person appointed on the day sits with a vote (CRPA R133-3, R133-4; COM-4), unless the chair decides otherwise
    and says why. Somebody present who changes form (from the room to the telephone) arrives again in the new one.
    """
    with act(db, meeting_id, "presence.arrival", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at)
        check_appointed(unit, the_seat(unit, seat), person_id, decision)
        check_form(unit, form, decision)
        check_free(presence_of(unit, hour), seat, person_id, form)
        fact_id = write(unit, Act.ARRIVAL, hour, seat=seat, person_id=person_id, form=form)
        written = [fact_id]
        if presides:
            written.append(write(unit, Act.CHAIR, hour, seat=seat, person_id=person_id, text=delegation))
        return _entered(unit, fact_id, written)


def depart(
    db: Database,
    meeting_id: int,
    seat: int,
    *,
    by: By,
    now: datetime,
    person_id: int | None = None,
    at: datetime | None = None,
    mandate_to: int | None = None,
    key: str | None = None,
) -> Entered:
    """Record that a seat's people leave (or one of them), with a mandate left to another seat if so (MAN-3)."""
    with act(db, meeting_id, "presence.departure", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at)
        the_seat(unit, seat)
        taken = presence_of(unit, hour).seats.get(seat)
        there = [] if taken is None else [taken.occupant.person_id, *(each.person_id for each in taken.others)]
        if not there or (person_id is not None and person_id not in there):
            raise Refusal(MeetingRefusal.NOT_PRESENT, name=name_of(unit, seat))
        fact_id = write(unit, Act.DEPARTURE, hour, seat=seat, person_id=person_id)
        written = [fact_id]
        if mandate_to is not None:
            check_mandate(unit, seat, mandate_to)
            written.append(write(unit, Act.MANDATE_GIVEN, hour, seat=seat, other_seat=mandate_to))
        return _entered(unit, fact_id, written)


def give_mandate(
    db: Database,
    meeting_id: int,
    mandator: int,
    holder: int,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    paper: Scan | None = None,
    key: str | None = None,
) -> Entered:
    """Record a mandate at the hour of its receipt (CRPA R133-9), with the paper that gave it if there is one.

    A mandate that is void stays in the ledger: whether it counts is judged for each item, with its reason (MAN-1, MAN-2).
    """
    with (
        scans.drafted(paper) as draft,
        act(db, meeting_id, "mandate.given", by=by, now=now, key=key, states=NOT_CLOSED) as unit,
    ):
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at, earliest=None)
        the_seat(unit, mandator)
        check_mandate(unit, mandator, holder)
        name = scans.settled(draft)
        fact_id = write(unit, Act.MANDATE_GIVEN, hour, seat=mandator, other_seat=holder, paper=name)
        return _entered(unit, fact_id, [fact_id])


def end_mandate(
    db: Database,
    meeting_id: int,
    mandator: int,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    key: str | None = None,
) -> Entered:
    """Record that a mandator takes their mandates back."""
    with act(db, meeting_id, "mandate.ended", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at, earliest=None)
        if not any(each.mandator == mandator for each in running(presence_of(unit, hour))):
            raise Refusal(MeetingRefusal.NO_MANDATE)
        fact_id = write(unit, Act.MANDATE_ENDED, hour, seat=mandator)
        return _entered(unit, fact_id, [fact_id])


def recuse(
    db: Database,
    meeting_id: int,
    seat: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    key: str | None = None,
) -> Entered:
    """Record that a member withdraws from an item: no debate, no ballot, and a ballot already cast is cancelled.

    CRPA R133-12, CGFP L122-1 3° (DEP-1, DEP-3). A mandate they gave or hold falls for this item (MAN-5).
    """
    with act(db, meeting_id, "recusal.declared", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        fact_id = write_recusal(unit, seat, item_id, hour_of(unit, at))
        return _entered(unit, fact_id, [fact_id])


def end_recusal(
    db: Database,
    meeting_id: int,
    seat: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    key: str | None = None,
) -> Entered:
    """Record that a withdrawal from an item ends."""
    with act(db, meeting_id, "recusal.ended", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at)
        if not any((each.seat, each.item_id) == (seat, item_id) for each in presence_of(unit, hour).recusals):
            raise Refusal(MeetingRefusal.NOT_RECUSED)
        fact_id = write(unit, Act.RECUSAL_ENDED, hour, seat=seat, item_id=item_id)
        return _entered(unit, fact_id, [fact_id])


def preside(
    db: Database,
    meeting_id: int,
    seat: int,
    *,
    by: By,
    now: datetime,
    delegation: str = "",
    at: datetime | None = None,
    key: str | None = None,
) -> Entered:
    """Record who presides from an hour on, and by which delegation; the casting vote goes with it (VOT-5, DEP-5)."""
    check_lengths((delegation,))
    with act(db, meeting_id, "chair.changed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at)
        the_seat(unit, seat)
        taken = presence_of(unit, hour).seats.get(seat)
        if taken is None:
            raise Refusal(MeetingRefusal.NOT_PRESENT, name=name_of(unit, seat))
        fact_id = write(unit, Act.CHAIR, hour, seat=seat, person_id=taken.occupant.person_id, text=delegation)
        return _entered(unit, fact_id, [fact_id])


def welcome_guest(
    db: Database,
    meeting_id: int,
    name: str,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    key: str | None = None,
) -> Entered:
    """Record somebody who is heard or assists, by name and quality: no seat, and so no ballot (CRPA R133-6; COM-9)."""
    check_lengths((name,))
    if not name.strip():
        raise Refusal(MeetingRefusal.NAME_MISSING)
    with act(db, meeting_id, "guest.welcomed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            unit.result = write(unit, Act.GUEST_ARRIVAL, hour_of(unit, at), text=name)
        return Entered(fact_id=unit.result or 0)


def guest_leaves(
    db: Database,
    meeting_id: int,
    fact_id: int,
    *,
    by: By,
    now: datetime,
    at: datetime | None = None,
    key: str | None = None,
) -> Entered:
    """Record that a guest leaves; `fact_id` is the fact of their arrival."""
    with act(db, meeting_id, "guest.left", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            hour = hour_of(unit, at)
            if not any(guest.fact_id == fact_id for guest in presence_of(unit, hour).guests):
                raise Refusal(MeetingRefusal.NO_GUEST)
            unit.result = write(unit, Act.GUEST_DEPARTURE, hour, refers_to=fact_id)
        return Entered(fact_id=unit.result or 0)


def void(
    db: Database,
    meeting_id: int,
    fact_id: int,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> Entered:
    """Set a fact aside, with its reason: it stays in the ledger, marked.

    Undoing a slip has no other effect; where votes were taken since its hour, the chair decides on each of them.
    """
    reason = check_reason(reason)
    with act(db, meeting_id, "ledger.voided", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        facts = store.ledger(db, meeting_id)
        fact = next((each for each in facts if each.id == fact_id and each.act is not Act.VOIDED), None)
        if fact is None:
            raise Refusal(MeetingRefusal.UNKNOWN_FACT)
        if any(each.act is Act.VOIDED and each.refers_to == fact_id for each in facts):
            raise Refusal(MeetingRefusal.ALREADY_VOIDED)
        number = write(unit, Act.VOIDED, fact.effective_at, refers_to=fact_id, text=reason)
        return _entered(unit, number, [number])


def decide_late_entry(
    db: Database,
    meeting_id: int,
    fact_id: int,
    motion_id: int,
    *,
    recompute: bool,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Record the chair's decision on a vote that a late entry touches: kept as it was, or recomputed with the fact.

    Recomputing changes no ballot: the rules judge again who was entitled. Both results are kept and printed.
    """
    reason = check_reason(reason)
    with act(db, meeting_id, "late_entry.decided", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            late.decide(unit, fact_id, motion_id, recompute=recompute, reason=reason)


def _entered(unit: Unit, fact_id: int, written: list[int]) -> Entered:
    unit.result = fact_id
    return Entered(fact_id=fact_id, late=late.follow(unit, written))
