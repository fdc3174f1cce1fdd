"""Dates and hours as a secretary writes them, in Paris, whatever the season."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.wording import dates, numbers


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        pytest.param(
            datetime(2026, 12, 10, 13, 30, tzinfo=UTC),
            "jeudi 10\u00a0décembre\u00a02026 à 14\u00a0h\u00a030",
            id="winter",
        ),
        pytest.param(
            datetime(2026, 7, 1, 22, 5, tzinfo=UTC),
            "jeudi 2\u00a0juillet\u00a02026 à 0\u00a0h\u00a005",
            id="a summer night",
        ),
    ],
)
def test_a_moment_is_said_on_the_clocks_of_paris(instant: datetime, expected: str) -> None:
    assert dates.moment(instant) == expected


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T02:00", None),
        ("2026-03-29T02:59", None),
        ("2026-03-29T03:00", "2026-03-29T01:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30+00:00"),
        ("0001-01-01T00:01", None),
    ],
)
def test_an_hour_that_the_clocks_skip_is_no_instant(typed: str, instant: str | None) -> None:
    found = dates.on_the_clocks(datetime.fromisoformat(typed))
    assert (found and found.astimezone(UTC).isoformat(timespec="minutes")) == instant


@pytest.mark.parametrize(
    ("minute", "said"),
    [
        (-61, "1 h 59"),
        (-60, "2 h 00 (heure d’été)"),
        (-1, "2 h 59 (heure d’été)"),
        (0, "2 h 00 (heure d’hiver)"),
        (60, "3 h 00"),
    ],
)
def test_of_the_hour_that_comes_twice_it_is_said_which(minute: int, said: str) -> None:
    instant = datetime(2026, 10, 25, 1, 0, tzinfo=UTC) + timedelta(minutes=minute)
    assert dates.hour(instant).replace("\u00a0", " ") == said
    assert dates.hour_millis(instant).replace("\u00a0", " ").endswith(said.partition("(")[2])


def test_the_first_of_the_month_is_premier() -> None:
    assert dates.day(date(2026, 3, 1)) == "1er\u00a0mars\u00a02026"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0\u00a0mandat"), (1, "1\u00a0mandat"), (2, "2\u00a0mandats"), (1250, "1\u202f250\u00a0mandats")],
)
def test_a_noun_agrees_with_its_number(value: int, expected: str) -> None:
    assert numbers.count(value, "mandat") == expected
