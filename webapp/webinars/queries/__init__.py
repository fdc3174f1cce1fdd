"""What is read of webinars, by subject."""

from webapp.webinars.queries.catalogue import announced, catalogue, listing
from webapp.webinars.queries.webinars import (
    of_campaign,
    room,
    shown,
)
from webapp.webinars.store import (
    channel,
    channel_by_code,
    channels,
    find,
    find_by_code,
    organised_by,
    organisers,
    organises,
    series,
)

__all__ = [
    "announced",
    "catalogue",
    "channel",
    "channel_by_code",
    "channels",
    "find",
    "find_by_code",
    "listing",
    "of_campaign",
    "organised_by",
    "organisers",
    "organises",
    "room",
    "series",
    "shown",
]
