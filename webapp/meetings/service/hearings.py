"""Persons heard: their order of passage, their entry, and the list that slips (CRPA R133-6)."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.service.ledger import write
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act, check_lengths
from webapp.meetings.sitting import Act, Hearing, MeetingRefusal
from webapp.storage.database import Database

LONGEST_DELAY = 600


def plan(
    db: Database,
    meeting_id: int,
    item_id: int,
    name: str,
    *,
    planned_at: datetime | None,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Put somebody on the order of passage of an item, at an hour if one was told; return the number."""
    check_lengths((name,))
    if not name.strip():
        raise Refusal(MeetingRefusal.NAME_MISSING)
    with act(db, meeting_id, "hearing.planned", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            item = unit.item(item_id)
            unit.result = store.add_hearing(db, meeting_id, item.id, name.strip(), planned_at)
            hour = None if planned_at is None else clock.to_text(planned_at)
            unit.journal("hearing.planned", item=item_id, name=name.strip(), planned_at=hour)
        return unit.result or 0


def cancel(db: Database, meeting_id: int, hearing_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Take somebody off the order of passage, before they enter."""
    with act(db, meeting_id, "hearing.cancelled", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        hearing = awaited(unit, hearing_id)
        _take_off(unit, hearing)
        unit.journal("hearing.cancelled", item=hearing.item_id, name=hearing.name)


def enter(db: Database, meeting_id: int, hearing_id: int, *, by: By, now: datetime, key: str | None = None) -> int:
    """Let somebody who was to be heard in; return the fact of their entry."""
    with act(db, meeting_id, "hearing.entered", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            hearing = awaited(unit, hearing_id)
            unit.result = write(unit, Act.GUEST_ARRIVAL, unit.at, text=hearing.name)
            store.write_entry(db, hearing.id, unit.result)
        return unit.result or 0


def slip(db: Database, meeting_id: int, minutes: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Say how late the hearings run; everybody who follows the sitting sees it. 0: on time."""
    if not 0 <= minutes <= LONGEST_DELAY:
        raise Refusal(MeetingRefusal.DELAY_UNREADABLE, most=LONGEST_DELAY)
    with act(db, meeting_id, "hearing.delayed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        store.write_delay(db, meeting_id, minutes)
        unit.journal("hearing.delayed", minutes=minutes)


def _take_off(unit: Unit, hearing: Hearing) -> None:
    """Forget whoever was not invited; of the others the link dies, and what they wrote stays."""
    if any(each.hearing_id == hearing.id for each in store.hearing_links(unit.db, unit.meeting.id)):
        store.revoke_link(unit.db, hearing.id, at=unit.entered)
        store.cancel_hearing(unit.db, hearing.id, at=unit.entered)
    else:
        store.remove_hearing(unit.db, hearing.id)


def awaited(unit: Unit, hearing_id: int) -> Hearing:
    """Return somebody who is to be heard and has not entered, or refuse."""
    found = next((each for each in store.hearings(unit.db, unit.meeting.id) if each.id == hearing_id), None)
    if found is None or found.fact_id is not None:
        raise Refusal(MeetingRefusal.NO_HEARING)
    return found
