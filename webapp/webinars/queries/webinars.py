"""What is read of webinars: one with its dates, the catalogue, those that somebody organises."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from webapp.registrations import queries as registrations
from webapp.storage.database import Database
from webapp.webinars import store
from webapp.webinars.model import Listed, Room, Shown, Webinar
from webapp.wording.typography import folded

A_YEAR = timedelta(days=366)
TOPIC = "webinar:"


def shown(db: Database, webinar: Webinar) -> Shown:
    """Return a webinar with its campaign, its form in use and its dates."""
    campaign = registrations.campaign_of(db, webinar.topic)
    form = None if campaign is None else registrations.latest_form(db, campaign.id)
    if campaign is None or form is None:
        raise LookupError(webinar.topic)
    return Shown(
        webinar=webinar,
        campaign=campaign,
        form=form,
        occurrences=tuple(registrations.occurrences(db, [campaign.id])),
    )


def of_campaign(db: Database, campaign_id: int) -> Webinar | None:
    """Return the webinar that a campaign is for, or None."""
    campaign = registrations.campaign(db, campaign_id)
    if campaign is None or not campaign.topic.startswith(TOPIC):
        return None
    return store.find(db, int(campaign.topic.removeprefix(TOPIC)))


def room(db: Database, occurrence_id: int) -> Room:
    """Return where a date takes place; a date without room yet has an empty one."""
    return store.room(db, occurrence_id) or Room()


def catalogue(
    db: Database, *, now: datetime, words: str = "", channel: str = "", series: str = "", past: bool = False
) -> list[Listed]:
    """Return the dates that people see, the next ones first (the past ones: the latest first)."""
    since, until = (now - A_YEAR, now) if past else (now - timedelta(days=2), now + A_YEAR)
    dates = [each for each in registrations.occurrences_between(db, since, until) if (each.ends_at < now) is past]
    topics = registrations.topics(db, {each.campaign_id for each in dates})
    ids = {campaign: int(topic.removeprefix(TOPIC)) for campaign, topic in topics.items() if topic.startswith(TOPIC)}
    seen = {each.id: each for each in store.published(db, set(ids.values()))}
    known = {each.id: each for each in store.channels(db)}
    listed = [
        Listed(webinar=webinar, occurrence=each, channel=known.get(webinar.content.channel_id or 0))
        for each in dates
        if (webinar := seen.get(ids.get(each.campaign_id, 0))) is not None
    ]
    kept = [each for each in listed if _matches(each, words=words, channel=channel, series=series)]
    return kept[::-1] if past else kept


def _matches(listed: Listed, *, words: str, channel: str, series: str) -> bool:
    if channel and (listed.channel is None or listed.channel.code != channel):
        return False
    if series and listed.webinar.content.series != series:
        return False
    return _says(listed.webinar.content.search, folded(words).split())


def _says(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)
