"""Replies to a notice: what the sitting offers, the last one standing, nothing once it is open."""

from itertools import product

import pytest

from tests.meetings.room import Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.rules.replies import check_reply, offered
from webapp.meetings.service import replies
from webapp.meetings.sitting import MeetingRefusal, ReplyKind
from webapp.storage.database import Database


def reply(room: Room, seat: int, kind: ReplyKind, substitute: int | None = None, key: str | None = None) -> None:
    replies.reply(
        room.db,
        room.meeting_id,
        room.seat(seat),
        kind,
        substitute_id=substitute,
        by=room.by(seat),
        now=room.tick(),
        key=key,
    )


def test_the_last_reply_stands_and_the_journal_keeps_each(db: Database) -> None:
    room = Room(db, substitutes=True)
    reply(room, 1, ReplyKind.ROOM)
    reply(room, 1, ReplyKind.SUBSTITUTE, room.person(1, 1))
    reply(room, 2, ReplyKind.EXCUSED)

    given = queries.replies(db, room.meeting_id)

    assert {seat: (each.kind, each.substitute_id, each.comes) for seat, each in given.items()} == {
        room.seat(1): (ReplyKind.SUBSTITUTE, room.person(1, 1), True),
        room.seat(2): (ReplyKind.EXCUSED, None, False),
    }
    journal = audit.of_scope(db, f"meeting:{room.meeting_id}")
    assert [each.facts["reply"] for each in journal if each.act == "reply.given"] == ["room", "substitute", "excused"]


@pytest.mark.parametrize("mode", [Mode.IN_PERSON, Mode.CONFERENCE, Mode.MIXED])
def test_a_reply_is_one_of_the_ways_to_come_that_the_sitting_has(db: Database, mode: Mode) -> None:
    seat = Room(db, substitutes=True).state().roster.seats[0]
    substitute = seat.substitutes[0].person_id
    ways = {Mode.IN_PERSON: ["room"], Mode.CONFERENCE: ["remote"], Mode.MIXED: ["room", "remote"]}[mode]
    may = offered(mode, seat)
    assert may == (
        *((ReplyKind(way), None) for way in ways),
        (ReplyKind.SUBSTITUTE, substitute),
        (ReplyKind.EXCUSED, None),
    )
    for kind, person in product(ReplyKind, (None, substitute, substitute + 1)):
        if (kind, person) in may:
            check_reply(mode, seat, kind, person)
        else:
            with refused(MeetingRefusal.REPLY_NOT_OFFERED):
                check_reply(mode, seat, kind, person)


def test_nothing_is_replied_once_the_sitting_is_open(db: Database) -> None:
    room = Room(db).open(present=3)
    with refused(MeetingRefusal.NOT_PREPARED):
        reply(room, 1, ReplyKind.ROOM)
    assert queries.replies(db, room.meeting_id) == {}


def test_a_reply_sent_twice_by_one_form_is_given_once(db: Database) -> None:
    room = Room(db)
    for _ in range(2):
        reply(room, 1, ReplyKind.ROOM, key="reponse-0001")
    assert len([each for each in audit.of_scope(db, f"meeting:{room.meeting_id}") if each.act == "reply.given"]) == 1


def test_a_seat_that_is_not_of_this_sitting_gets_no_reply(db: Database) -> None:
    room = Room(db)
    with refused(MeetingRefusal.UNKNOWN_SEAT):
        replies.reply(db, room.meeting_id, room.seat(5) + 1, ReplyKind.ROOM, by=SYSTEM, now=room.tick())
