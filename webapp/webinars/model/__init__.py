"""Webinars and what follows them, by subject."""

from webapp.webinars.model.webinars import (
    Channel,
    Content,
    Listed,
    Organiser,
    OrganiserRole,
    Room,
    RoomKind,
    Shown,
    Speaker,
    Webinar,
    WebinarRefusal,
    WebinarState,
)

__all__ = [
    "Channel",
    "Content",
    "Listed",
    "Organiser",
    "OrganiserRole",
    "Room",
    "RoomKind",
    "Shown",
    "Speaker",
    "Webinar",
    "WebinarRefusal",
    "WebinarState",
]
