"""Durations adopted for what is kept of people, what was erased under them, and what people may ask of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.registrations.model import Known, Occurrence
from webapp.wording.dates import in_paris

FEW = 5  # a service named by fewer people might tell who they are


class Category(StrEnum):
    """What one rule is adopted for, once (ARC-1)."""

    REGISTRANTS = auto()
    SENSITIVE = auto()
    PRESENCE = auto()
    MESSAGES = auto()
    MINUTES = auto()
    FILE = auto()
    PROOFS = auto()
    CONNECTIONS = auto()

    @property
    def of_sitting(self) -> bool:
        """Whether it is of a sitting: eliminated by an act, one sitting at a time, never by itself."""
        return self in {Category.MINUTES, Category.FILE, Category.PROOFS}


class Fate(StrEnum):
    """What becomes of a category at its term: eliminated, or transferred and kept for ever (C. patr. R212-13)."""

    ELIMINATE = auto()
    KEEP = auto()


class Erased(StrEnum):
    """What a certificate says was erased; answers go under the rule of registrants, on the day told to each."""

    REGISTRANTS = auto()
    ANSWERS = auto()
    SENSITIVE = auto()
    PRESENCE = auto()
    MESSAGES = auto()


class Cause(StrEnum):
    """Why something was erased: its term, or a request that was accepted."""

    TERM = auto()
    REQUEST = auto()


class RetentionRefusal(Reason):
    """Why a rule is not adopted, or something may not be asked or erased."""

    REFERENCE_MISSING = auto()
    REFERENCE_TOO_LONG = auto()
    DAYS_UNREADABLE = auto()
    FATE_NOT_OFFERED = auto()
    SENSITIVE_WITHOUT_RULE = auto()
    NO_RULE = auto()


class Right(StrEnum):
    """What somebody may ask (RGPD art. 15, 16, 17, 21)."""

    ACCESS = auto()
    RECTIFICATION = auto()
    ERASURE = auto()
    OBJECTION = auto()


class Way(StrEnum):
    """How a request came."""

    LINK = auto()
    DESK = auto()


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = auto()
    DONE = auto()
    REFUSED = auto()


class RightsRefusal(Reason):
    """Why a request is not received or not decided."""

    UNKNOWN_REQUEST = auto()
    NOBODY_CONCERNED = auto()
    ALREADY_DECIDED = auto()
    ALREADY_ASKED = auto()
    REASON_MISSING = auto()
    REASON_TOO_LONG = auto()
    KEY_MISSING = auto()


@frozen
class RetentionRule:
    """A duration after the end of the date, by a visa or a tableau de gestion."""

    id: int
    category: Category
    reference: str
    days: int
    adopted_at: datetime
    adopted_by: int | None
    fate: Fate = Fate.ELIMINATE

    def term(self, occurrence: Occurrence) -> date:
        """Return the day on which what the rule covers is erased, in Paris."""
        return in_paris(occurrence.ends_at).date() + timedelta(days=self.days)


Adopted = Mapping[Category, RetentionRule]


@frozen
class Purge:
    """A certificate: what was erased of a date, how many, under which rule, when."""

    id: int
    erased: Erased
    topic: str
    occurrence_id: int
    starts_at: datetime
    rule: RetentionRule
    cause: Cause
    number: int
    at: datetime


@frozen
class RightsRequest:
    """What somebody asked, about which registrations, and what became of it."""

    id: int
    kind: Right
    way: Way
    state: RequestState
    received_at: datetime
    due_on: date
    settled_at: datetime | None
    settled_by: int | None
    reason: str
    registrations: tuple[int, ...]


@frozen
class Held:
    """All that is held of one registration, with the words of its questions and what was asked about it."""

    known: Known
    topic: str
    occurrence: Occurrence
    labels: Mapping[str, str]
    requests: tuple[RightsRequest, ...]

    def label(self, key: str) -> str:
        return self.labels.get(key, key)
