"""Rules of retention, and what is erased under them; each stands in the caller's unit of work."""

from collections.abc import Collection
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.kernel.errors import Refusal
from webapp.registrations import store
from webapp.registrations.model import Campaign, Occurrence, RegistrationRefusal
from webapp.registrations.model.retention import Category, Cause, Erased, Fate, Purge, RetentionRule
from webapp.registrations.rules import retention
from webapp.storage.database import Database
from webapp.wording.dates import in_paris


def adopt(
    db: Database,
    category: Category,
    typed: str,
    days: int,
    *,
    fate: Fate = Fate.ELIMINATE,
    key: str,
    by: By,
    now: datetime,
) -> RetentionRule | None:
    """Keep the rule of a category, once for all its dates (ARC-1); None when this form did so already.

    The next rule of the category replaces it from then on; both stay readable.
    """
    reference, days = retention.checked_reference(typed), retention.checked_days(days)
    fate = retention.checked_fate(category, fate)
    if not key:
        raise Refusal(RegistrationRefusal.KEY_MISSING)
    at = audit.effective_instant(db, now)
    number = store.add_rule(db, category, reference, days, fate, key=key, by=by.person_id, at=at)
    if number is None:
        return None
    subject = f"retention:{number}"
    audit.record(
        db,
        "retention.rule_adopted",
        subject,
        by=by,
        now=at,
        category=category,
        rule=reference,
        kept_days=days,
        fate=fate,
    )
    return store.adopted(db)[category]


def erase_answers(
    db: Database, campaign: Campaign, occurrence: Occurrence, rule: RetentionRule, erased: Erased, *, now: datetime
) -> Purge | None:
    """Erase the answers of a date whose day has come: the sensitive ones, or all others, each under its rule (WEB-10)."""
    number = store.erase_answers(
        db,
        occurrence.id,
        store.sensitive_keys(db, campaign.id),
        among=erased is Erased.SENSITIVE,
        day=in_paris(now).date(),
    )
    return certify(db, campaign, occurrence, rule, erased, number=number, now=now)


def anonymise(
    db: Database,
    campaign: Campaign,
    occurrence: Occurrence,
    rule: RetentionRule,
    ids: Collection[int],
    *,
    cause: Cause,
    by: By = SYSTEM,
    now: datetime,
) -> Purge | None:
    """Erase who these people were, once their date is over for them; what is counted stays (ARC-1)."""
    at = audit.effective_instant(db, now, scope=campaign.topic)
    number = store.anonymise(db, ids, at=at)
    return certify(db, campaign, occurrence, rule, Erased.REGISTRANTS, number=number, cause=cause, by=by, now=at)


def certify(
    db: Database,
    campaign: Campaign,
    occurrence: Occurrence,
    rule: RetentionRule,
    erased: Erased,
    *,
    number: int,
    cause: Cause = Cause.TERM,
    by: By = SYSTEM,
    now: datetime,
) -> Purge | None:
    """Write the certificate of what was just erased, and its line in the journal; None when there was nothing."""
    if not number:
        return None
    at = audit.record(
        db,
        f"retention.{erased}_erased",
        f"occurrence:{occurrence.id}",
        by=by,
        now=now,
        scope=campaign.topic,
        number=number,
        rule=rule.reference,
        cause=cause,
    )
    return store.purge(db, store.add_purge(db, erased, occurrence.id, rule.id, cause=cause, number=number, at=at))
