from dataclasses import replace

import pytest

from tests.meetings.cases import CODERST, attendance, mandates, seats, votes
from webapp.meetings.model import BallotRefusal, RefusedBallot
from webapp.meetings.rules.voters import ballot_casters, sort_ballots, why_no_ballot

WITHOUT_CHAIR = replace(CODERST, chair_votes=False)


def refused(cast, room, settings=CODERST):
    return [(ballot.seat, ballot.reason) for ballot in sort_ballots(cast, room, settings).refused]


def test_vot_2_one_ballot_per_seat_and_one_per_mandate():
    room = attendance(seats(1, 2), given=mandates("s20 > s2"))

    assert ballot_casters(room, CODERST) == {"s1": "s1", "s2": "s2", "s20": "s2"}


def test_man_6_the_holder_may_vote_otherwise_for_the_mandator():
    room = attendance(seats(1, 2), given=mandates("s20 > s2"))

    sorted_ballots = sort_ballots(votes(s2="for", s20="against"), room, CODERST)

    assert sorted_ballots.counted == votes(s2="for", s20="against")
    assert sorted_ballots.refused == ()


def test_dep_1_a_recused_member_has_no_ballot():
    room = attendance(seats(1, 2), recused=seats(2))

    assert ballot_casters(room, CODERST) == {"s1": "s1"}
    assert refused(votes(s2="for"), room) == [("s2", BallotRefusal.RECUSED)]


def test_man_5_a_mandate_falls_with_its_holder():
    room = attendance(seats(1, 2), given=mandates("s20 > s2"), recused=seats(2))

    assert refused(votes(s20="for"), room) == [("s20", BallotRefusal.MANDATE_VOID)]


def test_a_chair_without_a_vote_casts_the_ballot_of_a_mandate():
    room = attendance(seats(1, 2), given=mandates("s20 > s1"))

    assert ballot_casters(room, WITHOUT_CHAIR) == {"s2": "s2", "s20": "s1"}
    assert refused(votes(s1="for"), room, WITHOUT_CHAIR) == [("s1", BallotRefusal.CHAIR_WITHOUT_VOTE)]


def test_a_chair_without_a_vote_has_none_through_a_mandate_either():
    room = attendance(seats(2), given=mandates("s1 > s2"))

    assert ballot_casters(room, WITHOUT_CHAIR) == {"s2": "s2"}
    assert refused(votes(s1="for"), room, WITHOUT_CHAIR) == [("s1", BallotRefusal.CHAIR_WITHOUT_VOTE)]


def test_without_a_chair_named_everybody_present_votes():
    assert ballot_casters(attendance(seats(1, 2), chair=None), WITHOUT_CHAIR) == {"s1": "s1", "s2": "s2"}


@pytest.mark.parametrize(
    ("seat", "reason"),
    [
        pytest.param("s99", BallotRefusal.UNKNOWN_SEAT, id="a seat that does not exist"),
        pytest.param("s1", BallotRefusal.CHAIR_WITHOUT_VOTE, id="a recused chair without a vote"),
        pytest.param("s20", BallotRefusal.RECUSED, id="a recused mandator"),
        pytest.param("s21", BallotRefusal.MANDATE_VOID, id="a void mandate"),
        pytest.param("s9", BallotRefusal.ABSENT, id="an absent member, chosen as holder in vain"),
    ],
)
def test_a_seat_without_a_ballot_is_told_the_first_reason(seat, reason):
    room = attendance(seats(1, 2), given=mandates("s20 > s2", "s21 > s9"), recused=seats(1, 20))

    assert refused(votes(**{seat: "for"}), room, WITHOUT_CHAIR) == [(seat, reason)]


def test_refused_ballots_keep_the_order_they_came_in():
    sorted_ballots = sort_ballots(votes(s9="for", s1="for", s3="abstain", s99="for"), attendance(seats(1)), CODERST)

    assert sorted_ballots.counted == votes(s1="for")
    assert sorted_ballots.refused == (
        RefusedBallot(seat="s9", reason=BallotRefusal.ABSENT),
        RefusedBallot(seat="s3", reason=BallotRefusal.ABSENT),
        RefusedBallot(seat="s99", reason=BallotRefusal.UNKNOWN_SEAT),
    )


def test_a_single_seat_can_be_asked_why_it_has_no_ballot():
    room = attendance(seats(1), given=mandates("s20 > s9"))

    assert why_no_ballot("s20", room, CODERST) is BallotRefusal.MANDATE_VOID
