"""When a document of the file came, beside the notice and the sitting."""

from datetime import date, datetime
from enum import StrEnum, auto

from webapp.wording.dates import in_paris

DAYS_BEFORE = 5


class Coming(StrEnum):
    """When a document was handed over: with the notice, after it, or too late to be read in the five days."""

    WITH_THE_NOTICE = auto()
    AFTER_THE_NOTICE = auto()
    LESS_THAN_FIVE_DAYS = auto()


def coming(added_at: datetime, *, notice_on: date | None, day: date) -> Coming:
    """Say when a document came; before any notice nothing is late (CRPA R133-8; LAW CNV-4)."""
    added_on = in_paris(added_at).date()
    if notice_on is None or added_on <= notice_on:
        return Coming.WITH_THE_NOTICE
    if (day - added_on).days < DAYS_BEFORE:
        return Coming.LESS_THAN_FIVE_DAYS
    return Coming.AFTER_THE_NOTICE
