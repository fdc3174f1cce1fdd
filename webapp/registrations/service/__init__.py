"""What may be done to sign-ups; each stands in the caller's unit of work, which writes to the people besides."""

from webapp.registrations.service.blocks import hold_block, release_block
from webapp.registrations.service.campaigns import (
    cancel_occurrence,
    close,
    create,
    move_occurrence,
    open_to_all,
    plan,
    set_form,
    set_terms,
)
from webapp.registrations.service.signing import (
    BY_THE_PERSON,
    accept,
    cancel,
    change,
    decide,
    sign_up,
)
from webapp.registrations.service.waiting import promote, settle

__all__ = [
    "BY_THE_PERSON",
    "accept",
    "cancel",
    "cancel_occurrence",
    "change",
    "close",
    "create",
    "decide",
    "hold_block",
    "move_occurrence",
    "open_to_all",
    "plan",
    "promote",
    "release_block",
    "set_form",
    "set_terms",
    "settle",
    "sign_up",
]
