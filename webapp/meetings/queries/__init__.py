"""Reading sittings: records one by one, or a whole sitting at once for its pages."""

from webapp.meetings.queries.preview import (
    Effect,
    HandsCount,
    OpeningPreview,
    Warn,
    hands_preview,
    preview_act,
    preview_opening,
)
from webapp.meetings.queries.records import (
    annulled_votes,
    ballots_by_name,
    decisions,
    find,
    find_by_screen,
    find_item,
    find_motion,
    items,
    ledger,
    listed,
    motions,
    of_person,
    pending_late_entries,
)
from webapp.meetings.queries.state import JudgedMandate, OpenVote, Sitting, state
from webapp.meetings.queries.status import Line, StatusLine, status_line

__all__ = [
    "Effect",
    "HandsCount",
    "JudgedMandate",
    "Line",
    "OpenVote",
    "OpeningPreview",
    "Sitting",
    "StatusLine",
    "Warn",
    "annulled_votes",
    "ballots_by_name",
    "decisions",
    "find",
    "find_by_screen",
    "find_item",
    "find_motion",
    "hands_preview",
    "items",
    "ledger",
    "listed",
    "motions",
    "of_person",
    "pending_late_entries",
    "preview_act",
    "preview_opening",
    "state",
    "status_line",
]
