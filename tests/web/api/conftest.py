"""A house with a published webinar, and programs that call its interface."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.webinars.seminar import Seminar
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.web.kit import database
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    return Seminar(database.of(app), seats=2, starts_at=NOW + timedelta(days=10))


def an_organiser(seminar: Seminar, name: str = "Organisateur", *, of_it: bool = True) -> int:
    """Return somebody who organises, this webinar or none yet."""
    person_id = a_person(seminar.db, name)
    accounts.grant_role(seminar.db, person_id, Role.ORGANISER, by=SYSTEM, now=NOW)
    if of_it:
        webinars.set_organiser(seminar.db, seminar.id, person_id, OrganiserRole.ORGANISER, by=SYSTEM, now=NOW)
    return person_id


def a_token(seminar: Seminar, person_id: int) -> str:
    """Return a token of somebody's."""
    return webinars.make_api_token(seminar.db, person_id, "Tableau de bord", by=SYSTEM, now=NOW)


def shown(token: str) -> dict[str, str]:
    """Return the headers of a program that shows its token."""
    return {"Authorization": f"Bearer {token}"}
