"""The words of minutes: facts that are gathered, and what people write beside them."""

from webapp.minutes.model.facts import Facts, fingerprint, to_json
from webapp.minutes.model.record import (
    Correction,
    Disagreement,
    File,
    FileKind,
    MinutesRefusal,
    MinutesState,
    Missing,
    Note,
    Record,
    Rectification,
    Step,
    TextKind,
    Texts,
    TextVersion,
    What,
)
from webapp.minutes.model.reminding import ReminderRefusal
from webapp.minutes.model.signing import MINUTES, Paper, Signed, Signing, SigningRefusal, Way
from webapp.minutes.model.votes import NamedRecord

__all__ = [
    "MINUTES",
    "Correction",
    "Disagreement",
    "Facts",
    "File",
    "FileKind",
    "MinutesRefusal",
    "MinutesState",
    "Missing",
    "NamedRecord",
    "Note",
    "Paper",
    "Record",
    "Rectification",
    "ReminderRefusal",
    "Signed",
    "Signing",
    "SigningRefusal",
    "Step",
    "TextKind",
    "TextVersion",
    "Texts",
    "Way",
    "What",
    "fingerprint",
    "to_json",
]
