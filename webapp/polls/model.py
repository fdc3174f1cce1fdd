"""One vote on one question: its rights, its ballots, its receipts. Seats are opaque here; the floor above knows them."""

from datetime import datetime
from enum import StrEnum, auto
from typing import NewType

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen

PollId = NewType("PollId", int)
SeatId = NewType("SeatId", str)


class Kind(StrEnum):
    """How a vote is taken: by name, or by secret ballots on paper, which never enter the machine."""

    ROLL_CALL = auto()
    SECRET = auto()


class Choice(StrEnum):
    """What a ballot says; `no_part` is the declared « ne prend pas part au vote », kept but no ballot (LAW VOT-1)."""

    FOR = auto()
    AGAINST = auto()
    ABSTAIN = auto()
    NO_PART = auto()


class Channel(StrEnum):
    """How a ballot came in; all but `device` were entered by the desk, `sheet` from the roll of a vote held on paper."""

    DEVICE = auto()
    VOICE = auto()
    SHOW_OF_HANDS = auto()
    SHEET = auto()

    @property
    def by_the_desk(self) -> bool:
        return self is not Channel.DEVICE


class RightState(StrEnum):
    """Whether a seat may vote now; only a granted right casts and counts."""

    GRANTED = auto()
    SUSPENDED = auto()
    WITHDRAWN = auto()


class PollRefusal(Reason):
    """Why a ballot is not taken, or a poll not opened, read or closed."""

    UNKNOWN_POLL = auto()
    TEXT_MISSING = auto()
    KIND_NOT_OFFERED = auto()
    NOT_YET_OPEN = auto()
    TOO_LATE = auto()
    NOT_RECEIVED = auto()
    NO_RIGHT = auto()
    ALREADY_VOTED = auto()
    KEY_REUSED = auto()
    KEY_MALFORMED = auto()
    STILL_OPEN = auto()


@frozen
class Right:
    """A seat's right in one poll: `reason` is the floor above's word for it, `person_id` who casts the seat's ballot."""

    state: RightState
    reason: str
    person_id: int | None


@frozen
class Poll:
    """A vote; `closes_at` is an announced end, `closed_at` the closing act, which is final.

    `received_until`: until when, after the end, a ballot is received from whoever had signed in before it (LAW ECR-8).
    `practice`: held at a rehearsal, counts for nothing and may be removed.
    """

    id: PollId
    subject: str
    kind: Kind
    question: str
    text: str
    text_hash: str
    revote: bool
    opens_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    practice: bool = False
    received_until: datetime | None = None

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


@frozen
class Ballot:
    """What was cast for one seat; `cast_by` is the person who cast it, the secretary for a vote by voice or by hands."""

    seat_id: SeatId
    choice: Choice
    cast_by: int | None
    channel: Channel
    received_at: datetime
    receipt: str


@frozen
class Receipt:
    """What the voter keeps: number, question, instant, the frozen text's SHA-256 and, by name, the choice (LAW VOT-11)."""

    number: str
    poll_id: PollId
    question: str
    seat_id: SeatId
    choice: Choice
    channel: Channel
    received_at: datetime
    text_hash: str
    practice: bool = False
