"""A crowd on the seats of one date, in the same instant, on the service as it is served: the count is right, the list in order.

The gate plays it once, small; `scripts/journeys` plays a thousand requests three times in a row.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.crowd import Signed, sign_up_at_once
from tests.journeys.house import House
from tests.journeys.story import IN_FULL
from tests.webinars.seminar import Seminar
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Status

SEATS = 250
PEOPLE, RUNS = (1_000, 3) if IN_FULL else (300, 1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The service as `scripts/serve` starts it, one machine being as many places as it likes."""
    house = House(Path(tmp_path_factory.mktemp("rush")) / "instance", signups_per_minute=1_000_000)
    house.start()
    yield house
    house.stop()


@pytest.mark.parametrize("run", range(1, RUNS + 1))
def test_web_1_a_crowd_in_one_instant_takes_the_seats_and_waits_in_the_order_of_receipt(house: House, run: int) -> None:
    seminar = Seminar(house.db, seats=SEATS, title=f"Ruée {run}")
    shown = seminar.shown
    form = f"/webinaires/{shown.webinar.code}/{seminar.date_id}/inscription"
    names = [f"Exemple {number}" for number in range(PEOPLE)]
    signed = dict(zip(names, sign_up_at_once(house.port, form, names), strict=True))

    received = registrations.of_occurrence(house.db, seminar.date_id, frozenset(Status))
    waiting = PEOPLE - SEATS
    assert [each.status for each in received] == [Status.CONFIRMED] * SEATS + [Status.WAITLISTED] * waiting
    assert sorted(each.last_name for each in received) == sorted(names)
    assert [each.submitted_at for each in received] == sorted(each.submitted_at for each in received)
    assert seminar.shown.occurrences[0].held == SEATS

    in_order = [signed[each.last_name] for each in received]
    assert overtaken(in_order) == []
    told = [each.place for each in in_order]
    assert told[:SEATS] == [0] * SEATS
    assert told[SEATS:] == list(range(1, waiting + 1))
    letters = [each.letter.kind for each in outbox.about(house.db, f"webinar:{seminar.id}")]
    assert (letters.count("webinar.confirmed"), letters.count("webinar.waitlisted")) == (SEATS, waiting)


def overtaken(in_order: Sequence[Signed]) -> list[str]:
    """Return who is ahead of somebody that had their answer before the form of the first was even sent."""
    answered_after = float("inf")
    found = []
    for each in reversed(in_order):
        if each.sent_at > answered_after:
            found.append(each.name)
        answered_after = min(answered_after, each.answered_at)
    return found
