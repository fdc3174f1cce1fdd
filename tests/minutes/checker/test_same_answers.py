"""The scripts of the offline checker are tried with the words and the answers of Python: one table, held here to the code."""

import json

import pytest

from tests.minutes.checker import make

REMAKE = "run `python -m tests.minutes.checker.make`, and look at what changed"


def test_the_words_of_the_scripts_are_those_of_the_command():
    assert (make.FOLDER / "words.json").read_text(encoding="utf-8") == make.written(make.checker.vocabulary()), REMAKE


def test_the_table_of_cases_is_what_python_answers():
    assert (make.FOLDER / "cases.json").read_text(encoding="utf-8") == make.written(make.cases()), REMAKE


@pytest.mark.parametrize(
    ("name", "doubts"),
    [
        ("as it is", set()),
        ("more required than half", {"quorum_required"}),
        ("more present than sat", {"present"}),
        ("arrived in that very minute", set()),
        ("voices exchanged", {"sense"}),
        ("a tie that nobody settled", {"sense"}),
        ("a tie settled", set()),
        ("no majority of those present", {"sense"}),
        ("without quorum", set()),
        ("a figure in letters", {"unreadable"}),
    ],
)
def test_the_table_says_what_it_should(name: str, doubts: set[str]):
    case = json.loads((make.FOLDER / "cases.json").read_text(encoding="utf-8"))["altered"][name]
    assert {each["doubt"] for each in case["findings"]} == doubts
