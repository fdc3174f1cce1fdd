"""Facts that a file carries prove its figures, or say where they do not."""

import json
from typing import Any

import pytest

from webapp.minutes.model import to_json
from webapp.minutes.queries import Dossier
from webapp.minutes.rules.proving import Doubt, prove


@pytest.fixture
def facts(dossier: Dossier) -> dict[str, Any]:
    return json.loads(to_json(dossier.facts))


def _doubts(facts: dict[str, Any]) -> set[Doubt]:
    return {each.doubt for each in prove(json.dumps(facts).encode()).findings}


def test_the_reference_sitting_proves_every_figure(dossier: Dossier):
    proven = prove(to_json(dossier.facts))
    assert proven.findings == ()
    assert proven.holds
    assert proven.votes == sum(vote.held for item in dossier.facts.agenda for vote in item.votes)
    assert proven.quorums > proven.votes
    assert proven.signers == ("président", "secrétaire")


def test_a_figure_of_a_vote_that_was_changed_no_longer_makes_its_sense(facts: dict[str, Any]):
    vote = next(vote for item in facts["agenda"] for vote in item["votes"] if vote["sense"] == "favourable")
    vote["in_favour"], vote["against"] = vote["against"], vote["in_favour"]
    assert _doubts(facts) & {Doubt.SENSE, Doubt.WORDING, Doubt.CASTING}


def test_ballots_that_do_not_add_up_are_told(facts: dict[str, Any]):
    vote = next(vote for item in facts["agenda"] for vote in item["votes"] if vote["held"])
    vote["abstain"] += 1
    assert Doubt.BALLOTS in _doubts(facts)


@pytest.mark.parametrize(
    ("name", "value", "doubt"),
    [
        ("required", 9, Doubt.QUORUM_REQUIRED),
        ("counted", 25, Doubt.QUORUM_COUNTED),
        ("reached", False, Doubt.QUORUM_REACHED),
        ("present", 2, Doubt.PRESENT),
    ],
)
def test_quo_1_a_quorum_that_was_changed_is_told(facts: dict[str, Any], name: str, value: object, doubt: Doubt):
    facts["quorum"][name] = value
    assert doubt in _doubts(facts)


def test_pv_3_what_was_corrected_by_hand_is_told_and_not_judged(facts: dict[str, Any]):
    facts["quorum"]["counted"] += 1
    facts["corrections"] = [{"fact": "quorum.counted"}]
    proven = prove(json.dumps(facts).encode())
    assert proven.findings
    assert proven.holds


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff", b"{" * 5000, b'{"schema": 3}'])
def test_any_content_gets_an_answer(content: bytes):
    assert not prove(content).holds


def test_the_facts_of_a_rehearsal_are_not_those_of_a_sitting(facts: dict[str, Any]):
    facts["schema"] = "collegiale.rehearsal/1"
    assert _doubts(facts) == {Doubt.OTHER_SCHEMA}
