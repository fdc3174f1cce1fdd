"""A consultation in writing (ordonnance 2014-1329 art. 3, décret 2014-1627), as the database keeps it."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.models import frozen


class Nature(StrEnum):
    """What an item may be besides: a sanction is never dealt with in writing, a draft text has its opinions annexed."""

    SANCTION = auto()
    DRAFT_TEXT = auto()


class MeansKind(StrEnum):
    """How somebody takes part: by their own device, or at a workstation provided for them."""

    OWN = auto()
    PROVIDED = auto()


class Phase(StrEnum):
    """Where a consultation stands; what the hour alone has brought is told from what the chair's message did."""

    PREPARED = auto()
    ANNOUNCED = auto()
    DEBATE = auto()
    DEBATE_OVER = auto()
    DEBATE_CLOSED = auto()
    VOTE = auto()
    VOTE_OVER = auto()
    VOTE_CLOSED = auto()
    RESULTS_SENT = auto()


@frozen
class Means:
    """Who takes part for a seat; `kind` None: the substitute was named and has not confirmed yet."""

    seat: int
    person_id: int
    kind: MeansKind | None
    place: str
    entered_by: int | None
    entered_at: datetime


@frozen
class Consultation:
    """Its instants; `debate_closes_at` moves forward by an extension, the others are written once."""

    meeting_id: int
    announced_at: datetime
    debate_opens_at: datetime
    debate_closes_at: datetime
    terms: str
    debate_closed_at: datetime | None
    vote_opens_at: datetime | None
    vote_closes_at: datetime | None
    vote_closed_at: datetime | None
    results_sent_at: datetime | None


@frozen
class Extension:
    """The debate goes on until `after` instead of `before`."""

    before: datetime
    after: datetime
    reason: str
    made_at: datetime


@frozen
class Contribution:
    """What a member wrote on an item, or on the whole (`item_id` None); `corrects`: an earlier one of their own."""

    id: int
    meeting_id: int
    item_id: int | None
    seat: int
    person_id: int
    text: str
    corrects: int | None
    received_at: datetime
    annexed_at: datetime | None = None


@frozen
class LateArrival:
    """A contribution or a ballot refused because it came after the end; what it said is not kept."""

    kind: str
    person_id: int
    ended_at: datetime
    received_at: datetime
