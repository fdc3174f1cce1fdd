"""What people sign themselves at the tablet of the door: the acts of the ledger, entered by the tablet."""

import pytest

from tests.meetings.room import FOR, Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.meetings import queries
from webapp.meetings.service import agenda, conduct, door, presence
from webapp.meetings.sitting import Act, DoorRefusal, Form, ItemDraft, MeetingRefusal
from webapp.polls.model import RightState
from webapp.storage.database import Database


@pytest.fixture
def room(db: Database) -> Room:
    room = Room(db, seats=5, substitutes=True)
    door.make_link(db, room.meeting_id, by=SYSTEM, now=room.tick())
    return room


def token(room: Room) -> str:
    found = room.state().meeting.door_token
    assert found is not None
    return found


def signs(room: Room, number: int, *, substitute: int | None = None, key: str | None = None) -> None:
    door.arrive(
        room.db,
        room.meeting_id,
        token(room),
        room.seat(number),
        room.person(number, substitute),
        now=room.tick(),
        key=key or room.key(),
    )


def declares(room: Room, number: int, *items: int, key: str | None = None) -> None:
    door.declare(
        room.db,
        room.meeting_id,
        token(room),
        room.seat(number),
        room.person(number),
        items=items,
        now=room.tick(),
        key=key or room.key(),
    )


def leaves(room: Room, number: int, mandate_to: int | None = None) -> None:
    door.leave(
        room.db,
        room.meeting_id,
        token(room),
        room.seat(number),
        room.person(number),
        mandate_to=None if mandate_to is None else room.seat(mandate_to),
        now=room.tick(),
        key=room.key(),
    )


def journal(room: Room) -> list[tuple[str, str]]:
    rows = room.db.rows(
        "SELECT act, actor_name FROM journal WHERE scope = ? ORDER BY id", (f"meeting:{room.meeting_id}",)
    )
    return [(row["act"], row["actor_name"]) for row in rows]


def test_a_signature_is_an_arrival_in_the_room_entered_by_the_tablet(room: Room) -> None:
    signs(room, 2)

    state = room.state()
    assert state.presence.seats[room.seat(2)].occupant.form is Form.ROOM
    assert [(fact.act, fact.at_door, fact.entered_by) for fact in state.facts] == [(Act.ARRIVAL, True, None)]
    assert journal(room)[-1] == ("ledger.arrival", "tablette de l’entrée")


def test_what_the_desk_enters_is_not_said_to_be_signed_at_the_door(room: Room) -> None:
    room.arrive(2)

    assert [fact.at_door for fact in room.state().facts] == [False]


def test_a_signature_sent_twice_is_one_arrival(room: Room) -> None:
    signs(room, 2, key="cle-de-la-page")
    signs(room, 2, key="cle-de-la-page")

    assert len(room.state().facts) == 1


def test_somebody_the_desk_has_noted_meanwhile_signs_without_a_second_arrival(room: Room) -> None:
    room.arrive(2)

    signs(room, 2)

    assert len(room.state().facts) == 1


def test_man_3_the_mandate_of_who_signs_ends_and_the_quorum_stays(room: Room) -> None:
    room.open(present=3)
    room.mandate(5, 2)
    before = room.state().quorum().counted

    signs(room, 5)

    assert room.state().quorum().counted == before
    assert [each.end for each in room.state().presence.mandates] == ["mandator_arrived"]


def test_somebody_who_signs_while_a_vote_is_open_may_vote(room: Room) -> None:
    room.open(present=3)
    room.open_vote()

    signs(room, 4)

    vote = room.state().open
    assert vote is not None
    assert vote.rights[room.seat(4)].state is RightState.GRANTED
    room.cast(4, FOR)


def test_com_4_who_is_not_appointed_that_day_does_not_sit_by_the_tablet(room: Room) -> None:
    with refused(DoorRefusal.MAY_NOT_SIT):
        door.arrive(
            room.db, room.meeting_id, token(room), room.seat(2), room.person(3), now=room.tick(), key=room.key()
        )

    assert room.state().facts == ()


def test_com_4_people_of_another_committee_are_nobody_here(room: Room) -> None:
    other = Room(room.db, seats=3)

    with refused(DoorRefusal.MAY_NOT_SIT):
        door.arrive(
            room.db, room.meeting_id, token(room), other.seat(2), other.person(2), now=room.tick(), key=room.key()
        )


def test_who_sits_in_another_seat_is_refused(room: Room) -> None:
    presence.arrive(
        room.db,
        room.meeting_id,
        room.seat(4),
        room.person(3),
        Form.ROOM,
        decision="Le président le souhaite",
        by=SYSTEM,
        now=room.tick(),
    )

    with refused(MeetingRefusal.SITS_ELSEWHERE):
        signs(room, 3)


def test_dep_2_one_declaration_over_the_list_withdraws_from_each_item_named(room: Room) -> None:
    second = room.add_item()
    signs(room, 2)

    declares(room, 2, room.item, second)

    found = room.state().presence.recusals
    assert {(each.seat, each.item_id, each.person_id) for each in found} == {
        (room.seat(2), room.item, room.person(2)),
        (room.seat(2), second, room.person(2)),
    }


def test_dep_2_a_declaration_is_written_whole_or_not_at_all(room: Room) -> None:
    signs(room, 2)

    with refused(MeetingRefusal.UNKNOWN_ITEM):
        declares(room, 2, room.item, 9_999)

    assert room.state().presence.recusals == ()


def test_dep_2_to_declare_again_an_item_left_already_changes_nothing(room: Room) -> None:
    signs(room, 2)
    declares(room, 2, room.item)
    declares(room, 2, room.item)

    assert len(room.state().presence.recusals) == 1


def test_dep_2_to_have_an_interest_in_none_is_journaled_once(room: Room) -> None:
    signs(room, 2)

    declares(room, 2, key="cle-de-la-page")
    declares(room, 2, key="cle-de-la-page")

    assert [act for act, _ in journal(room)].count("door.no_interest") == 1
    assert room.state().presence.recusals == ()


def test_dep_3_a_withdrawal_at_the_door_cancels_the_ballot_already_cast(room: Room) -> None:
    room.open(present=4)
    room.open_vote()
    room.cast(2, FOR)

    declares(room, 2, room.item)

    vote = room.state().open
    assert vote is not None
    assert vote.rights[room.seat(2)].state is not RightState.GRANTED


def test_com_6_a_substitute_beside_the_titular_withdraws_for_nobody(room: Room) -> None:
    room.arrive(2)
    signs(room, 2, substitute=1)

    with refused(DoorRefusal.NOT_SITTING):
        door.declare(
            room.db,
            room.meeting_id,
            token(room),
            room.seat(2),
            room.person(2, 1),
            items=[room.item],
            now=room.tick(),
            key=room.key(),
        )


def test_man_3_somebody_leaves_with_a_mandate_in_one_act(room: Room) -> None:
    room.open(present=4)

    leaves(room, 4, mandate_to=2)

    state = room.state()
    assert room.seat(4) not in state.presence.seats
    assert [(each.mandator, each.holder) for each in state.presence.mandates] == [(room.seat(4), room.seat(2))]
    assert [fact.at_door for fact in state.facts[-2:]] == [True, True]


def test_who_is_gone_already_leaves_no_mandate(room: Room) -> None:
    room.arrive(2)
    leaves(room, 4)

    with refused(DoorRefusal.NOT_SITTING):
        leaves(room, 4, mandate_to=2)
    assert len(room.state().facts) == 1


def test_a_revoked_link_signs_nothing(room: Room) -> None:
    former = token(room)
    door.revoke_link(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    with refused(DoorRefusal.LINK_REVOKED):
        door.arrive(room.db, room.meeting_id, former, room.seat(2), room.person(2), now=room.tick(), key=room.key())
    assert queries.find_by_door(room.db, room.meeting_id, former) is None


def test_a_link_made_anew_revokes_the_former_one(room: Room) -> None:
    former = token(room)

    door.make_link(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert token(room) != former
    assert queries.find_by_door(room.db, room.meeting_id, former) is None


def test_a_button_touched_twice_makes_one_link(room: Room) -> None:
    for _ in range(2):
        door.make_link(room.db, room.meeting_id, by=SYSTEM, now=room.tick(), key="cle-de-la-page")

    assert [act for act, _ in journal(room)].count("door.linked") == 2  # the one of the fixture, and this one


def test_a_closed_sitting_signs_nothing_and_takes_no_new_link(room: Room) -> None:
    room.open(present=3)
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    with refused(DoorRefusal.CLOSED):
        signs(room, 4)
    with refused(MeetingRefusal.ALREADY_CLOSED):
        door.make_link(room.db, room.meeting_id, by=SYSTEM, now=room.tick())


def test_the_link_of_one_sitting_opens_no_other(room: Room) -> None:
    other = room.prepare()
    agenda.add_item(room.db, other, ItemDraft(title="Autre point"), by=SYSTEM, now=room.tick())

    assert queries.find_by_door(room.db, other, token(room)) is None


def test_a_sitting_has_no_link_until_the_desk_makes_one(db: Database) -> None:
    assert Room(db).state().meeting.door_token is None
