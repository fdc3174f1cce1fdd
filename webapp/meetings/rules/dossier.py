"""When a document of the file came, beside the notice and the sitting."""

from datetime import date, datetime
from enum import StrEnum, auto

from webapp.meetings.rules.notice import Delay, Term, delay
from webapp.wording.dates import in_paris


class Coming(StrEnum):
    """When a document was handed over: with the notice, after it, or too late to be read within the delay."""

    WITH_THE_NOTICE = auto()
    AFTER_THE_NOTICE = auto()
    WITHIN_THE_DELAY = auto()


def coming(added_at: datetime, *, convened_at: datetime | None, day: date, term: Term) -> Coming:
    """Say when a document came: nobody has it before the day it was added (CRPA R133-8; LAW CNV-4).

    « Reçu moins de 5 jours avant »: the item may be adjourned. Before any notice nothing is late.
    """
    if convened_at is None or added_at <= convened_at:
        return Coming.WITH_THE_NOTICE
    late = delay(in_paris(added_at).date(), day, term) is Delay.SHORT
    return Coming.WITHIN_THE_DELAY if late else Coming.AFTER_THE_NOTICE
