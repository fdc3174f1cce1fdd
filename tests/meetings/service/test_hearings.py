"""Persons heard: awaited in their order, let in, and out of the room before the vote unless the chair decides otherwise."""

from datetime import timedelta

import pytest

from tests.meetings.room import Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.meetings import queries
from webapp.meetings.service import hearings, presence, voting
from webapp.meetings.sitting import MeetingRefusal, MotionState
from webapp.storage.database import Database

NAME = "Mme Capucine Eauvive, exploitante"


def plan(room: Room, name: str = NAME, minutes: int | None = 30) -> int:
    at = None if minutes is None else room.clock + timedelta(minutes=minutes)
    return hearings.plan(room.db, room.meeting_id, room.item, name, planned_at=at, by=SYSTEM, now=room.tick())


def test_those_to_be_heard_come_in_the_order_of_their_hours_and_enter_in_one_act(db: Database) -> None:
    room = Room(db).open(present=3)
    last = plan(room, "M. Sans-Heure", None)
    second = plan(room, "M. Second", 40)
    first = plan(room, "Mme Première", 20)
    assert [each.id for each in room.state().awaited_hearings] == [first, second, last]
    fact = hearings.enter(db, room.meeting_id, first, by=SYSTEM, now=room.tick())
    assert [each.name for each in room.state().presence.guests] == ["Mme Première"]
    assert [each.id for each in room.state().awaited_hearings] == [second, last]
    presence.guest_leaves(db, room.meeting_id, fact, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.NO_HEARING):
        hearings.enter(db, room.meeting_id, first, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.NO_HEARING):
        hearings.cancel(db, room.meeting_id, first, by=SYSTEM, now=room.tick())


def test_the_list_slips_and_every_hour_with_it(db: Database) -> None:
    room = Room(db).open(present=3)
    plan(room)
    hearings.slip(db, room.meeting_id, 20, by=SYSTEM, now=room.tick())
    state = room.state()
    (awaited,) = state.awaited_hearings
    expected = awaited.expected_at(state.meeting.delay_minutes)
    assert awaited.planned_at is not None
    assert expected is not None
    assert expected - awaited.planned_at == timedelta(minutes=20)
    with refused(MeetingRefusal.DELAY_UNREADABLE):
        hearings.slip(db, room.meeting_id, 601, by=SYSTEM, now=room.tick())


def test_somebody_who_does_not_come_is_taken_off_the_list(db: Database) -> None:
    room = Room(db).open(present=3)
    hearing = plan(room)
    hearings.cancel(db, room.meeting_id, hearing, by=SYSTEM, now=room.tick())
    assert room.state().awaited_hearings == ()
    with refused(MeetingRefusal.NAME_MISSING):
        plan(room, "  ")


def test_a_vote_waits_for_the_applicant_to_leave_or_for_a_decision_of_the_chair(db: Database) -> None:
    room = Room(db).open(present=3)
    hearings.enter(db, room.meeting_id, plan(room), by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.GUESTS_PRESENT):
        room.open_vote()
    assert room.the_motion().state is MotionState.PENDING
    voting.open_vote(
        db, room.meeting_id, room.motion, in_presence="Le service reste pour préciser", by=SYSTEM, now=room.tick()
    )
    (decision,) = queries.decisions(db, room.meeting_id)
    assert (decision.rule, decision.reason) == ("hearing", "Le service reste pour préciser")


@pytest.mark.parametrize("leaves", [True, False], ids=["where they leave, gone", "where they may stay"])
def test_nothing_is_asked_once_they_are_gone_nor_where_they_may_stay(db: Database, leaves: bool) -> None:
    settings = CommitteeSettings(applicant_leaves=leaves, recording_rules="Délibération du 3 février 2026")
    room = Room(db, settings=settings).open(present=3)
    fact = hearings.enter(db, room.meeting_id, plan(room), by=SYSTEM, now=room.tick())
    if leaves:
        presence.guest_leaves(db, room.meeting_id, fact, by=SYSTEM, now=room.tick())
    room.open_vote()
    assert queries.decisions(db, room.meeting_id) == ()


def test_each_act_of_the_order_of_passage_done_twice_by_one_form_is_done_once(db: Database) -> None:
    room = Room(db).open(present=3)
    for _ in range(2):
        number = hearings.plan(
            db, room.meeting_id, room.item, NAME, planned_at=None, by=SYSTEM, now=room.tick(), key="passage-00001"
        )
    assert len(room.state().hearings) == 1
    first = hearings.enter(db, room.meeting_id, number, by=SYSTEM, now=room.tick(), key="passage-00002")
    assert hearings.enter(db, room.meeting_id, number, by=SYSTEM, now=room.tick(), key="passage-00002") == first
    other = plan(room, "M. Autre")
    for _ in range(2):
        hearings.cancel(db, room.meeting_id, other, by=SYSTEM, now=room.tick(), key="passage-00003")
        hearings.slip(db, room.meeting_id, 10, by=SYSTEM, now=room.tick(), key="passage-00004")
