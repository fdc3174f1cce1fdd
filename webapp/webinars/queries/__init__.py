"""What is read of webinars, by subject."""

from webapp.webinars.queries.organising import (
    Organised,
    invitation_of_link,
    notice_to_start_from,
    organised_with_dates,
    rooms,
)
from webapp.webinars.queries.webinars import (
    TOPIC,
    catalogue,
    of_campaign,
    room,
    shown,
)
from webapp.webinars.store import (
    access,
    channels,
    find,
    find_by_code,
    invitations,
    invited,
    organised_by,
    organisers,
    organises,
)

__all__ = [
    "TOPIC",
    "Organised",
    "access",
    "catalogue",
    "channels",
    "find",
    "find_by_code",
    "invitation_of_link",
    "invitations",
    "invited",
    "notice_to_start_from",
    "of_campaign",
    "organised_by",
    "organised_with_dates",
    "organisers",
    "organises",
    "room",
    "rooms",
    "shown",
]
