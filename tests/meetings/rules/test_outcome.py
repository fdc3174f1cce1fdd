from dataclasses import replace

import pytest

from tests.meetings.cases import CODERST, SEATS, a_quorum, attendance, ballots, counts, first, mandates, seats, votes
from webapp.meetings.model import Choice, MajorityBase, Sense
from webapp.meetings.rules.item import judge_item
from webapp.meetings.rules.outcome import casting_choice, count_ballots, decide

PRESENT_BASE = replace(CODERST, majority_base=MajorityBase.PRESENT)


def outcome_of(in_favour, against, abstain, *, chair=None, settings=CODERST):
    room = attendance(SEATS - seats(*range(in_favour + against + abstain + 1, 27)), second_notice=True)
    return judge_item(room, settings, ballots(in_favour, against, abstain, chair=chair)).outcome


@pytest.mark.parametrize(
    ("tally", "chair", "expressed", "present", "casting"),
    [
        ((11, 4, 2), "for", Sense.FAVOURABLE, Sense.FAVOURABLE, False),
        ((6, 5, 6), "for", Sense.FAVOURABLE, Sense.NO_MAJORITY, False),
        ((4, 0, 9), "for", Sense.FAVOURABLE, Sense.NO_MAJORITY, False),
        ((5, 6, 2), "for", Sense.UNFAVOURABLE, Sense.NO_MAJORITY, False),
        ((8, 8, 1), "for", Sense.FAVOURABLE, Sense.FAVOURABLE, True),
        ((8, 8, 1), "against", Sense.UNFAVOURABLE, Sense.UNFAVOURABLE, True),
        ((8, 8, 1), "abstain", Sense.TIE, Sense.TIE, False),
        ((0, 0, 13), "abstain", Sense.NO_VOTE_EXPRESSED, Sense.NO_VOTE_EXPRESSED, False),
        ((13, 0, 0), "for", Sense.FAVOURABLE, Sense.FAVOURABLE, False),
        ((7, 6, 0), "against", Sense.FAVOURABLE, Sense.FAVOURABLE, False),
    ],
)
def test_vot_3_outcome_under_both_bases(tally, chair, expressed, present, casting):
    outcome = outcome_of(*tally, chair=chair)

    assert (outcome.expressed, outcome.present) == (expressed, present)
    assert outcome.casting_vote_used is casting
    assert outcome.sense is expressed
    assert outcome.diverges is (expressed is not present)
    assert outcome_of(*tally, chair=chair, settings=PRESENT_BASE).sense is present


@pytest.mark.parametrize(
    ("tally", "chair", "wording"),
    [
        ((11, 4, 2), "for", "avis favorable à la majorité (11 pour, 4 contre, 2 abstentions)"),
        ((6, 5, 6), "for", "avis favorable à la majorité (6 pour, 5 contre, 6 abstentions)"),
        ((4, 0, 9), "for", "avis favorable à l'unanimité des suffrages exprimés (4 pour, 9 abstentions)"),
        ((5, 6, 2), "for", "avis défavorable à la majorité (5 pour, 6 contre, 2 abstentions)"),
        ((8, 8, 1), "for", "avis favorable, voix prépondérante du président (8 pour, 8 contre, 1 abstention)"),
        ((8, 8, 1), "against", "avis défavorable, voix prépondérante du président (8 pour, 8 contre, 1 abstention)"),
        ((8, 8, 1), "abstain", "partage des voix (8 pour, 8 contre, 1 abstention)"),
        ((8, 8, 0), None, "partage des voix (8 pour, 8 contre)"),
        ((0, 0, 13), "abstain", "aucun suffrage exprimé"),
        ((13, 0, 0), "for", "avis favorable à l'unanimité"),
        ((7, 6, 0), "against", "avis favorable à la majorité (7 pour, 6 contre)"),
    ],
)
def test_vot_3_each_row_of_the_law_table_is_said_as_it_says(tally, chair, wording):
    """The row without a chair's ballot is that of a chair who has no right to vote: seats 2 to 17 vote."""
    if chair is not None:
        assert outcome_of(*tally, chair=chair).wording == wording
        return
    cast = dict(zip(sorted(first(17) - seats(1)), ballots(*tally).values(), strict=True))
    judgement = judge_item(attendance(first(17)), replace(CODERST, chair_votes=False), cast)
    assert (judgement.outcome.present, judgement.outcome.wording) == (Sense.TIE, wording)


def test_vot_3_a_chair_without_the_right_to_vote_leaves_a_tie():
    room = attendance(first(17))
    cast = {f"s{number}": Choice.FOR if number < 10 else Choice.AGAINST for number in range(2, 18)}

    judgement = judge_item(room, replace(CODERST, chair_votes=False), cast, declaration=Choice.FOR)

    assert (judgement.counts.in_favour, judgement.counts.against) == (8, 8)
    assert (judgement.outcome.expressed, judgement.outcome.present) == (Sense.TIE, Sense.TIE)
    assert judgement.outcome.wording == "partage des voix (8 pour, 8 contre)"


def test_vot_3_an_equality_is_settled_before_the_base_present_is_tried():
    outcome = outcome_of(3, 3, 9, chair="for", settings=PRESENT_BASE)

    assert (outcome.sense, outcome.diverges) == (Sense.FAVOURABLE, False)


def test_vot_3_unfavourable_under_the_base_present():
    assert outcome_of(2, 9, 3, settings=PRESENT_BASE).sense is Sense.UNFAVOURABLE


def test_vot_3_exactly_half_is_no_majority():
    assert outcome_of(6, 4, 2).present is Sense.NO_MAJORITY


def test_vot_4_the_casting_vote_is_no_extra_ballot():
    judgement = judge_item(attendance(first(17)), CODERST, ballots(8, 8, 1, chair="for"))

    assert (judgement.counts.in_favour, judgement.counts.against) == (8, 8)
    assert (
        judgement.outcome.wording == "avis favorable, voix prépondérante du président (8 pour, 8 contre, 1 abstention)"
    )


def test_vot_5_the_casting_vote_is_the_chairs_own_ballot_not_one_cast_by_mandate():
    room = attendance(seats(1, 2, 3), given=mandates("s20 > s1"), second_notice=True)

    judgement = judge_item(room, CODERST, votes(s1="abstain", s20="for", s2="against"))

    assert judgement.outcome.sense is Sense.TIE
    assert judgement.outcome.casting_vote_used is False


def test_vot_5_the_substitute_who_sits_for_the_chair_has_the_casting_vote():
    room = attendance(seats(1, 2), replaced=seats(1), second_notice=True)

    assert judge_item(room, CODERST, votes(s1="for", s2="against")).outcome.sense is Sense.FAVOURABLE


@pytest.mark.parametrize(
    ("room", "settings"),
    [
        pytest.param(attendance(seats(2, 3)), CODERST, id="the chair is absent"),
        pytest.param(attendance(seats(2, 3), given=mandates("s1 > s2")), CODERST, id="the chair is represented"),
        pytest.param(attendance(seats(1, 2, 3), recused=seats(1)), CODERST, id="the chair is recused"),
        pytest.param(attendance(seats(1, 2, 3), chair=None), CODERST, id="nobody presides"),
        pytest.param(attendance(seats(1, 2)), replace(CODERST, casting_vote=False), id="the committee has none"),
        pytest.param(attendance(seats(1, 2)), replace(CODERST, chair_votes=False), id="the chair has no vote"),
    ],
)
def test_dep_5_and_vot_5_there_is_no_casting_vote(room, settings):
    assert casting_choice(room, settings, own_ballot=Choice.FOR, declaration=Choice.AGAINST) is None


@pytest.mark.parametrize(
    ("own_ballot", "declaration", "casting"),
    [
        pytest.param(Choice.AGAINST, Choice.FOR, Choice.AGAINST, id="the ballot speaks before the declaration"),
        pytest.param(Choice.ABSTAIN, Choice.FOR, Choice.FOR, id="after an abstention the declaration does"),
        pytest.param(None, Choice.AGAINST, Choice.AGAINST, id="without a ballot the declaration does"),
        pytest.param(Choice.ABSTAIN, None, None, id="an abstention alone settles nothing"),
        pytest.param(None, Choice.ABSTAIN, None, id="abstaining is no declaration"),
        pytest.param(None, None, None, id="nothing said"),
    ],
)
def test_vot_6_a_declaration_settles_what_the_ballot_does_not(own_ballot, declaration, casting):
    assert casting_choice(attendance(seats(1)), CODERST, own_ballot=own_ballot, declaration=declaration) is casting


def test_vot_6_a_declaration_settles_a_tie_apart_from_the_totals():
    judgement = judge_item(
        attendance(first(17)), CODERST, ballots(8, 8, 1, chair="abstain"), declaration=Choice.AGAINST
    )

    assert judgement.outcome.sense is Sense.UNFAVOURABLE
    assert judgement.outcome.casting_vote_used is True
    assert judgement.counts == counts(8, 8, 1)


def test_vot_6_a_declaration_does_not_stand_in_for_votes():
    room = attendance(seats(1, 2), second_notice=True)

    outcome = judge_item(room, CODERST, votes(s1="abstain", s2="abstain"), declaration=Choice.FOR).outcome

    assert (outcome.sense, outcome.casting_vote_used) == (Sense.NO_VOTE_EXPRESSED, False)


@pytest.mark.parametrize(
    ("tally", "unanimous"),
    [
        pytest.param(counts(13, 0, 0), True, id="all for"),
        pytest.param(counts(11, 0, 2), False, id="an abstention"),
        pytest.param(counts(12, 0, 0, 1), False, id="somebody without a ballot"),
        pytest.param(counts(12, 1, 0), False, id="one against"),
        pytest.param(counts(0, 13, 0), False, id="all against"),
        pytest.param(counts(0, 0, 0), False, id="no ballot"),
    ],
)
def test_vot_7_unanimity_needs_every_entitled_ballot(tally, unanimous):
    assert decide(tally, CODERST, casting=None, quorum=a_quorum()).unanimous is unanimous


def test_vot_7_without_quorum_there_is_no_sense_and_no_wording():
    outcome = decide(counts(1, 1, 1), CODERST, casting=Choice.FOR, quorum=a_quorum(reached=False))

    assert (outcome.sense, outcome.wording) == (None, None)
    assert (outcome.expressed, outcome.present, outcome.casting_vote_used) == (
        Sense.FAVOURABLE,
        Sense.FAVOURABLE,
        True,
    )


def test_vot_12_no_ballot_is_not_an_abstention():
    assert count_ballots(votes(s1="for", s2="abstain"), entitled=5) == counts(1, 0, 1, 3)
