"""The published schema tells every member of real facts, and nothing that is not there."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from tests.minutes.test_shown import in_writing, whole
from webapp.minutes import document
from webapp.minutes.model import Facts, to_json
from webapp.minutes.model.facts import REHEARSED
from webapp.minutes.queries import Dossier

SCHEMA: dict[str, Any] = json.loads(document.SCHEMA_FILE.read_bytes())


@pytest.fixture
def facts(dossier: Dossier) -> dict[str, Any]:
    return dict(json.loads(to_json(dossier.facts)))


def faults(facts: dict[str, Any]) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
    return [
        f"{'.'.join(str(each) for each in fault.instance_path)}: {fault.message}"
        for fault in validator.iter_errors(facts)
    ]


def test_the_schema_is_one_of_the_norm_of_2020_12():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(SCHEMA)


def test_real_facts_follow_the_schema_that_they_name(facts: dict[str, Any]):
    assert faults(facts) == []
    assert facts["$schema"] == SCHEMA["$id"] == "urn:collegiale:schemas:faits:1"


@pytest.mark.parametrize("turned", [lambda facts: facts, in_writing], ids=["sitting", "consultation"])
def test_facts_in_which_nothing_is_left_out_follow_it_too(dossier: Dossier, turned: Callable[[Facts], Facts]):
    assert faults(json.loads(to_json(turned(whole(dossier.facts))))) == []


def test_the_schema_describes_each_member_and_no_other(dossier: Dossier):
    described = [each for each in _records(SCHEMA) if "properties" in each]
    assert len(described) > 30
    for record in described:
        assert record["additionalProperties"] is False
        assert all(each.get("description") for each in record["properties"].values())
    facts = json.loads(to_json(dossier.facts))
    assert faults({**facts, "courriel": "a@b.example"}) == [
        ": Additional properties are not allowed ('courriel' was unexpected)"
    ]


def test_the_place_of_secret_votes_is_kept_and_empty(facts: dict[str, Any]):
    assert facts["elections"] == []
    facts["elections"] = [{"uuid": "x", "name": "x.bel", "sha256": "a" * 64}]
    assert len(faults(facts)) == 1


def test_facts_of_a_rehearsal_are_not_described(dossier: Dossier):
    facts = json.loads(to_json(replace(dossier.facts, schema=REHEARSED)))
    assert "$schema" not in facts
    assert faults(facts) != []


def _records(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema["$defs"].values()]
