import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meetings.oracle import Oracle
from tests.meetings.strategies import scenarios
from tests.searching import examples
from webapp.meetings.simulate.answer import simulate

THE_EXAMPLE = {
    "settings": {
        "composing": 26,
        "quorum_applies": True,
        "max_mandates": 1,
        "mandates_in_writing": False,
        "recused_counts_in_quorum": False,
        "majority_base": "expressed",
        "chair_votes": True,
        "casting_vote": True,
    },
    "mode": "in_person",
    "second_notice": False,
    "present": ["s1", "s2", "s3"],
    "replaced": ["s2"],
    "mandates": [{"from": "s20", "to": "s1"}, {"from": "s21", "to": "s9"}],
    "recused": ["s3"],
    "chair": "s1",
    "votes": {"s1": "for", "s2": "against", "s9": "for", "s20": "abstain"},
    "casting_declaration": None,
}
ITS_ANSWER = {
    "mandates": [
        {"from": "s20", "to": "s1", "valid": True, "reason": None},
        {"from": "s21", "to": "s9", "valid": False, "reason": "holder_absent"},
    ],
    "quorum": {
        "applies": True,
        "composing": 26,
        "required": 13,
        "counted": 3,
        "reached": False,
        "source": "CRPA R133-10",
    },
    "refused_votes": [{"seat": "s9", "reason": "absent"}],
    "counts": {"for": 1, "against": 1, "abstain": 1, "did_not_vote": 0, "entitled": 3},
    "outcome": {
        "expressed": "favourable",
        "present": "favourable",
        "sense": None,
        "diverges": False,
        "casting_vote_used": True,
        "unanimous": False,
        "wording": None,
    },
}


def ask(scenario):
    return json.loads(json.dumps(simulate(json.dumps(scenario).encode()).document))


def test_the_published_example_has_its_published_answer():
    assert ask(THE_EXAMPLE) == ITS_ANSWER


def test_the_answer_keeps_the_published_order_of_keys():
    assert json.dumps(simulate(json.dumps(THE_EXAMPLE).encode()).document) == json.dumps(ITS_ANSWER)


def test_what_is_left_out_takes_its_default():
    answer = ask({"settings": {"composing": 3}})

    assert answer["quorum"] == {
        "applies": True,
        "composing": 3,
        "required": 2,
        "counted": 0,
        "reached": False,
        "source": "CRPA R133-10",
    }
    assert answer["outcome"]["expressed"] == "no_vote_expressed"


@settings(max_examples=examples(150, longer=5000), deadline=None)
@given(scenarios())
def test_every_answer_is_the_one_worked_out_by_other_means(scenario):
    assert ask(scenario) == Oracle(scenario).answer()


@settings(deadline=None)
@given(scenarios(least_composing=2), st.data())
def test_quo_one_more_person_present_never_loses_the_quorum(scenario, data):
    """Somebody comes who was absent: mandator or not, chosen as holder or not, recused or not."""
    absent = [f"s{number + 1}" for number in range(scenario["settings"]["composing"])]
    absent = [seat for seat in absent if seat not in scenario["present"]]
    before = ask(scenario)["quorum"]
    if absent:
        scenario["present"].append(data.draw(st.sampled_from(absent)))

    after = ask(scenario)["quorum"]

    assert after["counted"] >= before["counted"]
    assert after["reached"] or not before["reached"]


@settings(deadline=None)
@given(scenarios(), st.randoms(use_true_random=False))
def test_vot_the_order_of_ballots_never_changes_the_outcome(scenario, chance):
    shuffled = list(scenario["votes"].items())
    chance.shuffle(shuffled)

    first, second = ask(scenario), ask(scenario | {"votes": dict(shuffled)})

    assert (first["counts"], first["outcome"]) == (second["counts"], second["outcome"])


@settings(deadline=None)
@given(scenarios())
def test_vot_2_no_ballot_counts_twice(scenario):
    answer = ask(scenario)
    counts = answer["counts"]
    counted = counts["for"] + counts["against"] + counts["abstain"]

    assert counted + len(answer["refused_votes"]) == len(scenario["votes"])
    assert counted + counts["did_not_vote"] == counts["entitled"] <= scenario["settings"]["composing"]


@settings(deadline=None)
@given(scenarios())
def test_man_2_nobody_holds_or_gives_more_than_allowed(scenario):
    valid = [mandate for mandate in ask(scenario)["mandates"] if mandate["valid"]]
    holders, mandators = [mandate["to"] for mandate in valid], [mandate["from"] for mandate in valid]

    assert all(holders.count(holder) <= scenario["settings"]["max_mandates"] for holder in holders)
    assert len(set(mandators)) == len(mandators)
    assert not set(mandators) & set(scenario["present"])


@settings(deadline=None)
@given(scenarios())
def test_dep_1_nobody_recused_votes_or_is_represented(scenario):
    without = scenario | {"recused": []}
    answer, recused = ask(scenario), scenario["recused"]

    assert not [each for each in answer["mandates"] if each["valid"] and {each["from"], each["to"]} & {*recused}]
    assert answer["counts"]["entitled"] <= ask(without)["counts"]["entitled"]


@settings(deadline=None)
@given(scenarios())
def test_vot_one_more_vote_for_never_makes_a_favourable_opinion_unfavourable(scenario):
    """Turn one ballot against into one for, the chair's aside."""
    before = ask(scenario)["outcome"]["expressed"]
    turned = next(
        (seat for seat, choice in scenario["votes"].items() if choice == "against" and seat != scenario["chair"]), None
    )
    after = ask(scenario | {"votes": scenario["votes"] | ({turned: "for"} if turned else {})})["outcome"]["expressed"]

    assert not (before == "favourable" and after != "favourable")


@pytest.mark.parametrize("composing", [1, 2, 1000, 1_000_000])
def test_a_committee_of_any_size_is_answered(composing):
    answer = ask({"settings": {"composing": composing}, "present": ["s1"], "votes": {f"s{composing + 1}": "for"}})

    assert answer["quorum"]["counted"] == 1
    assert answer["refused_votes"] == [{"seat": f"s{composing + 1}", "reason": "unknown_seat"}]
