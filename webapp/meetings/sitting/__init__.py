"""The record of a sitting: `model` holds the values that the rules judge, here is what is kept of it."""

from webapp.meetings.sitting.ledger import (
    Decision,
    Fact,
    GivenMandate,
    Guest,
    LateEntry,
    Occupancy,
    Occupant,
    Presence,
    Presiding,
    Recusal,
)
from webapp.meetings.sitting.record import (
    Item,
    ItemDraft,
    Meeting,
    MeetingDraft,
    Motion,
    MotionDraft,
    Opening,
    Presided,
    VoteResult,
)
from webapp.meetings.sitting.refusals import (
    MeetingRefusal,
)
from webapp.meetings.sitting.states import (
    Act,
    ClosingKind,
    Form,
    ItemKind,
    ItemState,
    MeetingState,
    MotionKind,
    MotionState,
)

__all__ = [
    "Act",
    "ClosingKind",
    "Decision",
    "Fact",
    "Form",
    "GivenMandate",
    "Guest",
    "Item",
    "ItemDraft",
    "ItemKind",
    "ItemState",
    "LateEntry",
    "Meeting",
    "MeetingDraft",
    "MeetingRefusal",
    "MeetingState",
    "Motion",
    "MotionDraft",
    "MotionKind",
    "MotionState",
    "Occupancy",
    "Occupant",
    "Opening",
    "Presence",
    "Presided",
    "Presiding",
    "Recusal",
    "VoteResult",
]
