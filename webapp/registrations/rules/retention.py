"""How long people who signed up are kept and by which rule; what they may ask of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from webapp.kernel.errors import Refusal
from webapp.registrations.model import Field
from webapp.registrations.model.retention import (
    Adopted,
    Category,
    Fate,
    RetentionRefusal,
    RetentionRule,
    RightsRefusal,
)
from webapp.wording.dates import PARIS, in_paris

REFERENCE_MOST = 200
LONGEST_DAYS = 36_500
REASON_MOST = 1_000
ANSWER_WITHIN = 28  # days: the month of art. 12 is never shorter


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


def checked_fate(category: Category, fate: Fate) -> Fate:
    """Return what becomes of a category at its term: only what a sitting leaves is transferred (C. patr. R212-13)."""
    if fate is Fate.KEEP and not category.of_sitting:
        raise Refusal(RetentionRefusal.FATE_NOT_OFFERED)
    return fate


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
