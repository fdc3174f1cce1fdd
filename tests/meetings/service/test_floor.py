"""Who asks to speak: members by themselves, the desk for those who raise a hand, in the order that the desk gives."""

from tests.meetings.room import Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.meetings.service import conduct, floor
from webapp.meetings.sitting import MeetingRefusal
from webapp.storage.database import Database


def ask(room: Room, number: int) -> int:
    return floor.ask(room.db, room.meeting_id, room.person(number), by=room.by(number), now=room.tick())


def order(room: Room) -> list[int]:
    return [each.person_id for each in room.state().floor]


def test_those_who_ask_to_speak_are_heard_in_the_order_in_which_they_asked(db: Database) -> None:
    room = Room(db).open(present=4)
    second, third = ask(room, 2), ask(room, 3)
    assert order(room) == [room.person(2), room.person(3)]
    assert (room.state().place_on_floor(room.person(2)), room.state().place_on_floor(room.person(3))) == (1, 2)
    floor.give(db, room.meeting_id, second, by=SYSTEM, now=room.tick())
    assert room.state().place_on_floor(room.person(2)) == 0
    floor.give(db, room.meeting_id, third, by=SYSTEM, now=room.tick())
    assert order(room) == [room.person(3)]
    floor.end(db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert order(room) == []


def test_asking_again_keeps_one_s_place(db: Database) -> None:
    room = Room(db).open(present=4)
    first = ask(room, 2)
    ask(room, 3)
    assert ask(room, 2) == first
    assert order(room) == [room.person(2), room.person(3)]
    acts = [each.act for each in audit.of_scope(db, f"meeting:{room.meeting_id}")]
    assert acts.count("floor.asked") == 2


def test_the_desk_puts_somebody_first_behind_who_speaks(db: Database) -> None:
    room = Room(db).open(present=5)
    speaks = ask(room, 2)
    ask(room, 3)
    last = ask(room, 4)
    floor.give(db, room.meeting_id, speaks, by=SYSTEM, now=room.tick())
    floor.move_first(db, room.meeting_id, last, by=SYSTEM, now=room.tick())
    assert order(room) == [room.person(2), room.person(4), room.person(3)]


def test_one_asks_no_more_and_a_request_that_is_over_is_not_given(db: Database) -> None:
    room = Room(db).open(present=4)
    request = ask(room, 2)
    floor.withdraw(db, room.meeting_id, room.person(2), by=room.by(2), now=room.tick())
    floor.withdraw(db, room.meeting_id, room.person(2), by=room.by(2), now=room.tick())
    assert order(room) == []
    with refused(MeetingRefusal.NO_REQUEST):
        floor.give(db, room.meeting_id, request, by=SYSTEM, now=room.tick())


def test_dep_1_who_withdrew_from_an_item_does_not_speak_on_it(db: Database) -> None:
    room = Room(db).open(present=4)
    room.recuse(2)
    with refused(MeetingRefusal.RECUSED_FROM_DEBATE):
        ask(room, 2)


def test_who_is_not_there_or_has_nothing_to_speak_on_is_told(db: Database) -> None:
    room = Room(db).open(present=4)
    with refused(MeetingRefusal.NOT_SITTING):
        ask(room, 5)
    conduct.end_item(db, room.meeting_id, room.item, reason="Sans vote", by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.NO_ITEM_TO_SPEAK_ON):
        ask(room, 2)


def test_requests_stay_with_the_item_on_which_they_were_made(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    room.open(present=4)
    ask(room, 2)
    conduct.end_item(db, room.meeting_id, room.item, reason="Sans vote", by=SYSTEM, now=room.tick())
    conduct.begin_item(db, room.meeting_id, other, by=SYSTEM, now=room.tick())
    assert order(room) == []
