"""What webinars may be and do: values in, a decision or a refusal out, by subject."""

from webapp.webinars.rules.webinars import (
    RESERVED,
    check_changeable,
    check_entry,
    check_publishable,
    check_room,
    cleaned,
    code_of,
    seats_beyond_room,
)

__all__ = [
    "RESERVED",
    "check_changeable",
    "check_entry",
    "check_publishable",
    "check_room",
    "cleaned",
    "code_of",
    "seats_beyond_room",
]
