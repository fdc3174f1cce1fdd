"""A sitting held on paper, whole or in part, and entered afterwards at the hours that the paper gives."""

from datetime import datetime, timedelta

import pytest

from tests import factories
from tests.meetings.room import AGAINST, FOR, Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings import queries
from webapp.meetings.queries import Line, status_line
from webapp.meetings.service import accidents, conduct, from_paper, voting
from webapp.meetings.sitting import MeetingRefusal
from webapp.minutes import queries as minutes
from webapp.minutes.model import Facts
from webapp.polls import queries as polls
from webapp.polls.model import Channel
from webapp.storage.database import Database

EVENING = factories.NOW + timedelta(hours=5)


def hour(minutes_after: int) -> datetime:
    return factories.NOW + timedelta(minutes=minutes_after)


@pytest.fixture
def room(db: Database) -> Room:
    """A committee of five whose sitting was held on paper: the desk sits down in the evening."""
    room = Room(db)
    room.clock = EVENING
    return room


def enter(room: Room, at: datetime) -> None:
    from_paper.set_hour(room.db, room.meeting_id, at, by=room.desk, now=room.tick())


def begin(room: Room, at: datetime) -> None:
    from_paper.begin(room.db, room.meeting_id, at, reason="Coupure de courant", by=room.desk, now=room.tick())


def vote_on_paper(room: Room) -> None:
    voting.open_vote(room.db, room.meeting_id, room.motion, by=room.desk, now=room.tick())
    voting.show_of_hands(
        room.db,
        room.meeting_id,
        room.motion,
        against=[room.seat(3)],
        read_back="Feuille d’appel signée",
        key=room.key(),
        by=room.desk,
        now=room.tick(),
    )
    voting.confirm_list(
        room.db, room.meeting_id, room.motion, confirmed_by=room.person(1), by=room.desk, now=room.tick()
    )


def facts_of(room: Room) -> Facts:
    return minutes.dossier(room.db, room.meeting_id, now=room.tick(), authority="Préfecture").facts


def whole(room: Room) -> Room:
    begin(room, hour(0))
    room.arrive(1, 2, 3)
    enter(room, hour(5))
    room.open()
    enter(room, hour(20))
    vote_on_paper(room)
    enter(room, hour(25))
    room.close()
    voting.announce(room.db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    conduct.end_item(room.db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    enter(room, hour(90))
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    return room


def test_a_whole_sitting_held_on_paper_is_entered_at_its_own_hours_and_marked_as_such(room: Room) -> None:
    whole(room)
    facts = facts_of(room)
    assert (facts.opened_at, facts.closed_at) == (hour(5), hour(90))
    vote = facts.agenda[0].votes[0]
    assert (vote.opened_at, vote.closed_at) == (hour(20), hour(25))
    assert (vote.in_favour, vote.against, vote.sheets, vote.device, vote.hands) == (2, 1, 3, 0, 0)
    (line,) = facts.afterwards
    assert (line.since, line.until, line.reason) == (hour(0), None, "Coupure de courant")
    assert line.entered_at >= EVENING
    assert line.entered_by.endswith("Greffe")
    assert queries.find(room.db, room.meeting_id).entry_hour is None


def test_the_journal_of_a_sitting_entered_afterwards_tells_both_hours(room: Room) -> None:
    whole(room)
    opened = next(each for each in audit.of_scope(room.db, f"meeting:{room.meeting_id}") if each.act == "vote.opened")
    assert opened.instant >= EVENING
    assert opened.facts["effective_at"] == clock.to_text(hour(20))
    assert audit.check_chain(room.db).holds


def test_a_sitting_entered_afterwards_gives_the_outcome_of_the_same_sitting_held_live(room: Room) -> None:
    whole(room)
    live = Room(room.db, seats=6)
    live.roster = live.roster[:5]
    live.open(present=3)
    live.open_vote()
    live.votes({1: FOR, 2: FOR, 3: AGAINST})
    result = live.close()
    entered = room.the_motion().result
    assert entered is not None
    assert (entered.counts.in_favour, entered.counts.against) == (result.counts.in_favour, result.counts.against)
    assert entered.outcome.sense is result.outcome.sense


def test_no_device_votes_in_what_was_voted_on_paper(room: Room) -> None:
    begin(room, hour(0))
    room.arrive(1, 2, 3)
    room.open()
    room.open_vote()
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        room.cast(2, FOR)
    assert status_line(room.state(), room.person(2)).kind is Line.ENTERED_AFTERWARDS


def test_the_hour_of_entry_never_goes_back_nor_ahead_of_the_clock(room: Room) -> None:
    with refused(MeetingRefusal.NOT_ENTERED_AFTERWARDS):
        enter(room, hour(5))
    with refused(MeetingRefusal.HOUR_MISSING):
        from_paper.begin(room.db, room.meeting_id, None, reason="Panne", by=room.desk, now=room.tick())
    begin(room, hour(0))
    room.arrive(1, 2, 3)
    enter(room, hour(30))
    room.open()
    with refused(MeetingRefusal.HOUR_BEFORE_LAST):
        enter(room, hour(29))
    with refused(MeetingRefusal.HOUR_TO_COME):
        enter(room, EVENING + timedelta(hours=1))
    with refused(MeetingRefusal.HOUR_TO_COME):
        room.arrive(4, at=hour(31))


def test_after_a_power_cut_the_gap_is_entered_afterwards_and_the_sitting_goes_on_live(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(2, FOR)
    room.clock += timedelta(minutes=40)
    with refused(MeetingRefusal.REASON_MISSING):
        from_paper.begin(db, room.meeting_id, hour(10), reason=" ", by=room.desk, now=room.tick())
    begin(room, hour(10))
    accidents.stop_vote(db, room.meeting_id, room.motion, reason="Le courant est coupé", by=SYSTEM, now=room.tick())
    enter(room, hour(12))
    vote_on_paper(room)
    enter(room, hour(15))
    assert room.close().counts.in_favour == 2
    from_paper.live_again(db, room.meeting_id, by=room.desk, now=room.tick())
    conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    facts = facts_of(room)
    (line,) = facts.afterwards
    assert line.since == hour(10)
    assert line.until is not None
    assert line.until > hour(15)
    assert facts.agenda[0].votes[0].closed_at == hour(15)
    assert facts.agenda[0].ended_at is not None
    assert facts.agenda[0].ended_at >= line.until


def test_a_list_entered_from_paper_is_confirmed_by_a_second_person_like_any_other(room: Room) -> None:
    begin(room, hour(0))
    room.arrive(1, 2, 3)
    room.open()
    voting.open_vote(room.db, room.meeting_id, room.motion, by=room.desk, now=room.tick())
    voting.show_of_hands(
        room.db, room.meeting_id, room.motion, read_back="Feuille", key=room.key(), by=room.desk, now=room.tick()
    )
    with refused(MeetingRefusal.LIST_NOT_CONFIRMED):
        room.close()
    found = polls.desk_list(room.db, room.the_motion().poll_id or 0)
    assert {each.channel for each in found} == {Channel.SHEET}
    assert {each.received_at for each in found} == {hour(0)}


def test_each_act_of_the_entry_done_twice_by_one_form_is_done_once(room: Room) -> None:
    meeting = room.meeting_id
    acts = [
        lambda **form: from_paper.begin(room.db, meeting, hour(1), reason="Panne", **form),
        lambda **form: from_paper.set_hour(room.db, meeting, hour(2), **form),
        lambda **form: from_paper.live_again(room.db, meeting, **form),
    ]
    for number, act in enumerate(acts):
        form = {"by": SYSTEM, "key": f"papier-{number:08d}"}
        act(now=room.tick(), **form)
        journal = len(audit.of_scope(room.db, f"meeting:{meeting}"))
        act(now=room.tick(), **form)
        assert len(audit.of_scope(room.db, f"meeting:{meeting}")) == journal
