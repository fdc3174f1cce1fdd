"""What is read for the organisers: their webinars with their dates, invitations, the notice to start from."""

from collections.abc import Iterable
from datetime import datetime

from webapp.kernel import tokens
from webapp.kernel.models import frozen
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, PrivacyNotice
from webapp.storage.database import Database
from webapp.webinars import store
from webapp.webinars.model import Invitation, Room, Webinar
from webapp.webinars.queries.webinars import TOPIC


@frozen
class Organised:
    """A webinar of somebody's list, with its dates."""

    webinar: Webinar
    occurrences: tuple[Occurrence, ...]

    def next(self, now: datetime) -> Occurrence | None:
        return next((each for each in self.occurrences if each.ends_at >= now and not each.cancelled), None)


def organised_with_dates(db: Database, person_id: int | None) -> list[Organised]:
    """Return the webinars that somebody organises (None: all) with their dates, the latest made first."""
    listed = store.organised_by(db, person_id)
    dates = registrations.occurrences_of_topics(db, [each.topic for each in listed])
    return [Organised(webinar=each, occurrences=tuple(dates.get(each.topic, ()))) for each in listed]


def rooms(db: Database, occurrence_ids: Iterable[int]) -> dict[int, Room]:
    """Return where each of these dates takes place; a date without room yet has an empty one."""
    listed = list(occurrence_ids)
    found = store.rooms(db, listed)
    return {each: found.get(each, Room()) for each in listed}


def notice_to_start_from(db: Database, campaign_id: int) -> tuple[str, PrivacyNotice] | None:
    """Return the latest notice of another webinar, with its title, for whoever writes the next one."""
    found = registrations.last_notice(db, before=campaign_id)
    if found is None or not found[0].startswith(TOPIC):
        return None
    webinar = store.find(db, int(found[0].removeprefix(TOPIC)))
    return None if webinar is None else (webinar.title, found[1])


def invitation_of_link(db: Database, token: str) -> Invitation | None:
    """Return the invitation that a personal link opens, or None."""
    return store.invitation_of_link(db, tokens.hash_of(token))
