"""What may be done to a webinar: prepared, published, changed, cancelled; and to sign up for it, with the mail that follows."""

from webapp.webinars.service.inviting import (
    add_guests,
    decline,
    remind,
    remove_guest,
    send,
    set_access,
)
from webapp.webinars.service.organising import (
    add_dates,
    change_channel,
    clone,
    set_notice,
    set_questions,
    set_terms,
)
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
from webapp.webinars.service.registering import (
    cancel_for,
    decide_as_manager,
    enter_by_hand,
    walk_in,
)
from webapp.webinars.service.signing import accept, decide, enter, settle, sign_up, withdraw

__all__ = [
    "accept",
    "add_channel",
    "add_date",
    "add_dates",
    "add_guests",
    "cancel",
    "cancel_date",
    "cancel_for",
    "change",
    "change_channel",
    "change_date",
    "clone",
    "create",
    "decide",
    "decide_as_manager",
    "decline",
    "enter",
    "enter_by_hand",
    "publish",
    "remind",
    "remove_guest",
    "send",
    "set_access",
    "set_notice",
    "set_organiser",
    "set_questions",
    "set_room",
    "set_terms",
    "settle",
    "sign_up",
    "walk_in",
    "withdraw",
]
