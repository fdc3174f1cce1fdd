import json
import re
from pathlib import Path

import pytest

from webapp.meetings.model import BallotRefusal, Choice, MajorityBase, MandateRefusal, Mode, Sense
from webapp.meetings.simulate import scenario
from webapp.meetings.simulate.answer import simulate

REFERENCE = (Path(__file__).parents[3] / "webapp/docs/reference/simulateur.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json\n(.*?)```", REFERENCE, flags=re.DOTALL)


def test_the_manuals_example_has_the_manuals_answer():
    assert simulate(BLOCKS[0].encode()).document == json.loads(BLOCKS[1])


def test_the_manuals_fault_is_a_fault_of_ours():
    answer = simulate(b'{"settings": {"composing": 3}, "votes": {"s1": "for", "s1": "against"}}')

    assert json.loads(json.dumps(answer.document).replace("\\u00a0", " ")) == json.loads(BLOCKS[2])


@pytest.mark.parametrize("codes", [MandateRefusal, BallotRefusal, Sense, Mode, Choice, MajorityBase])
def test_every_code_is_in_the_manual(codes):
    assert [code for code in codes if f"`{code}`" not in REFERENCE] == []


def test_every_key_is_in_the_manual():
    keys = [*(key for key in scenario.KEYS if key != "settings"), *(f"settings.{key}" for key in scenario.SETTINGS)]

    assert [key for key in keys if f"| `{key}` |" not in REFERENCE] == []
