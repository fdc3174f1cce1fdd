"""Each numbered rule of the law within reach has at least one test named after its code."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RULES = {"com": 9, "cnv": 9, "quo": 8, "man": 7, "dep": 5, "vot": 12, "pv": 9, "jrn": 1, "ecr": 12, "pub": 2, "arc": 2}
CODES = [f"{family}_{number}" for family, last in RULES.items() for number in range(1, last + 1)]


@pytest.fixture(scope="module")
def names() -> str:
    """Every test function's name."""
    found = [
        name
        for file in TESTS.rglob("test_*.py")
        for name in re.findall(r"^\s*def (test_\w+)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]
    return "\n".join(found)


@pytest.mark.parametrize("code", CODES)
def test_the_rule_has_a_test_named_after_it(names: str, code: str) -> None:
    assert re.search(rf"^test_(\w+_)?{code}_", names, flags=re.MULTILINE), f"no test is named after {code}"


def test_no_test_is_named_after_a_rule_that_is_none(names: str) -> None:
    named = set(re.findall(rf"(?:^test_|_)((?:{'|'.join(RULES)})_\d+)(?=_)", names, flags=re.MULTILINE))

    assert named - set(CODES) == set()
