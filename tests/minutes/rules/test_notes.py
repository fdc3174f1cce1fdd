"""Two texts of one pair of hands, brought together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.minutes.rules.notes import together


@pytest.mark.parametrize(
    ("kept", "typed", "joined"),
    [
        pytest.param("Le poste", "La tablette", "Le poste\n\nLa tablette", id="two texts"),
        pytest.param("Le maire", "Le maire approuve.", "Le maire approuve.", id="a sentence that went on"),
        pytest.param("Le maire approuve.", "Le maire", "Le maire approuve.", id="a sentence kept further on"),
        pytest.param("Un\nDeux", "Deux\nTrois", "Un\nDeux\n\nTrois", id="a line in both"),
        pytest.param("", "Un", "Un", id="nothing kept"),
        pytest.param("Un", "", "Un", id="nothing typed"),
    ],
)
def test_both_texts_are_kept_and_each_line_once(kept: str, typed: str, joined: str):
    assert together(kept, typed) == joined


@given(st.text("ab \n"), st.text("ab \n"))
def test_no_line_is_ever_lost_and_joining_again_changes_nothing(kept: str, typed: str):
    joined = together(kept, typed)
    lines = joined.split("\n")
    for line in (*kept.split("\n"), *typed.split("\n")):
        assert not line.strip() or any(each.startswith(line) for each in lines)
    assert together(joined, typed) == joined
