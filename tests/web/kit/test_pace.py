"""How often a thing may be done from one place: the count of each its own, and a memory that does not grow."""

from webapp.web.kit import pace


def test_each_place_has_its_own_count() -> None:
    counted = pace.Pace()
    assert [counted.take("one", most=2) for _ in range(3)] == [True, True, False]
    assert counted.take("other", most=2)


def test_a_crowd_of_places_makes_only_the_quietest_forgotten() -> None:
    counted = pace.Pace()
    counted.take("quiet", most=1)
    for number in range(pace.MOST_KEPT - 1):
        counted.take(f"place {number}", most=1)
    counted.take("busy", most=1)
    assert not counted.take("busy", most=1)
    assert not counted.take("place 0", most=1)
    assert counted.take("quiet", most=1)
