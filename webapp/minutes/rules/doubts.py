"""What a check of facts doubts: which figure, where, and what it should be."""

from dataclasses import dataclass
from enum import StrEnum, auto


class Doubt(StrEnum):
    """What the facts do not prove."""

    UNREADABLE = auto()
    OTHER_SCHEMA = auto()
    QUORUM_REQUIRED = auto()
    QUORUM_COUNTED = auto()
    QUORUM_REACHED = auto()
    PRESENT = auto()
    BALLOTS = auto()
    CASTING = auto()
    SENSE = auto()
    WORDING = auto()
    WAYS = auto()
    SEAT = auto()
    NOTICE = auto()
    RESULT_LACKING = auto()
    RESULT_OUTCOME = auto()
    RESULT_SAID = auto()
    RESULT_ARTICLES = auto()
    DOCUMENT = auto()
    HEAD = auto()
    ELECTIONS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One doubt: where it is, what is written there and what it should be; `by_hand`: a correction touches it."""

    doubt: Doubt
    where: str = ""
    written: str = ""
    made: str = ""
    by_hand: bool = False


def said(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "rien" if value is None else str(value)[:200]
