"""The published schema tells every member of real facts, and nothing that is not there."""

import json
from typing import Any

import jsonschema_rs
import pytest

from webapp.minutes import document
from webapp.minutes.model import to_json
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
