"""What whoever presides says to the room."""

import pytest

from webapp.wording.presiding import quorum_told

COUNTED = "14 membres sur 26 sont présents ou représentés ; il en faut 13."


@pytest.mark.parametrize(
    ("applies", "reached", "said"),
    [
        (True, True, f"{COUNTED} Le quorum est atteint."),
        (True, False, f"{COUNTED} Le quorum n’est pas atteint : aucun vote ne peut être ouvert."),
        (False, False, "La commission délibère sans condition de quorum."),
    ],
    ids=["reached", "lost", "under a second notice"],
)
def test_quo_8_the_quorum_is_stated_as_it_applies(applies: bool, reached: bool, said: str) -> None:
    told = quorum_told(applies=applies, reached=reached, counted=14, composing=26, required=13)

    assert told.replace("\u202f", " ").replace("\xa0", " ") == said
