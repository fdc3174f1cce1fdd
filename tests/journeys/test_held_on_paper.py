"""The same sitting when the machine stops before it opens: held from the printed folder, entered in the evening."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys import story
from tests.journeys.accesses import Doorkeeper
from tests.journeys.house import ROSTER, House
from tests.journeys.means import FromPaper, photograph, prepares
from tests.journeys.minutes import words_of
from tests.journeys.people import Person
from tests.journeys.story import PLAYED, instant
from tests.journeys.told import differences, expected_facts, expected_lines, facts_alone, told_by

pytestmark = pytest.mark.journey

WHY = "La machine s’est arrêtée avant l’ouverture"
MARK = (
    "Saisie | Tenue sur papier à partir de 14 h 20, et saisie après coup, le 10 décembre 2026 à partir de 18 h 30, "
    f"par Sylvie Encrebleue. Motif : {WHY}."
)


def test_the_sitting_held_on_paper_gives_the_same_minutes(
    house: House, comes: Callable[..., Person], tmp_path: Path
) -> None:
    house.members(ROSTER)
    house.earlier_sitting(instant("09:00").replace(month=11, day=12))
    sylvie = comes("Sylvie, secrétaire", Doorkeeper)
    sylvie.signs_in("sylvie")
    prepares(sylvie, house.committee)
    the_folder_is_enough(sylvie.prints_the_folder(tmp_path / "dossier.pdf"))
    house.power_fails()

    house.set_clock(instant("18:30"))
    house.start()
    bruno = comes("Bruno, seconde personne", Doorkeeper)
    bruno.signs_in("bruno")
    bruno.conduct = sylvie.conduct
    first, *_ = PLAYED.scenes[0]
    sylvie.enters_afterwards(first, WHY)
    paper = FromPaper(sylvie, bruno, photograph(tmp_path))
    for hour, scene in PLAYED.scenes:
        paper.at(hour)
        scene(paper)
    told = told_by(sylvie, tmp_path)
    assert told.lines == marked(expected_lines())
    assert list(differences(told)) == []
    assert facts_alone(told) == expected_facts()


def the_folder_is_enough(folder: Path) -> None:
    """Read on the printed sheets what the room needs: words to say, names to tick, totals to fill in."""
    said = words_of(folder)
    for planned in PLAYED.agenda:
        assert planned.title in said, planned.title
    for name in (story.PREFECT, *story.STATE, *story.BY_THE_DOOR, *story.FAR):
        assert name in said, name
    for words in (
        "La séance de la commission est ouverte",
        "Scrutateurs :",
        "donne mandat à",
        "favorable, défavorable, abstention",
    ):
        assert words in said, words


def marked(lines: list[str]) -> list[str]:
    """Write what is expected of a sitting entered afterwards: its mark, and ballots that all come from the sheets."""
    place = next(number for number, line in enumerate(lines) if line.startswith("Secrétariat | ")) + 1
    return [
        re.sub(
            r"^Mode de vote : \d+ (?:sur appareil|à main levée)[^.]*\.",
            "Mode de vote : 15 sur la feuille d’appel.",
            line,
        )
        for line in (*lines[:place], MARK, *lines[place:])
    ]
