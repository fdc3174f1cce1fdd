"""Schemathesis tries the interface against its own description: no server error, nothing that it does not describe.

A few examples here; `scripts/fuzz` asks for many.
"""

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from tests.web.api.conftest import a_token, an_organiser, shown
from tests.webinars.seminar import Seminar
from webapp.web.api.address import PREFIX

load_all_checks()
# What is well formed may still be refused, with its sentence: a name without letters, a date that is closed.
CHECKED = [each for each in CHECKS.get_all() if each.__name__ not in {"positive_data_acceptance", "max_response_time"}]
# Addresses and a fixed call hold nothing that could be sent otherwise than described.
SPOILED = {
    "GET /api/v1/webinars",
    "POST /api/v1/webinars/{webinar_code}/dates/{occurrence_id}/registrations",
    "GET /api/v1/organiser/webinars/{webinar_id}/registrations",
}
# What each call is given a right value for: spoiled there alone, it would not be spoiled any more.
MENDED = {ParameterLocation.PATH, ParameterLocation.HEADER}
EXAMPLES = int(os.environ.get("COLLEGIALE_API_EXAMPLES", "3"))


@pytest.fixture
def description(app: Flask, seminar: Seminar) -> Any:
    return schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", app)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "otherwise"])
def test_nothing_sent_makes_the_interface_fail_or_answer_otherwise_than_described(
    description: Any, seminar: Seminar, mode: GenerationMode
) -> None:
    token = shown(a_token(seminar, an_organiser(seminar)))
    real = {"webinar_code": "gerer-l-eau-en-ete", "occurrence_id": seminar.date_id, "webinar_id": seminar.id}
    tried = []
    for found in description.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode))
        def hold(case: Any) -> None:
            spoiled = {place for place, each in case.meta.components.items() if each.mode is GenerationMode.NEGATIVE}
            assume(mode is GenerationMode.POSITIVE or spoiled - MENDED)
            assume([] not in (case.query or {}).values())  # an empty list is not sent: its name would not be there
            if len(tried) % 4:  # most calls reach what exists; the others, what does not
                case.path_parameters.update({name: real[name] for name in case.path_parameters})
            tried.append(case.operation.label)
            case.call_and_validate(headers=token, checks=CHECKED)

        if mode is GenerationMode.POSITIVE or operation.label in SPOILED:
            hold()
    assert set(tried) >= SPOILED
