"""What may be done to a webinar: prepared, published, changed, cancelled; and to sign up for it, with the mail that follows."""

from webapp.webinars.service.preparing import (
    add_channel,
    add_date,
    cancel,
    cancel_date,
    change,
    change_date,
    create,
    publish,
    set_organiser,
    set_room,
)
from webapp.webinars.service.signing import (
    accept,
    correct,
    decide,
    enter,
    send_links,
    settle,
    sign_up,
    withdraw,
)

__all__ = [
    "accept",
    "add_channel",
    "add_date",
    "cancel",
    "cancel_date",
    "change",
    "change_date",
    "correct",
    "create",
    "decide",
    "enter",
    "publish",
    "send_links",
    "set_organiser",
    "set_room",
    "settle",
    "sign_up",
    "withdraw",
]
