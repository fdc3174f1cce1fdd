"""What may be eliminated of a sitting, and on what ground (C. patr. L212-2, R212-14, L214-3)."""

from datetime import datetime, timedelta

from webapp.archives.model import PARTS, ArchiveRefusal, Ground, Visa
from webapp.kernel.errors import Refusal
from webapp.registrations.model.retention import Category, Fate, RetentionRule
from webapp.wording.dates import in_paris

VISA_MOST = 200


def ground_of(rule: RetentionRule | None, closed_at: datetime, *, now: datetime) -> Ground:
    """Return what the rule in force says of a sitting closed at this hour (ARC-1)."""
    term = None if rule is None else in_paris(closed_at).date() + timedelta(days=rule.days)
    return Ground(rule=rule, term=term, come=term is not None and term <= in_paris(now).date())


def checked_part(part: Category) -> Category:
    """Refuse what is no part of a sitting."""
    if part not in PARTS:
        raise Refusal(ArchiveRefusal.UNKNOWN_PART)
    return part


def checked_visa(visa: Visa | None, *, now: datetime) -> Visa | None:
    """Return a visa as it is kept: number, day and authority, or none at all (C. patr. R212-14)."""
    if visa is None:
        return None
    number, authority = " ".join(visa.number.split()), " ".join(visa.authority.split())
    if not number or not authority:
        raise Refusal(ArchiveRefusal.VISA_INCOMPLETE)
    if max(len(number), len(authority)) > VISA_MOST:
        raise Refusal(ArchiveRefusal.VISA_TOO_LONG, most=VISA_MOST)
    if visa.on > in_paris(now).date():
        raise Refusal(ArchiveRefusal.VISA_IN_FUTURE)
    return Visa(number=number, on=visa.on, authority=authority, express=visa.express)


def check_may_eliminate(part: Category, ground: Ground, visa: Visa | None, *, exported: bool) -> None:
    """Refuse an elimination that neither a rule nor a visa allows (ARC-1; C. patr. R212-14, L214-3).

    Minutes are kept for ever unless an adopted rule says otherwise: without one, and under a rule that keeps, only a
    visa that names them lets them go, and never before they were exported.
    """
    kept = part is Category.MINUTES if ground.rule is None else ground.rule.fate is Fate.KEEP
    if kept and not (visa is not None and visa.express):
        raise Refusal(ArchiveRefusal.KEPT_FOR_EVER)
    if (kept or part is Category.MINUTES) and not exported:
        raise Refusal(ArchiveRefusal.NOT_EXPORTED)
    if visa is not None:
        return
    if ground.rule is None:
        raise Refusal(ArchiveRefusal.NO_GROUND)
    if not ground.come:
        raise Refusal(ArchiveRefusal.TERM_NOT_COME, term=ground.term)
