"""Approving the minutes of an earlier sitting: an item like another, whose passing is left for the minutes to follow."""

import json

import pytest

from tests.meetings.room import AGAINST, FOR, Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.meetings.model import QuorumRefusal
from webapp.meetings.service import accidents, agenda, approval, conduct, voting
from webapp.meetings.sitting import ItemState, MeetingRefusal, MotionDraft, MotionKind
from webapp.storage.database import Database
from webapp.wording.sitting import APPROVED


@pytest.fixture
def room(db: Database) -> Room:
    """A sitting that was held and closed, and the next one in preparation with one item."""
    room = Room(db, seats=5).open(present=5)
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    return room


@pytest.fixture
def next_one(room: Room) -> int:
    """The next sitting of the same committee; the room's hand moves to it."""
    room.before = room.meeting_id
    room.meeting_id = room.prepare()
    room.item = room.add_item()
    room.motion = room.add_motion(room.item)
    return room.meeting_id


def put(room: Room) -> int:
    return approval.add(room.db, room.meeting_id, room.before, by=SYSTEM, now=room.tick())


def called(room: Room, present: int = 5) -> int:
    """Open the sitting on its approval."""
    room.item = put(room)
    room.motion = next(each.id for each in room.state().motions if each.item_id == room.item)
    room.open(present=present)
    return room.item


def left(room: Room) -> list[dict[str, int]]:
    """What is left to the worker about approvals."""
    rows = room.db.rows("SELECT payload FROM jobs WHERE kind = 'meeting.minutes_approved' ORDER BY id")
    return [json.loads(row["payload"]) for row in rows]


def test_it_comes_first_with_the_vote_it_may_need(room: Room, next_one: int):
    number = put(room)
    first, second = room.state().items
    assert (first.id, first.label, first.approves) == (number, "1", room.before)
    assert (second.label, second.approves) == ("2", None)
    assert first.title == "Approbation du procès-verbal de la séance du 10 décembre 2026".replace(
        "10 décembre 2026", "10\u00a0décembre\u00a02026"
    )
    (motion,) = room.state().motions_of(number)
    assert motion.text.endswith("est approuvé.")


def test_it_is_put_on_the_agenda_once(room: Room, next_one: int):
    put(room)
    with refused(MeetingRefusal.APPROVAL_ON_AGENDA):
        put(room)


def test_a_form_sent_twice_puts_it_once(room: Room, next_one: int):
    numbers = [
        approval.add(room.db, next_one, room.before, by=SYSTEM, now=room.tick(), key="approbation-0001")
        for _ in range(2)
    ]
    assert numbers[0] == numbers[1]
    assert len(room.state().items) == 2


def test_only_a_closed_sitting_of_the_committee_can_be_approved(room: Room, next_one: int, db: Database):
    other = Room(db, seats=4).open(present=4)
    conduct.close_sitting(db, other.meeting_id, by=SYSTEM, now=other.tick())
    for wrong in (next_one, other.meeting_id, room.prepare(), 999):
        with refused(MeetingRefusal.NOTHING_TO_APPROVE):
            approval.add(db, next_one, wrong, by=SYSTEM, now=room.tick())


def test_without_objection_the_item_ends_and_its_follow_up_is_left(room: Room, next_one: int):
    item = called(room)
    approval.without_objection(room.db, next_one, item, by=SYSTEM, now=room.tick())
    ended = room.state().item_of(item)
    assert ended is not None
    assert (ended.state, ended.state_reason) == (ItemState.DONE, APPROVED)
    assert left(room) == [{"meeting": room.before, "by": next_one, "item": item}]
    (decision,) = [each for each in room.state().decisions if each.decision == "approved"]
    assert decision.reason == "Aucune opposition"


def test_a_form_sent_twice_approves_once(room: Room, next_one: int):
    item = called(room)
    for _ in range(2):
        approval.without_objection(room.db, next_one, item, by=SYSTEM, now=room.tick(), key="sans-opposition-1")
    assert len(left(room)) == 1


def test_quo_3_nothing_is_approved_without_quorum(room: Room, next_one: int):
    item = called(room, present=2)
    with refused(QuorumRefusal.NOT_REACHED):
        approval.without_objection(room.db, next_one, item, by=SYSTEM, now=room.tick())
    assert left(room) == []


def test_an_item_that_was_put_to_the_vote_is_not_approved_without_one(room: Room, next_one: int):
    item = called(room)
    room.open_vote()
    accidents.stop_vote(room.db, next_one, room.motion, reason="Mauvais point", by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_VOTED):
        approval.without_objection(room.db, next_one, item, by=SYSTEM, now=room.tick())


def test_another_item_approves_nothing(room: Room, next_one: int):
    room.open(present=5)
    with refused(MeetingRefusal.NOT_AN_APPROVAL):
        approval.without_objection(room.db, next_one, room.item, by=SYSTEM, now=room.tick())


def test_an_item_that_was_not_called_approves_nothing(room: Room, next_one: int):
    item = put(room)
    room.open(present=5)
    with refused(MeetingRefusal.ITEM_NOT_IN_HAND):
        approval.without_objection(room.db, next_one, item, by=SYSTEM, now=room.tick())


@pytest.mark.parametrize(("against", "approves"), [(1, True), (5, False)], ids=["favourable", "unfavourable"])
def test_a_vote_approves_once_it_is_announced_and_only_if_it_is_favourable(
    room: Room, next_one: int, against: int, approves: bool
):
    item = called(room)
    room.open_vote()
    room.votes({seat: AGAINST if seat <= against else FOR for seat in range(1, 6)})
    room.close()
    assert left(room) == []
    voting.announce(room.db, next_one, room.motion, by=SYSTEM, now=room.tick())
    assert left(room) == ([{"meeting": room.before, "by": next_one, "item": item}] if approves else [])


def test_a_vote_on_an_amendment_to_the_minutes_approves_nothing_yet(room: Room, next_one: int):
    item = put(room)
    draft = MotionDraft(kind=MotionKind.AMENDMENT, title="Correction", text="Lire « douze ».")
    amendment = agenda.add_motion(room.db, next_one, item, draft, by=SYSTEM, now=room.tick())
    agenda.move_motion(room.db, next_one, amendment, 1, by=SYSTEM, now=room.tick())
    room.item, room.motion = item, amendment
    room.open(present=5)
    room.open_vote()
    room.votes(dict.fromkeys(range(1, 6), FOR))
    room.close()
    voting.announce(room.db, next_one, amendment, by=SYSTEM, now=room.tick())
    assert left(room) == []


def test_an_approval_carried_over_still_names_its_minutes(room: Room, next_one: int):
    called(room)
    later = room.prepare()
    accidents.end_early(room.db, next_one, reason="Tard", next_meeting_id=later, by=SYSTEM, now=room.tick())
    room.meeting_id = later
    assert [item.approves for item in room.state().items] == [room.before, None]


def test_added_in_the_room_it_comes_last_on_the_chairs_decision(room: Room, next_one: int):
    room.open(present=5)
    number = put(room)
    assert room.state().items[-1].id == number
    assert [each.decision for each in room.state().decisions] == ["added"]
