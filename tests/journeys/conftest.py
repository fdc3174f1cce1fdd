"""A real service, a real browser, and people who come with a browser each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import launched
from tests.journeys.album import Album
from tests.journeys.house import House
from tests.journeys.people import Judge, Person


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "instance")
    house.people()
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """The kinds of pages already judged, in whichever journey they were met."""
    return set()


@pytest.fixture
def judge(seen: set[str]) -> Judge:
    return Judge(seen)


@pytest.fixture
def album() -> Album:
    return Album()


@pytest.fixture
def comes(house: House, browser: Browser, judge: Judge, tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """Let somebody come with a browser of their own; what any page did wrong fails the test at its end."""
    came: list[Person] = []

    def somebody(name: str, kind: type[Person] = Person, **options: object) -> Person:
        came.append(kind(browser, house.address, judge, name, **options))
        return came[-1]

    yield somebody
    for number, person in enumerate(came):
        person.page.screenshot(path=tmp_path / f"last-seen-{number}.png", full_page=True)
        person.leaves()
    assert judge.faults == []
