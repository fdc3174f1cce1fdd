"""Replies to a notice: what the sitting offers, the last one standing, nothing once it is open."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from tests.meetings.room import Room
from tests.refusing import refused
from webapp.accounts.model import Linking, PersonFields
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.committees.service import appointments
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.rules.replies import check_reply, offered
from webapp.meetings.service import conduct, from_paper, presence, rehearsal, reminders, replies
from webapp.meetings.sitting import Act, Form, HolderRefusal, MeetingRefusal, ReplyKind
from webapp.outbox import queries as outbox
from webapp.outbox.model import LINK
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


def test_in_writing_there_is_nothing_to_come_to(db: Database) -> None:
    assert offered(Mode.WRITTEN, Room(db, substitutes=True).state().roster.seats[0]) == ()


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


def mandate(room: Room, mandator: int, holder: int, *, at: datetime | None = None) -> None:
    replies.reply(
        room.db,
        room.meeting_id,
        room.seat(mandator),
        ReplyKind.MANDATE,
        holder=room.seat(holder),
        by=room.by(mandator),
        now=at or room.tick(),
    )


def entered(room: Room) -> list[tuple[int, int]]:
    """The mandates of the ledger, as (mandator, holder), in order of receipt."""
    numbers = {room.seat(number): number for number in range(1, 6)}
    given = [each for each in queries.ledger(room.db, room.meeting_id) if each.act is Act.MANDATE_GIVEN]
    return [(numbers[each.seat or 0], numbers[each.other_seat or 0]) for each in given]


def test_man_2_mandates_announced_enter_the_ledger_at_the_opening_in_order_of_receipt(db: Database) -> None:
    room = Room(db, settings=CommitteeSettings(recording_rules="Délibération", max_mandates=2))
    mandate(room, 5, 1)
    received = room.clock
    mandate(room, 4, 1)
    assert entered(room) == []

    room.open(present=3)

    assert entered(room) == [(5, 1), (4, 1)]
    assert next(each.mandate.received_at for each in room.state().mandates()) == received
    assert room.state().quorum().counted == 5


def test_man_2_the_second_to_ask_is_told_and_may_choose_another(db: Database) -> None:
    room = Room(db)
    mandate(room, 5, 1)
    with refused(HolderRefusal.HAS_A_MANDATE):
        mandate(room, 4, 1)
    mandate(room, 4, 2)
    assert queries.replies(db, room.meeting_id)[room.seat(4)].holder == room.seat(2)


def test_man_2_a_mandate_said_again_keeps_its_place_and_one_changed_takes_a_new_one(db: Database) -> None:
    room = Room(db)
    mandate(room, 5, 1)
    first = queries.replies(db, room.meeting_id)[room.seat(5)].replied_at
    mandate(room, 5, 1)
    assert queries.replies(db, room.meeting_id)[room.seat(5)].replied_at == first
    mandate(room, 5, 2)
    assert queries.replies(db, room.meeting_id)[room.seat(5)].replied_at > first


def test_man_1_nobody_gives_mandate_to_themselves_or_to_whom_will_be_absent(db: Database) -> None:
    room = Room(db)
    reply(room, 2, ReplyKind.EXCUSED)
    with refused(HolderRefusal.WILL_BE_ABSENT):
        mandate(room, 3, 2)
    with refused(HolderRefusal.NOT_A_MEMBER):
        mandate(room, 3, 3)
    assert room.seat(3) not in queries.replies(db, room.meeting_id)


def test_man_3_whoever_came_after_all_enters_no_mandate(db: Database) -> None:
    room = Room(db)
    mandate(room, 3, 1)
    room.open(present=3)
    assert entered(room) == []
    assert room.state().quorum().counted == 3


def test_a_mandate_withdrawn_frees_its_holder_and_never_enters(db: Database) -> None:
    room = Room(db)
    mandate(room, 5, 1)
    replies.withdraw(db, room.meeting_id, room.seat(5), by=room.by(5), now=room.tick())
    with refused(MeetingRefusal.NO_REPLY):
        replies.withdraw(db, room.meeting_id, room.seat(5), by=room.by(5), now=room.tick())
    mandate(room, 4, 1)
    room.open(present=3)
    assert entered(room) == [(4, 1)]
    with refused(MeetingRefusal.NOT_PREPARED):
        replies.withdraw(db, room.meeting_id, room.seat(4), by=room.by(4), now=room.tick())


def test_a_paper_that_the_desk_noted_is_withdrawn_at_the_desk(db: Database) -> None:
    room = Room(db)
    room.mandate(5, 1)
    with refused(HolderRefusal.ALREADY_NOTED):
        mandate(room, 5, 2)
    with refused(HolderRefusal.HAS_A_MANDATE):
        mandate(room, 4, 1)


def test_a_sitting_entered_from_paper_takes_only_the_mandates_received_before_its_hour(db: Database) -> None:
    room = Room(db)
    mandate(room, 5, 1)
    hour = room.tick()
    mandate(room, 4, 2)
    from_paper.begin(db, room.meeting_id, hour, reason="Coupure", by=SYSTEM, now=room.tick())
    mandate(room, 4, 3)
    for number in (1, 2, 3):
        presence.arrive(
            db, room.meeting_id, room.seat(number), room.person(number), Form.ROOM, by=SYSTEM, now=room.tick()
        )
    conduct.open_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert entered(room) == [(5, 1)]


LINKING = Linking(key="a" * 64, lasts=timedelta(days=5))


def remind(room: Room, key: str | None = None) -> int | None:
    return reminders.remind(room.db, room.meeting_id, linking=LINKING, by=room.desk, now=room.tick(), key=key)


def test_the_silent_are_reminded_once_by_form_and_again_by_another(db: Database) -> None:
    room = Room(db)
    reply(room, 1, ReplyKind.ROOM)
    room.mandate(5, 1)
    assert (remind(room, "relance-0001"), remind(room, "relance-0001")) == (3, 3)
    written = outbox.about(db, f"meeting:{room.meeting_id}")
    assert [each.letter.person_id for each in written] == [room.person(number) for number in (2, 3, 4)]
    assert all(each.letter.kind == "meeting.unanswered" and LINK in each.letter.body for each in written)
    with refused(MeetingRefusal.REMINDER_WITHOUT_READER):
        remind(room)  # nobody gets two reminders the same day
    room.clock += timedelta(days=1)
    remind(room)
    assert len(outbox.about(db, f"meeting:{room.meeting_id}")) == 6


def test_without_anybody_to_write_to_nothing_is_written(db: Database) -> None:
    room = Room(db)
    for number in range(1, 6):
        reply(room, number, ReplyKind.ROOM)
    with refused(MeetingRefusal.REMINDER_WITHOUT_READER):
        remind(room)


def handed_over(room: Room, number: int) -> None:
    """Have somebody else appointed to a seat, from the day of the sitting."""
    titular = room.roster[number - 1].titular
    assert titular is not None
    successor = appointments.Candidate(person=PersonFields(last_name="Relève"), starts_on=room.state().meeting.day)
    appointments.replace(
        room.db, room.committee.id, titular.id, successor, reason="Démission", by=SYSTEM, now=room.tick()
    )


def test_a_seat_handed_over_since_is_silent_again_and_its_former_mandate_is_not_entered(db: Database) -> None:
    room = Room(db)
    reply(room, 2, ReplyKind.ROOM)
    mandate(room, 3, 1)
    mandate(room, 5, 4)
    reply(room, 1, ReplyKind.ROOM)
    handed_over(room, 2)
    handed_over(room, 3)

    assert set(queries.standing_replies(db, room.state())) == {room.seat(1), room.seat(5)}
    assert room.seat(3) in queries.replies(db, room.meeting_id)  # what was said stays, and stands no more
    with refused(MeetingRefusal.NO_REPLY):
        replies.withdraw(db, room.meeting_id, room.seat(3), by=SYSTEM, now=room.tick())
    state = room.state()
    to_call = reminders.silent(state.roster, queries.standing_replies(db, state), ()).to_call
    assert {room.seat(2), room.seat(3)} <= {each.seat.id for each in to_call}
    room.open(present=1)
    given = [each for each in room.state().facts if each.act is Act.MANDATE_GIVEN]
    assert [each.seat for each in given] == [room.seat(5)]


def test_man_1_a_mandate_falls_with_the_seat_of_who_was_to_carry_it(db: Database) -> None:
    room = Room(db)
    mandate(room, 5, 4)
    handed_over(room, 4)
    assert queries.standing_replies(db, room.state()) == {}

    mandate(room, 5, 4)
    assert set(queries.standing_replies(db, room.state())) == {room.seat(5)}


def test_a_rehearsal_reminds_nobody_and_copies_the_mandates_announced(db: Database) -> None:
    room = Room(db)
    mandate(room, 5, 1)
    reply(room, 2, ReplyKind.ROOM)
    room.meeting_id = rehearsal.copy(db, room.meeting_id, by=room.desk, now=room.tick())
    assert set(queries.replies(db, room.meeting_id)) == {room.seat(5)}
    with refused(MeetingRefusal.REHEARSAL_WRITES_NOBODY):
        remind(room)


@pytest.mark.parametrize("kind", [ReplyKind.EXCUSED, ReplyKind.MANDATE])
def test_man_1_whoever_gave_mandate_is_told_that_it_cannot_serve_any_more(db: Database, kind: ReplyKind) -> None:
    room = Room(db)
    mandate(room, 5, 1)
    topic = f"meeting:{room.meeting_id}"
    for say, written in ((ReplyKind.ROOM, 0), (kind, 1)):
        replies.reply(
            db,
            room.meeting_id,
            room.seat(1),
            say,
            holder=room.seat(2) if say is ReplyKind.MANDATE else None,
            linking=LINKING,
            by=room.by(1),
            now=room.tick(),
        )
        assert len(outbox.about(db, topic)) == written
    [told] = outbox.about(db, topic)
    assert told.letter.person_id == room.person(5)
    assert room.state().seat_name(room.seat(1)) in told.letter.body
