"""What webinars may be and do: values in, a decision or a refusal out, by subject."""

from webapp.webinars.rules.access import (
    answered_by,
    check_admitted,
    check_published,
    check_walk_in,
    cleaned_access,
    guest,
    guests,
)
from webapp.webinars.rules.organising import (
    check_limits,
    check_number_of_dates,
    check_team,
    check_terms,
    quotas,
    seats_opened,
    with_question,
    with_question_earlier,
    without_question,
)
from webapp.webinars.rules.webinars import (
    LINE_MOST,
    check_entry,
    check_form_for,
    check_publishable,
    check_room,
    cleaned,
    code_of,
    seats_beyond_room,
)

__all__ = [
    "LINE_MOST",
    "answered_by",
    "check_admitted",
    "check_entry",
    "check_form_for",
    "check_limits",
    "check_number_of_dates",
    "check_publishable",
    "check_published",
    "check_room",
    "check_team",
    "check_terms",
    "check_walk_in",
    "cleaned",
    "cleaned_access",
    "code_of",
    "guest",
    "guests",
    "quotas",
    "seats_beyond_room",
    "seats_opened",
    "with_question",
    "with_question_earlier",
    "without_question",
]
