from dataclasses import replace

import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.jobs import heartbeat
from webapp.jobs import service as jobs
from webapp.kernel import clock
from webapp.kernel.version import version
from webapp.settings import KEYS
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit import database

PAGE = "/secretariat/systeme"


@pytest.fixture
def base(app: Flask) -> Database:
    return database.of(app)


@pytest.fixture
def chief(app: Flask, base: Database) -> Visitor:
    person_id = a_person(base, "Chef", "Ada")
    service.grant_role(base, person_id, Role.ADMINISTRATOR, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def test_an_administrator_sees_how_the_service_does(chief: Visitor, base: Database):
    page = chief.text(PAGE)

    assert version() in page
    assert "Arrêté" in page
    heartbeat.beat(base.path.parent, now=clock.now())
    assert "En marche" in chief.text(PAGE)


def test_failed_work_is_listed_with_its_reason(chief: Visitor, base: Database):
    with unit_of_work(base):
        jobs.enqueue(base, "minutes", {"meeting": 1}, now=clock.now())
    job = jobs.claim(base, ["minutes"], now=clock.now())
    assert job is not None
    jobs.failed(base, job, "Le papier manque.", now=clock.now())

    assert "Le papier manque." in chief.text(PAGE)


def test_settings_are_shown_and_secrets_are_not(chief: Visitor, app: Flask):
    app.extensions["collegiale.settings"] = replace(app.extensions["collegiale.settings"], session_key="0123abcd" * 8)

    page = chief.text(PAGE)

    for key in KEYS:
        assert key.name in page
    assert "0123abcd" not in page
    assert "session_key" not in page
