"""What is read of sign-ups: campaigns, dates, forms, and the registration behind a link."""

from webapp.kernel import tokens
from webapp.registrations import store
from webapp.registrations.model import Known, Registration
from webapp.registrations.store import (
    campaign,
    campaign_of,
    find,
    form,
    known,
    latest_form,
    next_offer_end,
    occurrence,
    occurrence_of,
    occurrences,
    occurrences_between,
    of_key,
    of_occurrence,
    of_person,
    topics,
)
from webapp.registrations.store.people import (
    after,
    answers_of,
    companions_of,
    expected,
    expected_number,
    hours_of_arrival,
    numbers_by,
    of_ids,
)
from webapp.storage.database import Database

__all__ = [
    "after",
    "answers_of",
    "campaign",
    "campaign_of",
    "companions_of",
    "expected",
    "expected_number",
    "find",
    "form",
    "hours_of_arrival",
    "known",
    "known_by_link",
    "latest_form",
    "next_offer_end",
    "numbers_by",
    "occurrence",
    "occurrence_of",
    "occurrences",
    "occurrences_between",
    "of_ids",
    "of_key",
    "of_link",
    "of_occurrence",
    "of_person",
    "topics",
]


def of_link(db: Database, token: str, link: str = "manage") -> Registration | None:
    """Return the registration that a link opens ('manage', 'entry' or 'manager'), or None."""
    return store.of_link(db, link, tokens.hash_of(token))


def known_by_link(db: Database, token: str) -> Known | None:
    """Return a registration with all that its person may read, by their own link, or None."""
    found = of_link(db, token)
    return None if found is None else store.known(db, found)
