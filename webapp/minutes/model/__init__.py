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
    Step,
    TextKind,
    Texts,
    TextVersion,
    What,
)
from webapp.minutes.model.votes import NamedRecord

__all__ = [
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
    "Record",
    "Step",
    "TextKind",
    "TextVersion",
    "Texts",
    "What",
    "fingerprint",
    "to_json",
]
