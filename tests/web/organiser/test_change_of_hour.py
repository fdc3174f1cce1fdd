"""Dates over the two nights when the clocks of Paris change: as they are typed, and as programs read them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.web.desk.clerk import Clerk
from tests.web.organiser.conftest import HERE, an_organiser
from tests.webinars.seminar import Seminar
from webapp.registrations.model import Occurrence
from webapp.web.kit import database
from webapp.webinars import queries
from webapp.wording.dates import in_paris

HOUR = timedelta(hours=1)
AUTUMN = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)  # 3 h in Paris, which is 2 h again


def test_what_programs_read_names_the_instant(client: FlaskClient, app: Flask, at_the_sitting: None) -> None:
    seminar = Seminar(database.of(app), starts_at=AUTUMN + HOUR / 2)
    (event,) = Calendar.from_ical(client.get("/webinaires/agenda.ics").data).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == AUTUMN + HOUR / 2
    assert "2 h 30 (heure d’hiver), heure de Paris" in client.get("/webinaires/annonces.atom").text.replace(
        "\u00a0", " "
    )
    told = client.get(f"/api/v1/webinars/{seminar.shown.webinar.code}").text
    assert "2027-10-31T01:30:00+00:00" in told


@pytest.fixture
def organiser(app: Flask, at_the_sitting: None) -> Clerk:
    clerk = an_organiser(app, "Webinette")
    clerk.opens(f"{HERE}/creer")
    clerk.presses("Créer le webinaire", title="Gérer l’eau", summary="L’essentiel.", description="Le programme.")
    clerk.follows("Dates et salles")
    clerk.follows("Ajouter des dates")
    return clerk


def dates_of(app: Flask) -> list[Occurrence]:
    webinar = queries.find(database.of(app), 1)
    assert webinar is not None
    return list(queries.shown(database.of(app), webinar).occurrences)


def starts(app: Flask) -> list[datetime]:
    return [each.starts_at for each in dates_of(app)]


@pytest.mark.parametrize("first", ["2027-03-22", "2027-10-25"])
def test_a_weekly_series_keeps_its_hour_of_paris_and_each_date_its_length(
    app: Flask, organiser: Clerk, first: str
) -> None:
    organiser.presses("Ajouter", day=first, begins="14:00", ends="15:30", times=3, every=1)
    found = starts(app)
    assert [f"{in_paris(each):%H:%M}" for each in found] == ["14:00"] * 3
    assert {(later - before) for before, later in pairwise(found)} != {timedelta(days=7)}


def test_an_hour_that_the_clocks_skip_is_refused_with_its_day_in_a_series_too(app: Flask, organiser: Clerk) -> None:
    for day, times in (("2027-03-28", 1), ("2027-03-21", 2)):
        organiser.presses("Ajouter", day=day, begins="02:30", ends="04:00", times=times, every=1)
        assert "Le dimanche 28 mars 2027, 02:30 n’existe pas" in organiser.text
    organiser.presses("Ajouter", day="2027-03-27", begins="23:00", ends="02:30", times=1, every=1)
    assert "02:30 n’existe pas" in organiser.text
    assert starts(app) == []
    organiser.presses("Ajouter", day="2027-03-27", begins="23:00", ends="03:00", times=1, every=1)
    (date,) = dates_of(app)
    assert date.ends_at - date.starts_at == 3 * HOUR


def test_the_hour_that_comes_twice_is_the_first_and_the_page_says_so(app: Flask, organiser: Clerk) -> None:
    organiser.presses("Ajouter", day="2027-10-31", begins="02:30", ends="03:30", times=1, every=1)
    assert starts(app) == [AUTUMN - HOUR / 2]
    assert "2 h 30 (heure d’été)" in organiser.text
