"""Certificates as they are read: by their number, by their person, by their date; the sheet and the work behind it."""

from webapp.jobs import queries as jobs
from webapp.jobs.model import Job
from webapp.registrations.model import Registration
from webapp.storage.database import Database
from webapp.webinars.model.attendance import Certificate, Sheet
from webapp.webinars.rules import attendance as rules
from webapp.webinars.store import certificates as store

__all__ = ["latest_sheet", "making", "of_date", "of_number", "of_registration", "work_on"]

JOB = "webinar.certificates"
latest_sheet = store.latest_sheet
of_date = store.of_date


def of_number(db: Database, typed: str) -> Certificate | None:
    """Return the certificate of a number, however it was typed, or None."""
    return store.of_number(db, rules.read_number(typed))


def of_registration(db: Database, registration: Registration) -> list[Certificate]:
    """Return the certificates that stand for somebody and those beside them."""
    return [each for each in store.of_registrations(db, [registration.id]) if each.stands]


def making(db: Database, occurrence_id: int) -> Job | None:
    """Return the last work on the files of a date's certificates, or None."""
    return jobs.latest(db, JOB, occurrence=occurrence_id)


def work_on(db: Database, sheet: Sheet) -> Job | None:
    """Return the work that makes a sheet."""
    return None if sheet.job_id is None else jobs.get(db, sheet.job_id)
