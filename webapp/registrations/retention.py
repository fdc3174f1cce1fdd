"""What is kept of people who signed up, for how long and by which rule; and what they may ask of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto

from webapp.kernel.errors import Reason, Refusal
from webapp.registrations.model import Field, Known, Occurrence
from webapp.wording.dates import PARIS, in_paris

REFERENCE_MOST = 200
LONGEST_DAYS = 36_500
REASON_MOST = 1_000
ANSWER_WITHIN = 28  # days: the month of art. 12 is never shorter


class Category(StrEnum):
    """What one rule is adopted for, once (ARC-1)."""

    REGISTRANTS = auto()
    SENSITIVE = auto()
    PRESENCE = auto()
    MESSAGES = auto()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """A duration after the end of the date, by a visa or a tableau de gestion."""

    id: int
    category: Category
    reference: str
    days: int
    adopted_at: datetime
    adopted_by: int | None

    def term(self, occurrence: Occurrence) -> date:
        """Return the day on which what the rule covers is erased, in Paris."""
        return in_paris(occurrence.ends_at).date() + timedelta(days=self.days)


Adopted = Mapping[Category, RetentionRule]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that is held of one registration, with the words of its questions and what was asked about it."""

    known: Known
    topic: str
    occurrence: Occurrence
    labels: Mapping[str, str]
    requests: tuple[RightsRequest, ...]

    def label(self, key: str) -> str:
        return self.labels.get(key, key)


def checked_reference(typed: str) -> str:
    """Return the reference of a visa or of a tableau de gestion as it is kept: no rule without one (ARC-1)."""
    found = " ".join(typed.split())
    if not found:
        raise Refusal(RetentionRefusal.REFERENCE_MISSING)
    if len(found) > REFERENCE_MOST:
        raise Refusal(RetentionRefusal.REFERENCE_TOO_LONG, most=REFERENCE_MOST)
    return found


def checked_days(days: int) -> int:
    """Return a duration in days, or refuse one that no tableau de gestion gives."""
    if not 0 <= days <= LONGEST_DAYS:
        raise Refusal(RetentionRefusal.DAYS_UNREADABLE, most=LONGEST_DAYS)
    return days


def under_rules(asked: Iterable[Field], adopted: Adopted) -> tuple[Field, ...]:
    """Return the questions of a form, each sensitive one under its rule and kept no longer than it says.

    Refusal SENSITIVE_WITHOUT_RULE while the category has none (ARC-1, WEB-10).
    """
    return tuple(_under_rule(each, adopted) if each.sensitive else each for each in asked)


def _under_rule(asked: Field, adopted: Adopted) -> Field:
    rule = adopted.get(Category.SENSITIVE)
    if rule is None:
        raise Refusal(RetentionRefusal.SENSITIVE_WITHOUT_RULE, label=asked.label)
    return replace(asked, rule=rule.reference, keep_days=min(asked.keep_days, rule.days))


def required(adopted: Adopted, category: Category) -> RetentionRule:
    """Return the rule of a category: nothing is erased without one (ARC-1; C. patr. R212-14, L214-3)."""
    rule = adopted.get(category)
    if rule is None:
        raise Refusal(RetentionRefusal.NO_RULE)
    return rule


def ended_before(rule: RetentionRule, *, now: datetime) -> datetime:
    """Return the instant before which a date must have ended for its term to have come."""
    day = in_paris(now).date() - timedelta(days=rule.days) + timedelta(days=1)
    return min(datetime.combine(day, time.min, tzinfo=PARIS), now)


def answer_by(received_at: datetime) -> date:
    """Return until when a request is answered (RGPD art. 12, 3)."""
    return in_paris(received_at).date() + timedelta(days=ANSWER_WITHIN)


def checked_reason(typed: str) -> str:
    """Return why a request is refused: the person is told (RGPD art. 12, 4)."""
    found = " ".join(typed.split())
    if not found:
        raise Refusal(RightsRefusal.REASON_MISSING)
    if len(found) > REASON_MOST:
        raise Refusal(RightsRefusal.REASON_TOO_LONG, most=REASON_MOST)
    return found
