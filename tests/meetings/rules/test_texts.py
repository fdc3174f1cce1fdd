"""What changed between two versions of a motion's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.meetings.rules.texts import Segment, compare

words = st.text(alphabet="ab é,.\n", max_size=40)


def test_an_amendment_shows_what_it_removes_and_adds() -> None:
    assert compare("un délai de deux mois", "un délai de trois mois") == (
        Segment("same", "un délai de "),
        Segment("removed", "deux "),
        Segment("added", "trois "),
        Segment("same", "mois"),
    )


def test_equal_texts_have_no_difference() -> None:
    assert compare("même texte", "même texte") == (Segment("same", "même texte"),)
    assert compare("", "") == ()


def test_a_first_version_is_all_added() -> None:
    assert compare("", "tout") == (Segment("added", "tout"),)


@given(old=words, new=words)
def test_the_pieces_give_both_texts_again(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@pytest.mark.parametrize(
    ("line", "lines", "kinds"),
    [("mot {}\n", 900, {"same", "removed", "added"}), ("{}\n", 1200, {"removed", "added"})],
    ids=["line by line", "as a whole"],
)
def test_texts_too_different_to_compare_by_words_are_compared_otherwise(line: str, lines: int, kinds: set[str]) -> None:
    old = "".join(line.format(number) for number in range(lines))
    new = "".join(line.format(number if number % 5 else -number) for number in range(lines - 1, 0, -1))
    assert {piece.kind for piece in compare(old, new)} == kinds


def test_a_small_change_in_a_huge_text_is_shown_alone() -> None:
    text = "mot " * 20_000
    assert compare(f"{text}deux {text}", f"{text}trois {text}")[1:3] == (
        Segment("removed", "deux "),
        Segment("added", "trois "),
    )
