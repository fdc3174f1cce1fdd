"""Who asks to speak on the item in hand: members by themselves, or the desk for those who raise a hand."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.service.ledger import presence_of
from webapp.meetings.service.unit import Unit, act
from webapp.meetings.sitting import FloorRequest, FloorState, MeetingRefusal
from webapp.storage.database import Database


def ask(db: Database, meeting_id: int, person_id: int, *, by: By, now: datetime, key: str | None = None) -> int:
    """Ask to speak on the item in hand; asking again changes nothing. Return the request's number.

    Whoever sits is heard, except on an item from which they have withdrawn (CRPA R133-12; DEP-1).
    """
    with act(db, meeting_id, "floor.asked", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        item_id = unit.meeting.item_in_hand
        if item_id is None:
            raise Refusal(MeetingRefusal.NO_ITEM_TO_SPEAK_ON)
        presence = presence_of(unit, unit.at)
        seat = next((seat for seat, each in presence.seats.items() if each.occupant.person_id == person_id), None)
        if seat is None:
            raise Refusal(MeetingRefusal.NOT_SITTING)
        if seat in presence.recused(item_id):
            raise Refusal(MeetingRefusal.RECUSED_FROM_DEBATE)
        before = next((each for each in store.floor(db, meeting_id, item_id) if each.person_id == person_id), None)
        if before is not None:
            unit.result = before.id
            return before.id
        unit.result = store.add_request(db, meeting_id, item_id, person_id, at=unit.at)
        unit.journal("floor.asked", item=item_id, person=person_id)
        return unit.result


def withdraw(db: Database, meeting_id: int, person_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Ask no more, or take somebody off the list; whoever is not on it stays so."""
    with act(db, meeting_id, "floor.withdrawn", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        for each in _floor(unit):
            if each.person_id == person_id:
                store.write_request(db, each.id, FloorState.WITHDRAWN)
                unit.journal("floor.withdrawn", item=each.item_id, person=person_id)


def give(db: Database, meeting_id: int, request_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Give the floor; whoever had it has spoken."""
    with act(db, meeting_id, "floor.given", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        request = _request(unit, request_id)
        _end_speech(unit)
        store.write_request(db, request.id, FloorState.SPEAKING)
        unit.journal("floor.given", item=request.item_id, person=request.person_id)


def end(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Note that who had the floor has spoken."""
    with act(db, meeting_id, "floor.ended", by=by, now=now, key=key) as unit:
        if not unit.done:
            _end_speech(unit)


def move_first(
    db: Database, meeting_id: int, request_id: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Let somebody speak before the others who wait."""
    with act(db, meeting_id, "floor.moved", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        request = _request(unit, request_id)
        first = min(each.place for each in _floor(unit))
        store.place_request(db, request.id, first - 1)
        unit.journal("floor.moved", item=request.item_id, person=request.person_id)


def _floor(unit: Unit) -> list[FloorRequest]:
    item_id = unit.meeting.item_in_hand
    return [] if item_id is None else store.floor(unit.db, unit.meeting.id, item_id)


def _request(unit: Unit, request_id: int) -> FloorRequest:
    found = next((each for each in _floor(unit) if each.id == request_id), None)
    if found is None:
        raise Refusal(MeetingRefusal.NO_REQUEST)
    return found


def _end_speech(unit: Unit) -> None:
    for each in _floor(unit):
        if each.state is FloorState.SPEAKING:
            store.write_request(unit.db, each.id, FloorState.DONE)
            unit.journal("floor.ended", item=each.item_id, person=each.person_id)
