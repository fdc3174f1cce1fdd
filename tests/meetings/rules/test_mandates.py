from dataclasses import replace

import pytest

from tests.meetings.cases import CODERST, attendance, first, mandates, seats
from webapp.meetings.model import MandateRefusal, Mode
from webapp.meetings.rules.mandates import judge_mandates, represented_seats


def reasons(room, settings=CODERST):
    return [verdict.reason for verdict in judge_mandates(room, settings)]


def test_man_1_a_mandate_to_a_member_present_is_valid():
    verdicts = judge_mandates(attendance(first(12), given=mandates("s20 > s1")), CODERST)

    assert [(verdict.mandator, verdict.holder, verdict.valid) for verdict in verdicts] == [("s20", "s1", True)]
    assert represented_seats(verdicts) == {"s20": "s1"}


@pytest.mark.parametrize(
    ("room", "reason"),
    [
        pytest.param(
            attendance(first(12), given=mandates("s99 > s1")), MandateRefusal.UNKNOWN_SEAT, id="of an unknown seat"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s27")), MandateRefusal.UNKNOWN_SEAT, id="to an unknown seat"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s1"), mode=Mode.WRITTEN),
            MandateRefusal.NOT_IN_WRITING,
            id="in a written consultation",
        ),
        pytest.param(
            attendance(first(12), given=mandates("s2 > s1")), MandateRefusal.MANDATOR_PRESENT, id="of a member present"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s2 > s2")), MandateRefusal.MANDATOR_PRESENT, id="to oneself, present"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s20")), MandateRefusal.HOLDER_ABSENT, id="to oneself, absent"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s2 > s1"), replaced=seats(2)),
            MandateRefusal.MANDATOR_REPLACED,
            id="of a member whose substitute sits",
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s13")), MandateRefusal.HOLDER_ABSENT, id="to an absent member"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s1"), recused=seats(20)),
            MandateRefusal.MANDATOR_RECUSED,
            id="of the interested member",
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s1"), recused=seats(1)),
            MandateRefusal.HOLDER_RECUSED,
            id="to the interested member",
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s1"), recused=seats(1, 20)),
            MandateRefusal.MANDATOR_RECUSED,
            id="between two interested members",
        ),
    ],
)
def test_man_1_and_man_5_a_void_mandate_has_its_reason(room, reason):
    assert reasons(room) == [reason]


def test_man_1_a_substitute_may_hold_a_mandate():
    assert reasons(attendance(first(12), given=mandates("s20 > s2"), replaced=seats(2))) == [None]


def test_man_2_the_first_received_wins():
    room = attendance(first(12), given=mandates("s20 > s1", "s21 > s1", "s22 > s2"))

    assert reasons(room) == [None, MandateRefusal.HOLDER_FULL, None]


def test_man_2_a_committee_may_allow_two():
    room = attendance(first(12), given=mandates("s20 > s1", "s21 > s1", "s22 > s1"))

    assert reasons(room, replace(CODERST, max_mandates=2)) == [None, None, MandateRefusal.HOLDER_FULL]


def test_man_2_a_committee_may_allow_none():
    room = attendance(first(12), given=mandates("s20 > s1"))

    assert reasons(room, replace(CODERST, max_mandates=0)) == [MandateRefusal.HOLDER_FULL]


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param("s20 > s2", id="good"),
        pytest.param("s20 > s25", id="to an absent member"),
        pytest.param("s20 > s99", id="to an unknown seat"),
    ],
)
def test_man_2_a_member_gives_one_mandate_only(earlier):
    room = attendance(first(12), given=mandates(earlier, "s20 > s1"))

    assert reasons(room)[1] == MandateRefusal.ALREADY_GIVEN


def test_man_2_a_void_mandate_leaves_its_holder_free():
    room = attendance(first(12), given=mandates("s2 > s1", "s20 > s1"))

    assert reasons(room) == [MandateRefusal.MANDATOR_PRESENT, None]


def test_man_5_a_mandate_set_aside_by_a_recusal_still_occupies_its_holder():
    room = attendance(first(12), given=mandates("s20 > s1", "s21 > s1"), recused=seats(20))

    assert reasons(room) == [MandateRefusal.MANDATOR_RECUSED, MandateRefusal.HOLDER_FULL]


def test_man_3_a_mandate_is_not_passed_on():
    room = attendance(first(12), given=mandates("s20 > s21", "s21 > s1"))

    assert reasons(room) == [MandateRefusal.HOLDER_ABSENT, None]


def test_man_3_a_mandate_ends_when_its_mandator_is_recorded_present():
    before = attendance(first(12), given=mandates("s20 > s1"))
    after = attendance(first(12) | seats(20), given=mandates("s20 > s1"))

    assert reasons(before) == [None]
    assert reasons(after) == [MandateRefusal.MANDATOR_PRESENT]


def test_man_7_mandates_count_in_writing_where_the_committee_says_so():
    room = attendance(first(12), given=mandates("s20 > s1"), mode=Mode.WRITTEN)

    assert reasons(room, replace(CODERST, mandates_in_writing=True)) == [None]
    assert reasons(room, CODERST) == [MandateRefusal.NOT_IN_WRITING]


def test_reasons_are_looked_at_in_their_order():
    """Each mandate is void for one reason more than the next; the first of them is the one told."""
    written = attendance(
        seats(1, 2, 3),
        given=mandates("s2 > s99", "s2 > s9", "s3 > s9", "s20 > s1", "s20 > s9", "s21 > s9", "s22 > s1"),
        replaced=seats(3),
        recused=seats(1, 22),
        mode=Mode.WRITTEN,
    )
    spoken = replace(written, mode=Mode.CONFERENCE)

    assert reasons(written) == [MandateRefusal.UNKNOWN_SEAT] + [MandateRefusal.NOT_IN_WRITING] * 6
    assert reasons(spoken) == [
        MandateRefusal.UNKNOWN_SEAT,
        MandateRefusal.MANDATOR_PRESENT,
        MandateRefusal.MANDATOR_REPLACED,
        MandateRefusal.HOLDER_RECUSED,
        MandateRefusal.ALREADY_GIVEN,
        MandateRefusal.HOLDER_ABSENT,
        MandateRefusal.HOLDER_FULL,
    ]
