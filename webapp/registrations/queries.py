"""What is read of sign-ups: campaigns, dates, forms, and the registration behind a link."""

from functools import lru_cache
from pathlib import Path

from webapp.kernel import tokens
from webapp.registrations import store
from webapp.registrations.model import Known, Registration
from webapp.registrations.model.retention import Held
from webapp.registrations.store import (
    adopted,
    at_address,
    bearing,
    campaign,
    campaign_of,
    counts,
    dates,
    dates_of_answers,
    dates_of_people,
    dates_to_settle,
    find,
    form,
    known,
    last_notice,
    latest_form,
    listing,
    named,
    next_of,
    next_offer_end,
    next_start,
    occurrence,
    occurrence_of,
    occurrences,
    occurrences_between,
    occurrences_of_topics,
    of_key,
    of_occurrence,
    of_person,
    purge,
    purges,
    purges_number,
    quotas,
    request,
    requests,
    requests_about,
    rules_adopted,
    standing_of,
    to_decide,
    topics,
)
from webapp.registrations.store.changes import changes
from webapp.registrations.store.people import (
    after,
    answers_of,
    answers_to,
    companions_of,
    confirmed_numbers,
    expected,
    expected_number,
    hours_of_arrival,
    numbers_by,
    of_ids,
)
from webapp.storage.database import Database

__all__ = [
    "adopted",
    "after",
    "answers_of",
    "answers_to",
    "at_address",
    "bearing",
    "campaign",
    "campaign_of",
    "changes",
    "companions_of",
    "confirmed_numbers",
    "counts",
    "dates",
    "dates_of_answers",
    "dates_of_people",
    "dates_to_settle",
    "disposable_domains",
    "expected",
    "expected_number",
    "find",
    "form",
    "held",
    "hours_of_arrival",
    "known",
    "known_by_link",
    "last_notice",
    "latest_form",
    "listing",
    "named",
    "next_of",
    "next_offer_end",
    "next_start",
    "numbers_by",
    "occurrence",
    "occurrence_of",
    "occurrences",
    "occurrences_between",
    "occurrences_of_topics",
    "of_ids",
    "of_key",
    "of_link",
    "of_occurrence",
    "of_person",
    "purge",
    "purges",
    "purges_number",
    "quotas",
    "request",
    "requests",
    "requests_about",
    "rules_adopted",
    "standing_of",
    "to_decide",
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


def held(db: Database, registration: Registration) -> Held:
    """Return all that is held of one registration, for whoever asks to see it (RGPD art. 15)."""
    occurrence = store.occurrence(db, registration.occurrence_id)
    campaign = None if occurrence is None else store.campaign(db, occurrence.campaign_id)
    if occurrence is None or campaign is None:
        raise LookupError(registration.topic)
    form = store.form(db, registration.form_id)
    return Held(
        known=store.known(db, registration),
        topic=campaign.topic,
        occurrence=occurrence,
        labels={} if form is None else {each.key: each.label for each in form.fields},
        requests=tuple(store.requests_about(db, registration.id)),
    )
