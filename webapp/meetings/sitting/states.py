"""The states and kinds of what a sitting is made of."""

from enum import StrEnum, auto


class MeetingState(StrEnum):
    PREPARED = auto()
    OPEN = auto()
    CLOSED = auto()


class ClosingKind(StrEnum):
    NORMAL = auto()
    NO_QUORUM = auto()


class ItemKind(StrEnum):
    VOTE = auto()
    INFORMATION = auto()


class ItemState(StrEnum):
    PENDING = auto()
    IN_HAND = auto()
    DONE = auto()
    ADJOURNED = auto()
    WITHDRAWN = auto()
    JOINED = auto()


class MotionKind(StrEnum):
    AMENDMENT = auto()
    RESERVATION = auto()
    WHOLE = auto()


class MotionState(StrEnum):
    """Where a motion stands; `closed` is not yet told to the members, `announced` is."""

    PENDING = auto()
    OPEN = auto()
    CLOSED = auto()
    ANNOUNCED = auto()


class Form(StrEnum):
    """How somebody is present (LAW QUO-6); all three count alike (CRPA R133-10)."""

    ROOM = auto()
    VIDEO = auto()
    TELEPHONE = auto()


class Act(StrEnum):
    """The kinds of facts of the ledger."""

    ARRIVAL = auto()
    DEPARTURE = auto()
    MANDATE_GIVEN = auto()
    MANDATE_ENDED = auto()
    RECUSAL = auto()
    RECUSAL_ENDED = auto()
    CHAIR = auto()
    GUEST_ARRIVAL = auto()
    GUEST_DEPARTURE = auto()
    VOIDED = auto()


class FloorState(StrEnum):
    """Where somebody who asked to speak stands."""

    WAITING = auto()
    SPEAKING = auto()
    DONE = auto()
    WITHDRAWN = auto()
