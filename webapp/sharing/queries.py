"""What is read of sharing: partners, what each is offered, what came from it."""

from webapp.kernel import tokens
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence
from webapp.sharing import store
from webapp.sharing.model import Partner, SharedDate
from webapp.sharing.store import host_of, partner, partners, people, shared, shared_of
from webapp.storage.database import Database
from webapp.webinars import queries as webinars
from webapp.webinars.model import Webinar

__all__ = [
    "dates_from",
    "entry",
    "feed",
    "host_of",
    "offered_to",
    "partner",
    "partners",
    "people",
    "shared",
    "shared_of",
]

Line = tuple[Webinar, Occurrence]


def feed(db: Database, token: str) -> str:
    """Return the bundle that a feed gives, '' when there is none: its partner is not trusted, or is nobody's."""
    found = store.partner_of_feed(db, tokens.hash_of(token))
    return "" if found is None or found.trusted_at is None else found.sent_bundle


def entry(db: Database, token: str) -> Line | None:
    """Return to what a partner's entry leads, or None."""
    share = store.shared_of_entry(db, tokens.hash_of(token))
    return None if share is None else _line(db, share.occurrence_id)


def offered_to(db: Database, partner: Partner) -> list[tuple[Webinar, Occurrence, SharedDate]]:
    """Return what a partner is offered, with what it said of it."""
    found = [(_line(db, each.occurrence_id), each) for each in store.shared(db, partner.id)]
    return [(*line, each) for line, each in found if line is not None]


def dates_from(db: Database, partner: Partner) -> list[Line]:
    """Return what came from a partner and stands in our catalogue."""
    found = [_line(db, each.occurrence_id) for each in store.hosted_dates(db, partner.id)]
    return [each for each in found if each is not None]


def _line(db: Database, occurrence_id: int) -> Line | None:
    occurrence = registrations.occurrence(db, occurrence_id)
    webinar = None if occurrence is None else webinars.of_campaign(db, occurrence.campaign_id)
    return None if occurrence is None or webinar is None else (webinar, occurrence)
