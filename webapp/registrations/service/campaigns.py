"""Campaigns, their forms and their dates; each stands in the caller's unit of work."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import rules, store
from webapp.registrations.model import (
    HOLDING,
    Campaign,
    CampaignState,
    Field,
    Move,
    Occurrence,
    PrivacyNotice,
    RegistrationRefusal,
    Status,
    Terms,
)
from webapp.registrations.rules import retention
from webapp.registrations.service import waiting
from webapp.registrations.service.signing import context
from webapp.storage.database import Database
from webapp.wording.dates import in_paris

NO_QUOTAS: Mapping[str, int] = {}


def create(
    db: Database,
    topic: str,
    terms: Terms,
    asked: Iterable[Field],
    notice: PrivacyNotice,
    *,
    by: By,
    now: datetime,
) -> int:
    """Make a campaign that is not open yet, with the first version of its form; return its number."""
    asked = retention.under_rules(asked, store.adopted(db))
    rules.check_fields(asked)
    campaign_id = store.add_campaign(db, topic, terms)
    store.add_form(db, campaign_id, asked, notice, by=by.person_id, at=now)
    return campaign_id


def set_form(
    db: Database, campaign: Campaign, asked: Iterable[Field], notice: PrivacyNotice, *, by: By, now: datetime
) -> None:
    """Make the next version of a form; what was answered keeps the questions it answered.

    A sensitive question is asked once its category has its rule, and goes under it (ARC-1).
    """
    asked = retention.under_rules(asked, store.adopted(db))
    rules.check_fields(asked)
    if campaign.state is CampaignState.OPEN:
        rules.check_notice(notice)
    store.add_form(db, campaign.id, asked, notice, by=by.person_id, at=now)
    audit.record(db, "campaign.form_changed", campaign.topic, by=by, now=now, scope=campaign.topic)


def set_terms(db: Database, campaign: Campaign, terms: Terms, *, by: By, now: datetime) -> list[Move]:
    """Change how sign-ups are taken; seats that another over-booking opens go to those who wait."""
    store.write_terms(db, campaign.id, terms)
    audit.record(db, "campaign.terms_changed", campaign.topic, by=by, now=now, scope=campaign.topic)
    changed = replace(campaign, terms=terms)
    moves: list[Move] = []
    dates = store.occurrences(db, [campaign.id])
    kept = store.quotas(db, [each.id for each in dates])
    for each in dates:
        if terms.overbooking != campaign.terms.overbooking:
            store.write_pools(db, each.id, rules.shares(each.seats, kept.get(each.id, NO_QUOTAS), terms.overbooking))
        moves += waiting.promote(db, changed, each, now=now)
    return moves


def open_to_all(db: Database, campaign: Campaign, *, by: By, now: datetime) -> None:
    """Open the sign-ups, once the form tells people all that RGPD art. 13 has them told (RGP-1)."""
    form = store.latest_form(db, campaign.id)
    if form is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_CAMPAIGN)
    rules.check_notice(form.notice)
    store.write_campaign_state(db, campaign.id, CampaignState.OPEN)
    audit.record(db, "campaign.opened", campaign.topic, by=by, now=now, scope=campaign.topic)


def close(db: Database, campaign: Campaign, *, by: By, now: datetime) -> None:
    """Take no more sign-ups."""
    store.write_campaign_state(db, campaign.id, CampaignState.CLOSED)
    audit.record(db, "campaign.closed", campaign.topic, by=by, now=now, scope=campaign.topic)


def plan(
    db: Database,
    campaign: Campaign,
    *,
    starts_at: datetime,
    ends_at: datetime,
    closes_at: datetime | None = None,
    seats: int | None,
    quotas: Mapping[str, int] = NO_QUOTAS,
    by: By,
    now: datetime,
) -> int:
    """Add a date; sign-ups close at its beginning unless another hour is said. Return its number."""
    closing = closes_at or starts_at
    rules.check_hours(starts_at, ends_at, closing)
    if seats is not None and seats < 1:
        raise Refusal(RegistrationRefusal.SEATS_UNREADABLE)
    shares = rules.shares(seats, quotas, campaign.terms.overbooking)
    number = store.add_occurrence(db, campaign.id, starts_at=starts_at, ends_at=ends_at, closes_at=closing, seats=seats)
    store.write_pools(db, number, shares)
    store.write_quotas(db, number, quotas)
    audit.record(
        db,
        "occurrence.planned",
        f"occurrence:{number}",
        by=by,
        now=now,
        scope=campaign.topic,
        starts_at=clock.to_text(starts_at),
        seats=seats,
    )
    return number


def move_occurrence(
    db: Database,
    occurrence_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    closes_at: datetime | None = None,
    seats: int | None,
    quotas: Mapping[str, int] = NO_QUOTAS,
    version: int,
    by: By,
    now: datetime,
) -> list[Move]:
    """Change a date's hours or seats under a new number of its calendar entry; freed seats go to those who wait."""
    occurrence, campaign = context(db, occurrence_id)
    _check_unchanged(occurrence, version)
    closing = closes_at or starts_at
    rules.check_hours(starts_at, ends_at, closing)
    shares = rules.shares(seats, quotas, campaign.terms.overbooking)
    changed = replace(occurrence, starts_at=starts_at, ends_at=ends_at, closes_at=closing, seats=seats)
    store.write_occurrence(db, changed)
    store.shift_answers(db, occurrence.id, (in_paris(ends_at).date() - in_paris(occurrence.ends_at).date()).days)
    store.write_pools(db, occurrence.id, shares)
    store.write_quotas(db, occurrence.id, quotas)
    _tell(db, "occurrence.changed", campaign, changed, by=by, now=now)
    return waiting.promote(db, campaign, changed, now=now)


def cancel_occurrence(
    db: Database, occurrence_id: int, *, reason: str, version: int, by: By, now: datetime
) -> list[Move]:
    """Cancel a date; return those who stood, for whoever writes to them: their registrations stay as they were."""
    occurrence, campaign = context(db, occurrence_id)
    if occurrence.cancelled:
        return []
    _check_unchanged(occurrence, version)
    store.write_occurrence(db, replace(occurrence, cancelled=True))
    _tell(db, "occurrence.cancelled", campaign, occurrence, by=by, now=now, reason=reason)
    standing = store.of_occurrence(db, occurrence.id, HOLDING | {Status.WAITLISTED})
    return [Move(registration=each, before=each.status) for each in standing]


def _check_unchanged(occurrence: Occurrence, version: int) -> None:
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if occurrence.version != version:
        raise Refusal(RegistrationRefusal.CHANGED_MEANWHILE)


def _tell(
    db: Database, act: str, campaign: Campaign, occurrence: Occurrence, *, by: By, now: datetime, **facts: object
) -> None:
    audit.record(
        db,
        act,
        f"occurrence:{occurrence.id}",
        by=by,
        now=now,
        scope=campaign.topic,
        starts_at=clock.to_text(occurrence.starts_at),
        **facts,
    )
