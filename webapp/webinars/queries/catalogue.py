"""What people see: the catalogue by pages, in as many queries however long it is, and its entries in calendars."""

from datetime import datetime

from webapp.outbox.calendar import Entry
from webapp.registrations import queries as registrations
from webapp.storage.database import Database
from webapp.webinars import calendar, store
from webapp.webinars.model import Listed, Listing, Sought
from webapp.webinars.queries.webinars import TOPIC

ALL = 10_000
IN_A_FEED = 100


def listing(db: Database, sought: Sought, *, now: datetime, most: int = ALL, skipped: int = 0) -> Listing:
    """Return a page of the dates that people see, the next ones first (the past ones: the latest first)."""
    dates, total = registrations.dates(
        db,
        store.topics_sought(db, sought),
        now=now,
        past=sought.past,
        free=sought.free,
        most=most,
        skipped=skipped,
    )
    topics = registrations.topics(db, {each.campaign_id for each in dates})
    ids = {campaign: int(topic.removeprefix(TOPIC)) for campaign, topic in topics.items()}
    seen = {each.id: each for each in store.published(db, set(ids.values()))}
    known = {each.id: each for each in store.channels(db)}
    listed = (
        Listed(webinar=webinar, occurrence=each, channel=known.get(webinar.content.channel_id or 0))
        for each in dates
        if (webinar := seen.get(ids[each.campaign_id])) is not None
    )
    return Listing(listed=tuple(listed), total=total)


def catalogue(
    db: Database, *, now: datetime, words: str = "", channel: str = "", series: str = "", past: bool = False
) -> list[Listed]:
    """Return every date that people see."""
    return list(listing(db, Sought(words=words, channel=channel, series=series, past=past), now=now).listed)


def announced(
    db: Database, sought: Sought, *, now: datetime, link_key: str, public_address: str
) -> list[tuple[Listed, Entry]]:
    """Return the dates to come with their entries in calendars, as feeds carry them."""
    listed = listing(db, sought, now=now, most=IN_A_FEED).listed
    stamps = store.calendar_stamps(db, [each.occurrence.id for each in listed])
    return [
        (
            each,
            calendar.entry_of(
                each.webinar,
                each.occurrence,
                link_key=link_key,
                public_address=public_address,
                stamped_at=stamps.get(each.occurrence.id) or each.webinar.published_at or now,
            ),
        )
        for each in listed
    ]
