"""No page of presence asks the database more often because more people came, or because there are more dates."""

from datetime import timedelta

from flask import Flask

from tests.factories import NOW
from tests.web.desk.clerk import Clerk
from tests.web.organiser.conftest import a_seminar, leads
from tests.web.test_query_counts import counted
from tests.webinars.seminar import Seminar
from webapp.audit.model import SYSTEM
from webapp.registrations.model import Terms
from webapp.webinars import service as webinars
from webapp.webinars.model import Room
from webapp.webinars.model.attendance import Interval, Who
from webapp.webinars.rules.afterwards import USUAL_QUESTIONS
from webapp.webinars.service import afterwards, attendance
from webapp.webinars.service.preparing import Day

PINNED = {
    "/presence": 11,
    "/presence/feuille": 9,
    "/presence/liste": 9,
    "/entree?mots=exemple": 9,
    "/attestations": 10,
    "/suite": 5,
    "/evaluation": 6,
    "/statistiques": 16,
}


def fill(seminar: Seminar, number: int) -> None:
    """So many people who came, and dates with their evaluation, more."""
    begins = NOW + timedelta(days=30)
    days = [
        Day(starts_at=begins + timedelta(days=n), ends_at=begins + timedelta(days=n, hours=1)) for n in range(number)
    ]
    webinars.add_dates(seminar.db, seminar.id, days, room=Room(), by=SYSTEM, now=NOW)
    first, *others = seminar.shown.occurrences
    for each in (first, *others):
        afterwards.prepare_evaluation(seminar.db, seminar.id, each, USUAL_QUESTIONS, by=SYSTEM, now=NOW)
    for n in range(number):
        signed = seminar.sign_up(f"Exemple {number}x{n}", email=f"x{number}x{n}@val.example", others=n % 2)
        attendance.declare(
            seminar.db,
            seminar.id,
            first,
            Who(signed.registration.id),
            Interval(first.starts_at, first.ends_at),
            reason="Vu",
            by=SYSTEM,
            now=NOW,
        )


def test_pages_of_presence_ask_as_often_for_many_as_for_few(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, seats=100, terms=Terms(largest_group=3))
    lead = leads(seminar, organiser)
    topic = f"webinar:{seminar.id}"
    date = f"{lead.base}/dates/{seminar.date_id}"
    pages = {page: f"{lead.base if page == '/statistiques' else date}{page}" for page in PINNED}
    counts = []
    for number in (2, 12):
        fill(seminar, number)
        counts.append({page: counted(lead.visitor, seminar.db, path, topic) for page, path in pages.items()})
    assert counts[0] == counts[1]
    assert {page: each for page, each in counts[1].items() if each is None or each > PINNED[page]} == {}
