"""LAW PV-1: what minutes must have before they are final."""

from dataclasses import replace
from typing import Any

import pytest

from webapp.minutes.model import Facts, Missing, What
from webapp.minutes.queries import Dossier
from webapp.minutes.rules.corrections import put_at
from webapp.minutes.rules.missing import missing

WRITTEN = ("Le rapporteur présente le dossier.",) * 8
VOTED = 1  # the place of an item that was voted


@pytest.fixture
def facts(dossier: Dossier) -> Facts:
    return dossier.facts


def lacks(facts: Facts, summaries: tuple[str, ...] = WRITTEN) -> list[tuple[What, bool]]:
    return [(each.what, each.blocks) for each in missing(facts, summaries)]


def test_pv_1_complete_minutes_lack_nothing(facts: Facts):
    assert lacks(facts) == []


@pytest.mark.parametrize(
    ("path", "value", "what", "blocks"),
    [
        pytest.param("closed_at", None, What.SITTING_OPEN, True, id="the sitting is not closed"),
        pytest.param("presided", (), What.CHAIR, True, id="nobody presided"),
        pytest.param("secretary", " ", What.SECRETARY, True, id="no secretary"),
        pytest.param("mode_decision", "", What.MODE_DECISION, True, id="a conference without the chair's decision"),
        pytest.param("notice.sent_on", None, What.NOTICE, False, id="no date of notice"),
        pytest.param("members.0.sat.0.quality", "", What.QUALITY, True, id="somebody present without quality"),
    ],
)
def test_pv_1_each_mention_of_r133_13_is_asked_for(facts: Facts, path: str, value: Any, what: What, blocks: bool):
    assert lacks(put_at(facts, path, value)) == [(what, blocks)]


def test_pv_1_a_sitting_in_the_room_needs_no_decision_on_its_mode(facts: Facts):
    assert lacks(replace(facts, mode_basis="", mode_decision="")) == []


def test_pv_1_an_item_left_aside_must_be_explained(facts: Facts):
    pending = put_at(facts, f"agenda.{VOTED}.state", "pending")
    assert lacks(pending, ("",) * 8)[0] == (What.NOT_TREATED, True)
    assert lacks(pending) == []


@pytest.mark.parametrize("state", ["adjourned", "withdrawn", "joined"])
def test_pv_1_an_item_put_off_or_joined_to_another_explains_itself(facts: Facts, state: str):
    assert lacks(put_at(facts, f"agenda.{VOTED}.state", state), (*WRITTEN[:VOTED], "", *WRITTEN[VOTED + 1 :])) == []


def test_pv_1_an_item_done_without_a_vote_must_say_its_sense(facts: Facts):
    unvoted = put_at(facts, f"agenda.{VOTED}.votes", ())
    summaries = (*WRITTEN[:VOTED], "", *WRITTEN[VOTED + 1 :])
    assert lacks(unvoted, summaries) == [(What.NO_SENSE, True), (What.SUMMARY, False)]
    assert lacks(unvoted) == []
    assert lacks(put_at(unvoted, f"agenda.{VOTED}.reason", "retiré par le demandeur"), summaries) == [
        (What.SUMMARY, False)
    ]


def test_pv_1_what_blocks_comes_first_and_says_what_to_mend(facts: Facts):
    found = missing(put_at(facts, "members.0.sat.0.quality", ""), ("",) * 8)
    assert found[0] == Missing(
        what=What.QUALITY, blocks=True, where="Mme Aurore Brumeval", fact="members.0.sat.0.quality"
    )
    assert [each.blocks for each in found[1:]] == [False] * 7


def test_quo_3_a_sitting_without_quorum_lacks_no_opinion(facts: Facts):
    assert lacks(replace(facts, closing="no_quorum", presided=()), ("",) * 8) == []
