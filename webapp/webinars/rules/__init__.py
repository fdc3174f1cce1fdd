"""What webinars may be and do: values in, a decision or a refusal out, by subject."""

from webapp.webinars.rules.desk import (
    AUDIENCES,
    CHECKS,
    QUESTION_MOST,
    check_host_entry,
    check_may_ask,
    check_overflow,
    check_people,
    is_known,
    message,
    question,
    settled,
)
from webapp.webinars.rules.reminding import (
    STANDING,
    SWITCHES,
    check_asked,
    due,
    is_reminded,
)
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
    "AUDIENCES",
    "CHECKS",
    "QUESTION_MOST",
    "RESERVED",
    "STANDING",
    "SWITCHES",
    "check_asked",
    "check_changeable",
    "check_entry",
    "check_host_entry",
    "check_may_ask",
    "check_overflow",
    "check_people",
    "check_publishable",
    "check_room",
    "cleaned",
    "code_of",
    "due",
    "is_known",
    "is_reminded",
    "message",
    "question",
    "seats_beyond_room",
    "settled",
]
