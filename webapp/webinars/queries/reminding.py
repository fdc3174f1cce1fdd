"""Which reminders are due, and when the next ones are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence
from webapp.storage.database import Database
from webapp.webinars import rules, store
from webapp.webinars.model import Due, MessageKind, Webinar, WebinarState
from webapp.webinars.queries.webinars import TOPIC

AHEAD = timedelta(days=8)  # beyond the longest reminder
BEHIND = timedelta(days=10)  # beyond the thanks for a date of two days
WEEK_LATEST = timedelta(days=7, hours=1)  # an hour more than seven days, when clocks change in between


def rounds(db: Database, *, now: datetime) -> list[Due]:
    """Return the rounds of reminders that are to leave, those due first; not those more than a week ahead."""
    dates = [each for each in registrations.occurrences_between(db, now - BEHIND, now + AHEAD) if not each.cancelled]
    webinars = _webinars(db, dates)
    ids = [each.id for each in dates if each.campaign_id in webinars]
    off = store.messages_off(db, {each.id for each in webinars.values()})
    begun, moved = store.rounds_begun(db, ids), store.moved_at(db, ids)
    found = [
        each
        for date in dates
        if (webinar := webinars.get(date.campaign_id)) is not None
        for each in rules.due(
            webinar,
            date,
            begun={which for number, which, at in begun if (number, at) == (date.id, date.starts_at)},
            off=off.get(webinar.id, frozenset()),
            moved_at=moved.get(date.id),
            now=now,
        )
    ]
    return sorted(found, key=lambda each: (each.due_at, each.occurrence.id))


def _webinars(db: Database, dates: list[Occurrence]) -> dict[int, Webinar]:
    """Return the published webinars of these dates, by campaign."""
    if not dates:
        return {}
    topics = registrations.topics(db, {each.campaign_id for each in dates})
    ids = {campaign: int(topic.removeprefix(TOPIC)) for campaign, topic in topics.items() if topic.startswith(TOPIC)}
    seen = {each.id: each for each in store.published(db, set(ids.values())) if each.state is WebinarState.PUBLISHED}
    return {campaign: seen[number] for campaign, number in ids.items() if number in seen}


def next_look(db: Database, coming: Iterable[Due], *, now: datetime) -> datetime | None:
    """Return when something falls due by itself: a reminder of those `coming`, a later one, the end of an offer."""
    later = registrations.next_start(db, now + AHEAD)
    offer = registrations.next_offer_end(db)
    hours = [
        *(each.due_at for each in coming),
        *([] if later is None else [later - WEEK_LATEST]),
        *([] if offer is None else [offer + timedelta(milliseconds=1)]),
    ]
    return min(hours, default=None)


def messages_off(db: Database, webinar_id: int) -> frozenset[MessageKind]:
    """Return the kinds of messages that a webinar does without."""
    return store.messages_off(db, [webinar_id]).get(webinar_id, frozenset())
