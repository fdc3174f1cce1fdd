"""What the pages of a sitting read: at a constant cost, and the line that is always true."""

import threading
from datetime import datetime, timedelta

import pytest

from tests import factories
from tests.committees.counting import queries_counted
from tests.meetings.room import AGAINST, FOR, Room
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM, By
from webapp.committees.model import CommitteeSettings
from webapp.committees.service import appointments, setup
from webapp.meetings import queries
from webapp.meetings.queries import Line, status_line
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import Form, ItemDraft, MeetingDraft, MotionDraft
from webapp.polls.model import Choice
from webapp.storage.database import Database

MOST_QUERIES = 12


def a_great_sitting(db: Database) -> Room:
    """100 members, 40 items with a motion each, one vote open."""
    room = Room(db, seats=100)
    for number in range(39):
        item = agenda.add_item(db, room.meeting_id, ItemDraft(title=f"Point {number}"), by=SYSTEM, now=room.tick())
        agenda.add_motion(
            db, room.meeting_id, item, MotionDraft(title="Ensemble", text="Avis"), by=SYSTEM, now=room.tick()
        )
    room.open(present=90)
    for number in range(91, 99):
        room.mandate(number, number - 90)
    room.open_vote()
    return room


def test_a_whole_sitting_is_read_in_a_constant_number_of_queries(db: Database) -> None:
    small = Room(db, seats=5).open(present=3)
    great = a_great_sitting(db)
    costs = []
    for room in (small, great):
        with queries_counted(db) as statements:
            state = queries.state(db, room.meeting_id, now=room.clock)
        costs.append(len([each for each in statements if each.startswith("SELECT")]))
    assert costs[1] <= MOST_QUERIES
    assert costs[1] - costs[0] <= 1  # the rights of the vote that is open
    assert len(state.open.entitled) == 98


def reads(room: Room, now: datetime) -> int:
    with queries_counted(room.db) as statements:
        queries.state(room.db, room.meeting_id, now=now)
    return len([each for each in statements if each.startswith("SELECT")])


def test_a_sitting_read_again_costs_two_queries_until_something_is_done(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    whole = reads(room, room.clock)
    assert reads(room, room.clock) == 2
    room.cast(2, FOR)
    assert room.state().open.voted == {room.seat(2)}
    room.arrive(4)
    assert reads(room, room.clock) == whole
    setup.rename(db, room.committee.id, name="Autre nom", by=SYSTEM, now=room.tick())
    assert room.state().committee.name == "Autre nom"
    assert reads(room, room.clock + timedelta(minutes=1)) == whole


def test_a_ballot_by_device_costs_few_statements(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    key, by, at, seat = room.key(), room.by(2), room.tick(), room.seat(2)
    statements: list[str] = []
    db._writer.set_trace_callback(statements.append)  # noqa: SLF001 — the count is taken where SQLite runs them
    voting.cast(db, room.meeting_id, room.motion, seat, FOR, key=key, by=by, received_at=at)
    db._writer.set_trace_callback(None)  # noqa: SLF001 — same
    own = [each for each in statements if each.split()[0] in {"SELECT", "INSERT", "UPDATE"}]
    assert len(own) <= 8


def test_a_ballot_wakes_the_desk_alone(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    before = audit.versions(db)
    room.cast(2, FOR)
    after = audit.versions(db)
    changed = {topic for topic, number in after.items() if before.get(topic) != number}
    assert changed == {f"meeting:{room.meeting_id}:desk"}
    room.close()
    assert audit.versions(db)[f"meeting:{room.meeting_id}"] > after[f"meeting:{room.meeting_id}"]


def line(room: Room, seat: int, substitute: int | None = None) -> Line:
    return status_line(room.state(), room.person(seat, substitute)).kind


def test_the_line_of_a_member_is_always_true(db: Database) -> None:
    room = Room(db, seats=6, substitutes=True)
    assert line(room, 2) is Line.NOT_OPEN
    room.arrive(1, 2, 3)
    conduct.open_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert line(room, 2) is Line.BETWEEN_ITEMS
    conduct.begin_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    assert line(room, 2) is Line.ITEM_IN_HAND
    presence.arrive(db, room.meeting_id, room.seat(2), room.person(2, 1), Form.ROOM, by=SYSTEM, now=room.tick())
    room.mandate(5, 3)
    room.mandate(6, 4)
    room.open_vote()
    assert line(room, 2) is Line.VOTE_ENTITLED
    assert line(room, 2, substitute=1) is Line.VOTE_TITULAR_SITS
    assert line(room, 4) is Line.VOTE_NOT_PRESENT
    assert line(room, 5) is Line.VOTE_REPRESENTED
    assert line(room, 6) is Line.VOTE_MANDATE_VOID
    assert status_line(room.state(), None).kind is Line.VOTE_OBSERVER
    assert status_line(room.state(), room.desk.person_id).kind is Line.VOTE_OBSERVER
    room.cast(3, FOR)
    two = status_line(room.state(), room.person(3))
    assert (two.kind, two.facts["ballots"], two.facts["awaited"]) == (Line.VOTE_ENTITLED, 2, 1)
    room.cast(5, AGAINST, person=3)
    done = status_line(room.state(), room.person(3))
    assert (done.kind, done.can_vote) == (Line.VOTE_CAST, True)
    room.close()
    assert line(room, 2) is Line.VOTE_CLOSED
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert line(room, 2) is Line.CLOSED


def test_a_vote_that_cannot_be_changed_asks_nothing_more_of_who_has_voted(db: Database) -> None:
    room = Room(db, settings=CommitteeSettings(revote=False, recording_rules="Règles")).open(present=3)
    room.open_vote()
    assert status_line(room.state(), room.person(2)).can_vote
    room.cast(2, FOR)
    assert not status_line(room.state(), room.person(2)).can_vote


def test_a_closed_sitting_is_read_as_it_was_at_its_closing(db: Database) -> None:
    room = Room(db).open(present=3)
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    later = queries.state(db, room.meeting_id, now=room.clock + timedelta(days=30))
    assert later.at == later.meeting.closed_at
    assert later.quorum().present == 3


def test_sittings_are_listed_by_committee_and_by_member(db: Database) -> None:
    one, other = Room(db, seats=3), Room(db, seats=4)
    assert {each.id for each in queries.listed(db, None)} == {one.meeting_id, other.meeting_id}
    assert [each.id for each in queries.listed(db, frozenset({one.committee.id}))] == [one.meeting_id]
    assert [each.id for each in queries.of_person(db, other.person(2)).sittings] == [other.meeting_id]
    assert queries.of_person(db, one.desk.person_id or 0) == queries.Listed()


def test_com_4_a_member_finds_the_sittings_of_the_days_on_which_they_held_a_seat(db: Database) -> None:
    room = Room(db, seats=3)
    left = room.person(2)
    appointment = room.roster[1].titular
    assert appointment is not None
    appointments.end(
        db, room.committee.id, appointment.id, on=factories.TODAY, reason="démission", by=SYSTEM, now=room.tick()
    )
    conduct.create(
        db,
        room.committee.id,
        MeetingDraft(starts_at=factories.NOW + timedelta(days=7)),
        by=SYSTEM,
        now=room.tick(),
    )

    assert [each.id for each in queries.of_person(db, left).sittings] == [room.meeting_id]
    assert len(queries.of_person(db, room.person(3)).sittings) == 2


@pytest.mark.parametrize("voters", [40])
def test_ballots_cast_at_once_are_all_acknowledged_and_counted_once(db: Database, voters: int) -> None:
    room = Room(db, seats=voters).open(present=voters)
    room.open_vote()
    cast: list[str] = []
    failed: list[BaseException] = []
    plan = [
        (room.seat(seat), By(person_id=room.person(seat), name="Membre"), Choice.FOR if seat % 2 else Choice.AGAINST)
        for seat in range(1, voters + 1)
    ]
    start = threading.Barrier(voters)
    at = room.tick()

    def vote(seat: int, by: By, choice: Choice) -> None:
        start.wait()
        try:
            for _ in range(3):  # resent until acknowledged, and twice more
                receipt = voting.cast(
                    db,
                    room.meeting_id,
                    room.motion,
                    seat,
                    choice,
                    key=f"bulletin-{seat:05d}",
                    by=by,
                    received_at=at,
                )
            cast.append(receipt.number)
        except BaseException as fault:  # noqa: BLE001 — whatever it is, the test must say it
            failed.append(fault)

    threads = [threading.Thread(target=vote, args=args) for args in plan]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(set(cast)) == voters
    result = room.close()
    assert (result.counts.in_favour, result.counts.against) == (voters // 2, voters // 2)
    assert audit.check_chain(db).holds
