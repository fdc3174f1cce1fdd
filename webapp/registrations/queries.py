"""What is read of sign-ups: campaigns, dates, forms, and the registration behind a link."""

from functools import lru_cache
from pathlib import Path

from webapp.kernel import tokens
from webapp.registrations import store
from webapp.registrations.model import Known, Registration
from webapp.registrations.store import (
    bearing,
    by_status,
    campaign,
    campaign_of,
    dates,
    dates_to_settle,
    find,
    form,
    known,
    latest_form,
    next_of,
    next_offer_end,
    next_start,
    occurrence,
    occurrence_of,
    occurrences,
    occurrences_between,
    of_key,
    of_occurrence,
    of_person,
    standing_of,
    topics,
)
from webapp.storage.database import Database

__all__ = [
    "bearing",
    "by_status",
    "campaign",
    "campaign_of",
    "dates",
    "dates_to_settle",
    "disposable_domains",
    "find",
    "form",
    "known",
    "known_by_link",
    "latest_form",
    "next_of",
    "next_offer_end",
    "next_start",
    "occurrence",
    "occurrence_of",
    "occurrences",
    "occurrences_between",
    "of_key",
    "of_link",
    "of_occurrence",
    "of_person",
    "standing_of",
    "topics",
]

DISPOSABLE = Path(__file__).with_name("disposable_domains.txt")


def of_link(db: Database, token: str, link: str = "manage") -> Registration | None:
    """Return the registration that a link opens ('manage', 'entry' or 'manager'), or None."""
    return store.of_link(db, link, tokens.hash_of(tokens.heard(token)))


def known_by_link(db: Database, token: str) -> Known | None:
    """Return a registration with all that its person may read, by their own link, or None."""
    found = of_link(db, token)
    return None if found is None else store.known(db, found)


@lru_cache(maxsize=1)
def disposable_domains() -> frozenset[str]:
    """Return the domains whose mailboxes last a few minutes, from a list kept with the code."""
    lines = DISPOSABLE.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
