"""What is read of one webinar: its dates, its form, its rooms."""

from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence
from webapp.storage.database import Database
from webapp.webinars import store
from webapp.webinars.model import Room, Shown, Webinar

TOPIC = "webinar:"


def shown(db: Database, webinar: Webinar, *, date: Occurrence | None = None) -> Shown:
    """Return a webinar with its campaign, its form in use and its dates, or the one `date` that is already at hand."""
    campaign = registrations.campaign_of(db, webinar.topic)
    form = None if campaign is None else registrations.latest_form(db, campaign.id)
    if campaign is None or form is None:
        raise LookupError(webinar.topic)
    dates = registrations.occurrences(db, [campaign.id]) if date is None else [date]
    return Shown(webinar=webinar, campaign=campaign, form=form, occurrences=tuple(dates))


def of_campaign(db: Database, campaign_id: int) -> Webinar | None:
    """Return the webinar that a campaign is for, or None."""
    campaign = registrations.campaign(db, campaign_id)
    if campaign is None or not campaign.topic.startswith(TOPIC):
        return None
    return store.find(db, int(campaign.topic.removeprefix(TOPIC)))


def room(db: Database, occurrence_id: int) -> Room:
    """Return where a date takes place; a date without room yet has an empty one."""
    return store.room(db, occurrence_id) or Room()
