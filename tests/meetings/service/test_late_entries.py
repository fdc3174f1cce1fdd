"""A fact entered after its hour lists the votes it touches, and the chair decides on each."""

from datetime import datetime, timedelta

import pytest

from tests.meetings.room import AGAINST, FOR, Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.meetings import queries
from webapp.meetings.model import QuorumRefusal, Sense
from webapp.meetings.queries import Warn, preview_opening
from webapp.meetings.service import accidents, conduct, presence
from webapp.meetings.sitting import Act, Form, MeetingRefusal
from webapp.storage.database import Database, unit_of_work


def voted(db: Database, *, present: int = 4) -> tuple[Room, datetime]:
    """A room whose vote is closed, and an hour between its opening and its closing."""
    room = Room(db).open(present=present)
    room.open_vote()
    middle = room.tick()
    room.votes({1: FOR, 2: AGAINST, 3: AGAINST})
    room.close()
    return room, middle


def decide(room: Room, fact_id: int, *, recompute: bool, motion: int | None = None, reason: str = "Vérifié") -> None:
    presence.decide_late_entry(
        room.db,
        room.meeting_id,
        fact_id,
        motion or room.motion,
        recompute=recompute,
        reason=reason,
        by=SYSTEM,
        now=room.tick(),
    )


def test_a_departure_entered_late_lists_the_vote_it_touches(db: Database) -> None:
    room, middle = voted(db)
    entered = room.depart(3, at=middle)
    assert [(each.motion_id, each.decision_id) for each in entered.late] == [(room.motion, None)]
    assert [each.fact.id for each in queries.pending_late_entries(db, room.meeting_id)] == [entered.fact_id]
    fact = next(each for each in queries.ledger(db, room.meeting_id) if each.id == entered.fact_id)
    assert fact.effective_at == middle < fact.entered_at


def test_a_departure_after_the_vote_touches_none(db: Database) -> None:
    room, _ = voted(db)
    after = room.tick()
    room.tick()
    assert room.depart(3, at=after).late == ()


def test_a_vote_kept_is_kept_with_its_reason(db: Database) -> None:
    room, middle = voted(db)
    before = room.the_motion().result
    entered = room.depart(3, at=middle)
    decide(room, entered.fact_id, recompute=False, reason="Il a voté avant de sortir")
    motion = room.the_motion()
    assert motion.result == before
    assert not motion.recomputed
    (decision,) = queries.decisions(db, room.meeting_id)
    assert (decision.decision, decision.reason) == ("kept", "Il a voté avant de sortir")
    assert queries.pending_late_entries(db, room.meeting_id) == ()


def test_a_vote_recomputed_leaves_that_seats_ballot_out_and_keeps_both_results(db: Database) -> None:
    room, middle = voted(db)
    entered = room.depart(3, at=middle)
    decide(room, entered.fact_id, recompute=True)
    motion = room.the_motion()
    assert motion.recomputed
    assert motion.first_result.outcome.sense is Sense.UNFAVOURABLE
    assert motion.result.outcome.sense is Sense.FAVOURABLE  # one against one, the chair’s own ballot settles
    assert (motion.result.counts.against, motion.result.counts.entitled) == (1, 3)
    (decision,) = queries.decisions(db, room.meeting_id)
    assert set(decision.details) == {"before", "after"}
    with refused(MeetingRefusal.NO_LATE_ENTRY):
        decide(room, entered.fact_id, recompute=False)


def test_two_late_facts_are_decided_each_on_its_own(db: Database) -> None:
    room, middle = voted(db)
    one = room.depart(3, at=middle)
    two = room.depart(2, at=middle + timedelta(milliseconds=10))
    decide(room, one.fact_id, recompute=False)
    decide(room, two.fact_id, recompute=True)
    motion = room.the_motion()
    assert (motion.result.counts.in_favour, motion.result.counts.against) == (1, 1)
    assert (motion.first_result.counts.in_favour, motion.first_result.counts.against) == (1, 2)


def test_a_departure_before_the_opening_can_take_the_quorum_back(db: Database) -> None:
    room = Room(db).open(present=3)
    early = room.tick()
    room.open_vote()
    room.votes({1: FOR, 2: FOR})
    room.close()
    entered = room.depart(3, at=early)
    decide(room, entered.fact_id, recompute=True)
    motion = room.the_motion()
    assert motion.result.quorum.lacking
    assert (motion.result.outcome.sense, motion.first_result.outcome.sense) == (None, Sense.FAVOURABLE)


def test_a_late_arrival_counts_as_entitled_without_a_ballot(db: Database) -> None:
    room, middle = voted(db)
    entered = room.arrive(5, at=middle)
    decide(room, entered.fact_id, recompute=True)
    assert room.the_motion().result.counts.did_not_vote == 2


def test_a_late_recusal_cancels_the_ballot_when_the_chair_says_so(db: Database) -> None:
    room, middle = voted(db)
    entered = room.recuse(2, at=middle)
    decide(room, entered.fact_id, recompute=True)
    assert room.the_motion().result.counts.against == 1


def test_a_late_recusal_on_another_item_touches_nothing(db: Database) -> None:
    room, middle = voted(db)
    other = room.add_item()
    assert room.recuse(2, item=other, at=middle).late == ()


def test_a_late_change_of_chair_touches_a_tie(db: Database) -> None:
    room = Room(db).open(present=4)
    room.open_vote()
    middle = room.tick()
    room.votes({1: FOR, 2: FOR, 3: AGAINST, 4: AGAINST})
    assert room.close().outcome.sense is Sense.FAVOURABLE
    entered = presence.preside(db, room.meeting_id, room.seat(3), by=SYSTEM, now=room.tick(), at=middle)
    decide(room, entered.fact_id, recompute=True)
    assert room.the_motion().result.outcome.sense is Sense.UNFAVOURABLE


def test_the_sitting_closes_only_once_every_late_entry_is_decided(db: Database) -> None:
    room, middle = voted(db)
    entered = room.depart(4, at=middle)
    other = room.add_motion(room.item, "Autre texte")
    assert Warn.LATE_ENTRIES_PENDING in preview_opening(room.state(), other).warnings
    with refused(MeetingRefusal.LATE_ENTRIES_PENDING):
        conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    decide(room, entered.fact_id, recompute=False)
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())


def test_a_late_departure_before_an_open_vote_sets_its_rights_and_asks_about_its_quorum(db: Database) -> None:
    room = Room(db).open(present=3)
    early = room.tick()
    room.open_vote()
    entered = room.depart(3, at=early)
    assert room.seat(3) not in room.state().open.entitled
    assert [each.motion_id for each in entered.late] == [room.motion]
    decide(room, entered.fact_id, recompute=True)
    room.votes({1: FOR, 2: FOR})
    result = room.close()
    assert result.quorum.counted == 2
    assert result.outcome.sense is None


def test_a_slip_of_the_pen_is_undone_without_any_decision(db: Database) -> None:
    room = Room(db).open(present=3)
    entered = room.arrive(4)
    gone = presence.void(db, room.meeting_id, entered.fact_id, reason="Erreur de siège", by=SYSTEM, now=room.tick())
    assert gone.late == ()
    assert room.seat(4) not in room.state().presence.seats
    facts = queries.ledger(db, room.meeting_id)
    assert [fact.act for fact in facts if fact.id in {entered.fact_id, gone.fact_id}] == [Act.ARRIVAL, Act.VOIDED]


def test_a_fact_set_aside_after_a_vote_asks_for_a_decision(db: Database) -> None:
    room, _ = voted(db)
    arrival = next(
        fact for fact in queries.ledger(db, room.meeting_id) if fact.act is Act.ARRIVAL and fact.seat == room.seat(2)
    )
    entered = presence.void(db, room.meeting_id, arrival.id, reason="Ce n’était pas lui", by=SYSTEM, now=room.tick())
    assert [each.motion_id for each in entered.late] == [room.motion]
    decide(room, entered.fact_id, recompute=True)
    assert room.the_motion().result.counts.against == 1


def test_a_fact_is_set_aside_once_with_a_reason(db: Database) -> None:
    room = Room(db)
    fact_id = room.arrive(2).fact_id

    def void(number: int, reason: str = "Erreur") -> None:
        presence.void(db, room.meeting_id, number, reason=reason, by=SYSTEM, now=room.tick())

    with refused(MeetingRefusal.REASON_MISSING):
        void(fact_id, " ")
    with refused(MeetingRefusal.UNKNOWN_FACT):
        void(999)
    void(fact_id)
    with refused(MeetingRefusal.ALREADY_VOIDED):
        void(fact_id)


def test_the_ledger_cannot_be_changed_or_cut(db: Database) -> None:
    room = Room(db)
    room.arrive(2)
    for statement in ("UPDATE ledger SET seat_id = NULL", "DELETE FROM ledger"):
        with pytest.raises(Exception, match="append-only"), unit_of_work(db):
            db.run(statement)


def test_a_closed_sitting_takes_no_more_facts(db: Database) -> None:
    room = Room(db).open(present=3)
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ALREADY_CLOSED):
        room.arrive(4)
    with refused(MeetingRefusal.ALREADY_CLOSED):
        room.open_vote()


def test_an_annulled_vote_awaits_no_decision(db: Database) -> None:
    room = Room(db).open(present=3)
    early = room.tick()
    room.open_vote()
    room.depart(3, at=early)
    accidents.stop_vote(db, room.meeting_id, room.motion, reason="Quorum à revoir", by=SYSTEM, now=room.tick())
    assert queries.pending_late_entries(db, room.meeting_id) == ()
    with refused(QuorumRefusal.NOT_REACHED):
        room.open_vote()


def test_a_substitute_seen_late_takes_nothing_from_the_titular(db: Database) -> None:
    room = Room(db, substitutes=True).open(present=3)
    room.open_vote()
    middle = room.tick()
    room.votes({1: FOR, 2: FOR, 3: FOR})
    room.close()
    entered = presence.arrive(
        db,
        room.meeting_id,
        room.seat(2),
        room.person(2, 1),
        Form.ROOM,
        by=SYSTEM,
        now=room.tick(),
        at=middle,
    )
    assert entered.late == ()
