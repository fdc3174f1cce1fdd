"""The same sitting when the machine stops before it opens: held from the printed folder, entered in the evening."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.album import Album
from tests.journeys.debate import Debater
from tests.journeys.desk import Secretary
from tests.journeys.house import ROSTER, House
from tests.journeys.means import FromPaper, prepares
from tests.journeys.people import Person
from tests.journeys.story import SCENES, instant
from tests.journeys.told import lines_of

pytestmark = pytest.mark.journey


def test_the_sitting_held_on_paper_is_entered_in_the_evening(
    house: House, comes: Callable[..., Person], album: Album, tmp_path: Path
) -> None:
    house.members(ROSTER)
    house.earlier_sitting(instant("09:00").replace(month=11, day=12))
    sylvie = comes("Sylvie, secrétaire", Debater)
    sylvie.signs_in("sylvie")
    meeting = prepares(sylvie, house.committee)
    house.set_clock(instant("18:30"))
    bruno = comes("Bruno, seconde personne", Secretary)
    bruno.signs_in("bruno")
    bruno.conduct = sylvie.conduct
    sylvie.enters_afterwards(SCENES[0][0], "La machine s’est arrêtée avant l’ouverture")
    means = FromPaper(sylvie, bruno)
    for hour, scene in SCENES:
        import time

        print(time.strftime("%X"), hour, scene.__name__, flush=True)
        means.at(hour)
        scene(means)
    (tmp_path / "lines.txt").write_text("\n".join(lines_of(sylvie)))
    assert meeting
