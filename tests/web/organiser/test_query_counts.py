"""No organisers' page asks the database more often because more people signed up, or because there are more dates."""

from datetime import timedelta

from flask import Flask

from tests.factories import NOW
from tests.web.desk.clerk import Clerk
from tests.web.organiser.conftest import HERE, a_seminar, leads
from tests.web.test_query_counts import counted
from tests.webinars.seminar import Seminar
from webapp.audit.model import SYSTEM
from webapp.webinars import service as webinars
from webapp.webinars.model import Guest, Room
from webapp.webinars.service.preparing import Day

PINNED = {"": 11, "/dates": 9, "/inscrits": 8, "/invitations": 6, "/equipe": 6, "/formulaire": 6, "/apercu": 8}


def fill(seminar: Seminar, number: int) -> None:
    """So many dates, people signed up and people invited more."""
    begins = NOW + timedelta(days=30)
    days = [
        Day(starts_at=begins + timedelta(days=n), ends_at=begins + timedelta(days=n, hours=1)) for n in range(number)
    ]
    webinars.add_dates(seminar.db, seminar.id, days, room=Room(), by=SYSTEM, now=NOW)
    guests = [Guest(email=f"i{number}x{n}@val.example") for n in range(number)]
    webinars.add_guests(seminar.db, seminar.id, guests, means=seminar.means, by=SYSTEM, now=NOW)
    for n in range(number):
        seminar.sign_up(f"Exemple {number}x{n}", email=f"x{number}x{n}@val.example")


def test_pages_of_the_organisers_ask_as_often_for_many_as_for_few(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, seats=100)
    lead = leads(seminar, organiser)
    topic = f"webinar:{seminar.id}"
    pages = {page: f"{lead.base}{page}" for page in PINNED} | {"list": HERE}
    counts = []
    for number in (2, 20):
        fill(seminar, number)
        counts.append({page: counted(lead.visitor, seminar.db, path, topic) for page, path in pages.items()})
    assert counts[0] == counts[1]
    assert {page: each for page, each in counts[1].items() if each is None or each > PINNED.get(page, 3)} == {}
