"""Each rule is met, not met, waived or not established, with its article."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from webapp.minutes.model import to_json
from webapp.minutes.model.evidence import ResultLine
from webapp.minutes.queries import Dossier
from webapp.minutes.rules.results import results

Facts = dict[str, Any]
Change = Callable[[Facts], None]


@pytest.fixture
def facts(dossier: Dossier) -> Facts:
    told: Facts = json.loads(to_json(dossier.facts))
    return told


def held(facts: Facts, rule: str, item: str = "", vote: int | None = None) -> list[ResultLine]:
    return [each for each in results(facts) if (each.rule, each.item, each.vote) == (rule, item, vote)]


def only(facts: Facts, rule: str, item: str = "", vote: int | None = None) -> tuple[str, tuple[str, ...]]:
    (found,) = held(facts, rule, item, vote)
    return found.outcome, found.articles


def told(name: str, **values: object) -> Change:
    return lambda facts: facts[name].update(values)


def agenda(number: int, **values: object) -> Change:
    return lambda facts: facts["agenda"][number - 1].update(values)


def ballot(number: int, **values: object) -> Change:
    return lambda facts: facts["agenda"][number - 1]["votes"][0].update(values)


def _mandate(**values: object) -> Change:
    return lambda facts: facts["mandates"][1].update(values)


def _waived(facts: Facts) -> None:
    facts["agenda"][2]["after_notice"] = True
    facts["agenda"][2]["quorum"].update(applies=False, second_notice=True)


RECUSED = {"mandator": "M. X", "holder": "M. Théodore Lanuée", "reason": None}
WRITTEN = {"debate_closed_at": "2026-12-10T18:00+01:00", "debate_closes_at": "2026-12-10T18:00+01:00"}


def _written(closed: str | None, sent: str | None) -> Change:
    told = {**WRITTEN, "debate_closed_at": closed, "results_sent_at": sent}
    return lambda facts: facts.update(mode="written", written=told)


@pytest.mark.parametrize(
    ("rule", "place", "change", "outcome"),
    [
        pytest.param("notice", (), told("notice", days_before=5), "met", id="cnv_2_five_days"),
        pytest.param("notice", (), told("notice", days_before=4), "unmet", id="cnv_2_four_days"),
        pytest.param("notice", (), told("notice", days_before=1, urgency="Péril"), "waived", id="cnv_2_urgency"),
        pytest.param("notice", (), told("notice", days_before=None), "unknown", id="cnv_2_no_day"),
        pytest.param(
            "second_notice",
            (),
            told("notice", second_notice=True, first_sitting="2026-12-01"),
            "met",
            id="cnv_6_after_a_lack_of_quorum",
        ),
        pytest.param("second_notice", (), told("notice", second_notice=True), "unknown", id="cnv_6_first_unknown"),
        pytest.param("mode", (), lambda facts: facts.update(mode_decision=""), "unknown", id="pv_8_no_decision"),
        pytest.param("quorum", (), told("quorum", reached=False), "unmet", id="quo_1_lacking"),
        pytest.param("quorum", (), told("quorum", applies=False), "waived", id="quo_8_waived"),
        pytest.param("after_notice", ("3",), agenda(3, after_notice=True), "met", id="cnv_5_quorum_asked"),
        pytest.param("after_notice", ("3",), _waived, "unmet", id="cnv_5_quorum_waived"),
        pytest.param("mandates", (), _mandate(reason=None), "unmet", id="man_2_two_for_one"),
        pytest.param("mandates", (), lambda facts: facts.update(rules=[]), "unknown", id="man_2_no_limit"),
        pytest.param("recusal", ("3",), ballot(3, closed_at="2026-12-10T15:20+01:00"), "met", id="dep_1_out"),
        pytest.param(
            "recusal",
            ("3",),
            ballot(3, closed_at="2026-12-10T15:20+01:00", mandates=[RECUSED]),
            "unmet",
            id="dep_1_votes_for_another",
        ),
        pytest.param("majority", ("4", 1), ballot(4, sense="tie"), "unmet", id="vot_3_tie"),
        pytest.param("majority", ("4", 1), ballot(4, sense=None, wording=None), "unmet", id="quo_3_no_opinion"),
        pytest.param("casting_vote", ("4", 1), ballot(4, against=6), "unmet", id="vot_4_no_tie"),
        pytest.param(
            "late_entry",
            ("5",),
            lambda facts: facts["agenda"][4]["late"][0].update(decision="pending"),
            "unmet",
            id="late_undecided",
        ),
        pytest.param("debate", (), _written("2026-12-10T18:00+01:00", None), "met", id="ecr_4_at_the_hour"),
        pytest.param("debate", (), _written("2026-12-10T17:59+01:00", None), "unmet", id="ecr_4_too_early"),
        pytest.param("debate", (), _written(None, None), "unknown", id="ecr_4_not_closed"),
        pytest.param("results", (), _written(None, "2026-12-11T18:00+01:00"), "met", id="ecr_10_sent"),
        pytest.param("results", (), _written(None, None), "unknown", id="ecr_10_not_sent"),
    ],
)
def test_a_rule_says_what_became_of_it(facts: Facts, rule: str, place: tuple[Any, ...], change: Change, outcome: str):
    change(facts)
    assert only(facts, rule, *place)[0] == outcome


def test_each_rule_cites_its_article(facts: Facts):
    assert only(facts, "notice") == ("met", ("CRPA R133-8",))
    assert only(facts, "quorum", "3", 1) == ("met", ("CRPA R133-10",))
    assert only(facts, "mandates") == ("met", ("CRPA R133-9",))
    assert only(facts, "recusal", "3") == ("met", ("CRPA R133-12",))
    assert only(facts, "majority", "4", 1) == ("met", ("CRPA R133-11",))
    assert only(facts, "mode") == ("met", ("ordonnance 2014-1329, art. 2", "décret 2014-1627"))


def test_man_2_a_mandate_that_ends_frees_its_place_in_the_same_minute(facts: Facts):
    first, second = facts["mandates"]
    second.update(reason=None, received_at="2026-12-10T15:00+01:00")
    first["ended_at"] = "2026-12-10T15:00+01:00"
    assert only(facts, "mandates")[0] == "met"
    first["ended_at"] = "2026-12-10T15:01+01:00"
    assert only(facts, "mandates")[0] == "unmet"


def test_of_two_members_of_one_name_no_recusal_is_said_to_be_broken(facts: Facts):
    ballot(3, closed_at="2026-12-10T15:20+01:00", mandates=[RECUSED])(facts)
    facts["members"].append({**facts["members"][0], "sat": [{"name": "M. Théodore Lanuée"}]})
    assert only(facts, "recusal", "3")[0] == "met"


def test_a_sitting_in_the_room_without_mandate_has_neither_rule(facts: Facts):
    facts.update(mode="in_person", mandates=[])
    assert held(facts, "mode") == held(facts, "mandates") == []
