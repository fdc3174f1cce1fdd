"""Dates and hours as a secretary writes them, in Paris, whatever the season."""

from datetime import UTC, date, datetime

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


def test_the_first_of_the_month_is_premier() -> None:
    assert dates.day(date(2026, 3, 1)) == "1er\u00a0mars\u00a02026"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0\u00a0mandat"), (1, "1\u00a0mandat"), (2, "2\u00a0mandats"), (1250, "1\u202f250\u00a0mandats")],
)
def test_a_noun_agrees_with_its_number(value: int, expected: str) -> None:
    assert numbers.count(value, "mandat") == expected
