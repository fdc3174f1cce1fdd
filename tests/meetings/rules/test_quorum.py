from dataclasses import replace

import pytest

from tests.meetings.cases import CODERST, attendance, first, mandates, seats
from webapp.kernel.errors import Refusal
from webapp.meetings.model import Mode, QuorumRefusal
from webapp.meetings.rules.quorum import check_quorum, quorum, required_quorum


@pytest.mark.parametrize(
    ("composing", "required"),
    [(1, 1), (3, 2), (9, 5), (10, 5), (11, 6), (24, 12), (25, 13), (26, 13), (27, 14)],
)
def test_quo_1_half_at_least_is_required(composing, required):
    assert required_quorum(composing) == required


@pytest.mark.parametrize(
    ("room", "counted", "reached"),
    [
        pytest.param(attendance(first(13), mode=Mode.MIXED), 13, True, id="10 in the room and 3 by video"),
        pytest.param(attendance(first(12)), 12, False, id="12 present"),
        pytest.param(attendance(first(12), given=mandates("s20 > s1")), 13, True, id="12 present, 1 valid mandate"),
        pytest.param(
            attendance(first(11), given=mandates("s20 > s1", "s21 > s1")),
            12,
            False,
            id="11 present, 2 mandates to the same holder",
        ),
        pytest.param(
            attendance(first(11), given=mandates("s20 > s1", "s21 > s2")),
            13,
            True,
            id="11 present, 2 mandates to two holders",
        ),
        pytest.param(
            attendance(first(12), given=mandates("s20 > s21")), 12, False, id="12 present, mandate to an absent holder"
        ),
        pytest.param(
            attendance(first(12), given=mandates("s12 > s1"), replaced=seats(12)),
            12,
            False,
            id="12 present of whom a substitute, mandate from the member replaced",
        ),
        pytest.param(attendance(first(13), recused=seats(13)), 12, False, id="13 present, one recusal"),
        pytest.param(
            attendance(first(13), given=mandates("s20 > s13"), recused=seats(13)),
            12,
            False,
            id="13 present, mandate held by the recused member",
        ),
        pytest.param(
            attendance(first(14), given=mandates("s20 > s14"), recused=seats(14)),
            13,
            True,
            id="14 present, mandate held by the recused member",
        ),
    ],
)
def test_quo_2_present_or_having_given_mandate_are_counted(room, counted, reached):
    found = quorum(room, CODERST)

    assert (found.required, found.counted, found.reached) == (13, counted, reached)
    assert found.source == "CRPA R133-10"


def test_quo_3_without_quorum_no_vote_is_opened():
    with pytest.raises(Refusal) as refused:
        check_quorum(quorum(attendance(first(12)), CODERST))

    assert refused.value.reason is QuorumRefusal.NOT_REACHED
    assert refused.value.facts == {"counted": 12, "required": 13, "composing": 26}


def test_quo_3_with_quorum_a_vote_may_be_opened():
    check_quorum(quorum(attendance(first(13)), CODERST))


def test_quo_4_a_departure_is_counted_from_the_next_item():
    before, after = quorum(attendance(first(13)), CODERST), quorum(attendance(first(12)), CODERST)

    assert (before.reached, after.reached) == (True, False)
    assert (before.margin, after.margin) == (0, -1)


def test_quo_5_every_figure_of_the_count_is_given():
    room = attendance(first(14), given=mandates("s20 > s1", "s21 > s14", "s22 > s23"), recused=seats(14, 25))

    found = quorum(room, CODERST)

    assert (found.present, found.represented, found.recused, found.fallen) == (14, 2, 1, 1)
    assert found.counted == found.present + found.represented - found.recused - found.fallen == 14
    assert (found.composing, found.required, found.margin) == (26, 13, 1)


@pytest.mark.parametrize(("composing", "required"), [(10, 5), (11, 6)])
def test_quo_7_a_specialised_formation_has_its_own_quorum(composing, required):
    assert quorum(attendance(first(5)), replace(CODERST, composing=composing)).required == required


def test_quo_8_a_second_notice_does_without_quorum():
    found = quorum(attendance(first(2), second_notice=True), CODERST)

    assert (found.applies, found.lacking) == (False, False)
    assert (found.counted, found.required, found.reached) == (2, 13, False)
    check_quorum(found)


def test_a_committee_may_have_no_quorum():
    found = quorum(attendance(first(2)), replace(CODERST, quorum_applies=False))

    assert (found.applies, found.lacking) == (False, False)


def test_dep_the_committee_may_count_recused_members_and_their_mandates():
    room = attendance(first(13), given=mandates("s20 > s13", "s21 > s1"), recused=seats(13, 21))

    found = quorum(room, replace(CODERST, recused_counts_in_quorum=True))

    assert (found.counted, found.recused, found.fallen) == (15, 0, 0)
    assert quorum(room, CODERST).counted == 12


def test_dep_5_a_recusal_never_moves_the_number_composing():
    assert quorum(attendance(first(13), recused=seats(1)), CODERST).composing == 26


@pytest.mark.parametrize(("took_part", "reached"), [(13, True), (12, False)])
def test_ecr_9_in_writing_half_must_have_taken_part(took_part, reached):
    found = quorum(attendance(first(took_part), given=mandates("s20 > s1"), mode=Mode.WRITTEN), CODERST)

    assert (found.counted, found.reached, found.source) == (took_part, reached, "ordonnance 2014-1329")


def test_ecr_9_a_written_consultation_without_half_is_void():
    with pytest.raises(Refusal) as refused:
        check_quorum(quorum(attendance(first(12), mode=Mode.WRITTEN), CODERST))

    assert refused.value.reason is QuorumRefusal.HALF_DID_NOT_TAKE_PART
