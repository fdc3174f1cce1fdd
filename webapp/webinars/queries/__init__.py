"""What is read of webinars, by subject."""

from webapp.webinars.queries.webinars import (
    catalogue,
    of_campaign,
    room,
    shown,
)
from webapp.webinars.store import channels, find, find_by_code, organised_by, organisers, organises

__all__ = [
    "catalogue",
    "channels",
    "find",
    "find_by_code",
    "of_campaign",
    "organised_by",
    "organisers",
    "organises",
    "room",
    "shown",
]
