"""What is read of webinars, by subject."""

from webapp.webinars.queries.catalogue import (
    announced,
    catalogue,
    listing,
)
from webapp.webinars.queries.organising import (
    Organised,
    invitation_of_link,
    notice_to_start_from,
    organised_with_dates,
    rooms,
)
from webapp.webinars.queries.webinars import (
    TOPIC,
    of_campaign,
    room,
    shown,
)
from webapp.webinars.store import (
    access,
    channel,
    channel_by_code,
    channels,
    find,
    find_by_code,
    invitations,
    invited,
    organised_by,
    organisers,
    organises,
    series,
)

__all__ = [
    "TOPIC",
    "Organised",
    "access",
    "announced",
    "catalogue",
    "channel",
    "channel_by_code",
    "channels",
    "find",
    "find_by_code",
    "invitation_of_link",
    "invitations",
    "invited",
    "listing",
    "notice_to_start_from",
    "of_campaign",
    "organised_by",
    "organised_with_dates",
    "organisers",
    "organises",
    "room",
    "rooms",
    "series",
    "shown",
]
