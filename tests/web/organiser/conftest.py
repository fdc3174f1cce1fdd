"""A published webinar on the application's own instance, and its organiser in front of the pages."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.web.desk.clerk import Clerk
from tests.webinars.seminar import Seminar
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.registrations.model import Terms
from webapp.web.kit import database
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole

HERE = "/organisation/webinaires"


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    """One seat, ten days ahead."""
    return a_seminar(app)


def a_seminar(
    app: Flask, *, seats: int | None = 1, quotas: dict[str, int] | None = None, terms: Terms | None = None
) -> Seminar:
    """Make a published webinar whose links are those of the application."""
    seminar = Seminar(database.of(app), seats=seats, quotas=quotas, terms=terms, starts_at=NOW + timedelta(days=10))
    settings = app.extensions["collegiale.settings"]
    seminar.means = type(seminar.means)(
        link_key=settings.link_key, public_address="http://localhost", files=settings.files
    )
    return seminar


@pytest.fixture
def organiser(app: Flask, at_the_sitting: None) -> Clerk:
    """Somebody with the role, who organises nothing yet."""
    return an_organiser(app, "Webinette")


def an_organiser(app: Flask, name: str) -> Clerk:
    db = database.of(app)
    person_id = a_person(db, name, "Clémence")
    accounts.grant_role(db, person_id, Role.ORGANISER, committee_id=None, by=SYSTEM, now=NOW)
    return Clerk(app, person_id, HERE)


@pytest.fixture
def lead(app: Flask, seminar: Seminar, organiser: Clerk) -> Clerk:
    """Who leads the webinar."""
    return leads(seminar, organiser)


def leads(seminar: Seminar, clerk: Clerk) -> Clerk:
    """Make somebody lead a webinar, their pages being its own."""
    role = OrganiserRole.LEAD
    webinars.set_organiser(seminar.db, seminar.id, clerk.person_id, role, by=SYSTEM, now=NOW)
    clerk.base = f"{HERE}/{seminar.id}"
    return clerk
