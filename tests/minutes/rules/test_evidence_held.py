"""Change one member of the facts: the check names it, in French, and names nothing else."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from webapp.minutes.model import to_json
from webapp.minutes.queries import Dossier
from webapp.minutes.rules.evidence import Fault, Faulty, Held, hold
from webapp.minutes.rules.proving import prove
from webapp.minutes.service import confirming

Facts = dict[str, Any]
DOCUMENT = {"title": "Rapport de l’inspection", "version": 2, "sha256": "ab" * 32}


@pytest.fixture
def facts(dossier: Dossier) -> Facts:
    told: Facts = json.loads(to_json(dossier.facts))
    told["journal"] = {"entry": 123, "sha256": "cd" * 32}
    told["agenda"][1]["documents"] = [dict(DOCUMENT)]
    return told


def held(facts: Facts) -> Held:
    return hold(json.dumps(facts).encode())


def sentence(faulty: Faulty) -> str:
    return re.sub(r"\s", " ", confirming.sentence(faulty))


def result(facts: Facts, rule: str, item: str = "") -> Facts:
    found: Facts = next(each for each in facts["results"] if (each["rule"], each["item"]) == (rule, item))
    return found


def test_real_facts_prove_each_rule_and_hand_over_what_the_register_confirms(facts: Facts):
    found = held(facts)
    assert found.faults == ()
    assert found.results == len(facts["results"]) > 30
    assert found.head is not None
    assert (found.head.entry, found.head.sha256) == (123, "cd" * 32)
    assert [(item, each.title, each.version) for item, each in found.documents] == [("2", DOCUMENT["title"], 2)]


def _result(rule: str, item: str, **told: object) -> Callable[[Facts], None]:
    return lambda facts: result(facts, rule, item).update(told)


def _lost(facts: Facts) -> None:
    facts["results"].remove(result(facts, "recusal", "3"))


def _added(facts: Facts) -> None:
    facts["results"].append({**result(facts, "notice"), "item": "9"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            _result("notice", "", outcome="unmet"),
            "Séance, Délai de convocation : condition remplie, écrit « non », devrait être « oui ».",
            id="outcome",
        ),
        pytest.param(
            _result("quorum", "3", said="à l’appel, 12 pour 13"),
            "Point 3, Quorum : le constat est écrit « à l’appel, 12 pour 13 », les faits donnent"
            " « à l’appel, 15 pour 13 ».",
            id="finding",
        ),
        pytest.param(
            _result("casting_vote", "4", articles=["CRPA R133-10"]),
            "Point 4, vote 1, Voix prépondérante : le texte cité est « CRPA R133-10 », devrait être « CRPA R133-11 ».",
            id="article",
        ),
        pytest.param(
            _lost, "Point 3, Déport : cette règle est écrite « rien », les faits donnent « oui ».", id="left out"
        ),
        pytest.param(
            _added,
            "Point 9, Délai de convocation : cette règle est écrite « oui », les faits donnent « rien ».",
            id="added",
        ),
        pytest.param(
            lambda facts: facts["members"][0].update(state="excused"),
            "Siège « Préfet, président » : il est écrit « absence excusée », les présences et les mandats font"
            " « présence ».",
            id="seat",
        ),
        pytest.param(
            lambda facts: facts["agenda"][5]["votes"][0].update(hands=13),
            "Point 6, vote 1 : 13 votes sont écrits par leur mode, 14 voix ont été données.",
            id="ways",
        ),
        pytest.param(
            lambda facts: facts["journal"].update(sha256="cd"),
            "La tête du journal est illisible dans les faits (cd).",
            id="head",
        ),
        pytest.param(
            lambda facts: facts["agenda"][1]["documents"][0].update(sha256="ab"),
            "Point 2, Rapport de l’inspection : l’empreinte de la pièce n’en est pas une (ab).",
            id="document",
        ),
        pytest.param(
            lambda facts: facts["elections"].append({"uuid": "x"}),
            "Les faits annoncent 1 archives de votes secrets, que cette version ne connaît pas.",
            id="elections",
        ),
    ],
)
def test_one_member_changed_is_named(facts: Facts, change: Callable[[Facts], None], said: str):
    change(facts)
    assert [sentence(each) for each in held(facts).faults] == [said]


def test_a_date_that_moves_is_seen_in_the_delay_and_in_its_rule(facts: Facts):
    facts["notice"]["days_before"] = 3
    assert {each.fault for each in held(facts).faults} == {
        Fault.NOTICE,
        Fault.RESULT_OUTCOME,
        Fault.RESULT_SAID,
    }


def test_in_facts_of_another_version_a_rule_may_be_said_in_other_words_but_not_with_other_figures(facts: Facts):
    facts["version"] = "1.0"
    result(facts, "quorum", "3")["said"] = "à l’appel du point : 15 pour 13"
    assert held(facts).faults == ()
    result(facts, "quorum", "3")["said"] = "à l’appel du point : 12 pour 13"
    assert [each.fault for each in held(facts).faults] == [Fault.RESULT_SAID]


def test_facts_signed_before_their_schema_was_published_still_prove_their_figures(facts: Facts):
    for name in ("$schema", "version", "results", "journal", "elections"):
        del facts[name]
    for item in facts["agenda"]:
        del item["documents"]
    assert held(facts) == Held()
    proven = prove(json.dumps(facts).encode())
    assert (proven.holds, proven.votes) == (True, 8)


@pytest.mark.parametrize("lost", ["results", "journal", "elections", "members"])
def test_facts_of_the_published_sort_that_lack_a_member_are_unreadable(facts: Facts, lost: str):
    del facts[lost]
    assert [each.fault for each in held(facts).faults] == [Fault.UNREADABLE]


@pytest.mark.parametrize("entry", [0, -1, 2**63, float("inf"), "1", None])
def test_a_number_that_no_journal_has_is_a_doubt_and_never_an_error(facts: Facts, entry: object):
    facts["journal"]["entry"] = entry
    assert [each.fault for each in held(facts).faults] == [Fault.HEAD]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"\xff", b'{"schema": "collegiale.rehearsal/1"}', b"[" * 100_000]
)
def test_what_is_not_of_this_sort_holds_nothing(content: bytes):
    assert hold(content) == Held()


def test_pv_3_a_rule_that_a_correction_by_hand_touches_is_not_judged(facts: Facts):
    result(facts, "quorum", "3")["said"] = "à l’appel, 12 pour 13"
    facts["corrections"] = [{"fact": "agenda.2.title"}]
    assert [each.by_hand for each in held(facts).faults] == [True]
