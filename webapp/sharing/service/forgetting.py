"""Erasing whom partners named, under the rule of those who sign up here (ARC-1, WEB-9)."""

from datetime import datetime

from webapp.registrations import queries as registrations
from webapp.registrations.model.retention import Category, Erased
from webapp.registrations.rules import retention as rules
from webapp.registrations.service import retention
from webapp.sharing import store
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.service.retention import context


def purge_due(db: Database, *, now: datetime) -> int:
    """Erase the names received for dates whose term has come, each with its certificate; return how many of these."""
    rule = registrations.adopted(db).get(Category.REGISTRANTS)
    if rule is None:
        return 0
    found = store.dates_of_people(db, rules.ended_before(rule, now=now))
    for each in found:
        with unit_of_work(db):
            campaign, occurrence = context(db, each)
            number = store.forget_people_of(db, each)
            retention.certify(db, campaign, occurrence, rule, Erased.REGISTRANTS, number=number, now=now)
    return len(found)


def term_has_come(db: Database, occurrence_id: int, *, now: datetime) -> bool:
    """Whether names of a date would be erased as soon as they came: they are not kept."""
    rule = registrations.adopted(db).get(Category.REGISTRANTS)
    occurrence = registrations.occurrence(db, occurrence_id)
    return rule is not None and occurrence is not None and occurrence.ends_at < rules.ended_before(rule, now=now)
