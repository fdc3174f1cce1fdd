"""The day of a webinar: its messages, its questions, those who host, what the room tells."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.registrations.model import Occurrence
from webapp.webinars.model.webinars import Webinar


class MessageKind(StrEnum):
    """A kind of message that a webinar may do without (WEB-5)."""

    CONFIRMED = auto()
    RECEIVED = auto()
    OFFERED = auto()
    REJECTED = auto()
    WITHDRAWN = auto()
    CHANGED = auto()
    CANCELLED = auto()
    WEEK = auto()
    EVE = auto()
    COMING = auto()
    HOUR = auto()
    THANKS = auto()


class Round(StrEnum):
    """Reminders that leave by themselves, each to everybody at once."""

    WEEK = auto()
    EVE = auto()
    HOUR = auto()
    THANKS = auto()


@frozen
class Due:
    """A round of a date, due at an hour and worth sending until another; `off` are the kinds its webinar does without."""

    webinar: Webinar
    occurrence: Occurrence
    round: Round
    due_at: datetime
    until: datetime
    off: frozenset[MessageKind]


@frozen
class Written:
    """A question to the speakers that somebody wrote in the form, and that the desk has not taken yet."""

    registration_id: int
    field: str
    text: str


class Audience(StrEnum):
    """To whom a message of the organisers goes."""

    CONFIRMED = auto()
    WAITING = auto()
    EVERYBODY = auto()


@frozen
class Broadcast:
    """A message written to many at once; `people` counts those to whom it went."""

    id: int
    occurrence_id: int
    audience: Audience
    subject: str
    body: str
    people: int
    sent_at: datetime


class QuestionState(StrEnum):
    """What became of a question to the speakers."""

    ASKED = auto()
    ANSWERED = auto()
    DISMISSED = auto()


@frozen
class Question:
    """A question to the speakers; `answer` empty: it was answered aloud, or not yet."""

    id: int
    occurrence_id: int
    registration_id: int | None
    text: str
    state: QuestionState
    answer: str
    published: bool
    asked_at: datetime


@frozen
class Hosting:
    """Where those enter who conduct, and where they rehearse; '' : as everybody, nowhere."""

    address: str = field(default="", repr=False)
    rehearsal: str = field(default="", repr=False)


@frozen
class HostLink:
    """The link of one speaker to a date."""

    id: int
    occurrence_id: int
    name: str
    nonce: Nonce = field(repr=False)
    revoked: bool


@frozen
class Coming:
    """What those said who were asked whether they come; the others are silent, which changes nothing."""

    yes: int
    no: int


@frozen
class Stay:
    """Somebody was in a BigBlueButton room; `left_at` None: it was not told."""

    user_id: str
    joined_at: datetime
    left_at: datetime | None
