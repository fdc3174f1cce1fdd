"""What a webinar's form must tell people before anybody signs up, and goes on telling them."""

from dataclasses import fields, replace

import pytest

from tests.factories import NOW
from tests.refusing import refused
from tests.webinars.seminar import NOTICE, STARTS_AT, Seminar
from webapp.audit.model import SYSTEM
from webapp.registrations.model import PrivacyNotice, RegistrationRefusal
from webapp.storage.database import Database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Content, WebinarState
from webapp.webinars.service.preparing import Day

PARTS = [each.name for each in fields(PrivacyNotice) if each.name != "recording"]  # the house writes that one


def prepared(db: Database, notice: PrivacyNotice | None) -> int:
    day = Day(starts_at=STARTS_AT, ends_at=STARTS_AT.replace(hour=STARTS_AT.hour + 1), seats=2)
    return webinars.create(db, Content(title="Gérer l’eau"), days=[day], notice=notice, by=SYSTEM, now=NOW)


def test_rgp_1_a_form_that_lacks_any_part_of_its_notice_is_not_published(db: Database) -> None:
    notices = [None, *(replace(NOTICE, **{part: "  "}) for part in PARTS)]
    for number in [prepared(db, notice) for notice in notices]:
        with refused(RegistrationRefusal.NOTICE_INCOMPLETE):
            webinars.publish(db, number, by=SYSTEM, now=NOW)
        found = queries.find(db, number)
        assert found is not None
        assert found.state is WebinarState.PREPARED
    whole = prepared(db, NOTICE)
    webinars.publish(db, whole, by=SYSTEM, now=NOW)


@pytest.mark.parametrize("part", PARTS)
def test_rgp_1_a_published_form_keeps_every_part_of_its_notice(seminar: Seminar, part: str) -> None:
    with refused(RegistrationRefusal.NOTICE_INCOMPLETE):
        webinars.set_notice(seminar.db, seminar.id, replace(NOTICE, **{part: ""}), by=SYSTEM, now=NOW)
    assert seminar.shown.form.notice == NOTICE
