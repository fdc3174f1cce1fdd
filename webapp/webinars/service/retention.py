"""Erasing what has had its time, under the rule of its category, with its certificate (ARC-1, WEB-10)."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, time, timedelta

from webapp.audit.model import SYSTEM, By
from webapp.jobs import queries as due
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.outbox import service as outbox
from webapp.registrations import queries as signed
from webapp.registrations import retention
from webapp.registrations.model import Campaign, Occurrence, RegistrationRefusal
from webapp.registrations.retention import Category, Cause, Erased, RetentionRule
from webapp.registrations.service import retention as registrations
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.queries.rights import NUMBERED_OTHERWISE
from webapp.webinars.service import afterwards, attendance, certificates, desk
from webapp.wording.dates import PARIS, in_paris

JOB = "retention.purge"
AT_NIGHT = time(2, 30)

# What else names people: each erases it for these registrations of one thing, and counts what it erased.
Eraser = Callable[[Database, Campaign, Collection[int], datetime], int]


def adopt(db: Database, category: Category, reference: str, days: int, *, key: str, by: By, now: datetime) -> None:
    """Keep the rule of a category, and erase at once what has already had its time."""
    with unit_of_work(db):
        if registrations.adopt(db, category, reference, days, key=key, by=by, now=now) is not None:
            jobs.enqueue(db, JOB, {}, now=now)


def plan(db: Database, *, now: datetime) -> None:
    """Leave the next night's work, once there is a rule and unless it is left already."""
    if not signed.adopted(db) or due.next_due(db, {JOB}) is not None:
        return
    with unit_of_work(db):
        jobs.enqueue(db, JOB, {}, now=now, due_at=_next_night(now))


def _next_night(now: datetime) -> datetime:
    tonight = datetime.combine(in_paris(now).date(), AT_NIGHT, tzinfo=PARIS)
    return (
        tonight if tonight > now else datetime.combine(in_paris(now).date() + timedelta(days=1), AT_NIGHT, tzinfo=PARIS)
    )


def purge_due(db: Database, *, now: datetime) -> int:
    """Erase all that has had its time under an adopted rule, one date a unit of work; return how many certificates."""
    adopted = signed.adopted(db)
    return sum(_purge(db, erased, rule, date_id, now=now) for erased, rule, date_id in _due(db, adopted, now=now))


def _due(db: Database, adopted: retention.Adopted, *, now: datetime) -> Iterator[tuple[Erased, RetentionRule, int]]:
    """Find what is due: the answers first, since people go with theirs."""
    today = in_paris(now).date()
    answers = signed.dates_of_answers(db, today, now=now)
    for category, erased in ((Category.SENSITIVE, Erased.SENSITIVE), (Category.REGISTRANTS, Erased.ANSWERS)):
        if category in adopted:
            yield from ((erased, adopted[category], each) for each in answers)
    if Category.MESSAGES in adopted:
        rule = adopted[Category.MESSAGES]
        before = retention.ended_before(rule, now=now)
        yield from ((Erased.MESSAGES, rule, each) for each in signed.dates_not_purged(db, Erased.MESSAGES, before))
    if Category.REGISTRANTS in adopted:
        rule = adopted[Category.REGISTRANTS]
        before = retention.ended_before(rule, now=now)
        yield from ((Erased.REGISTRANTS, rule, each) for each in signed.dates_of_people(db, before))


def _purge(db: Database, erased: Erased, rule: RetentionRule, occurrence_id: int, *, now: datetime) -> bool:
    with unit_of_work(db):
        campaign, occurrence = context(db, occurrence_id)
        if erased is Erased.REGISTRANTS:
            ids = signed.named(db, occurrence_id)
            return erase_people(db, campaign, occurrence, rule, ids, cause=Cause.TERM, now=now)
        if erased is Erased.MESSAGES:
            number = _erase_messages(db, campaign, signed.named(db, occurrence_id), now)
            made = registrations.certify(db, campaign, occurrence, rule, erased, number=number, now=now)
        else:
            made = registrations.erase_answers(db, campaign, occurrence, rule, erased, now=now)
        return made is not None


def erase_people(
    db: Database,
    campaign: Campaign,
    occurrence: Occurrence,
    rule: RetentionRule,
    ids: Collection[int],
    *,
    cause: Cause,
    by: By = SYSTEM,
    now: datetime,
) -> bool:
    """Anonymise these people of a date, with all else that names them, inside the caller's unit of work."""
    for erase in ERASERS:
        erase(db, campaign, ids, now)
    made = registrations.anonymise(db, campaign, occurrence, rule, ids, cause=cause, by=by, now=now)
    return made is not None


def _erase_messages(db: Database, campaign: Campaign, ids: Collection[int], now: datetime) -> int:
    return outbox.forget(db, campaign.topic, ids, besides=NUMBERED_OTHERWISE, now=now)


def _erase_presence(db: Database, campaign: Campaign, ids: Collection[int], now: datetime) -> int:
    afterwards.forget(db, ids)
    return attendance.forget(db, ids) + certificates.forget(db, ids)


ERASERS: tuple[Eraser, ...] = (_erase_messages, _erase_presence, desk.forget_questions)


def context(db: Database, occurrence_id: int) -> tuple[Campaign, Occurrence]:
    """Return a date and its campaign, or refuse."""
    occurrence = signed.occurrence(db, occurrence_id)
    campaign = None if occurrence is None else signed.campaign(db, occurrence.campaign_id)
    if occurrence is None or campaign is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    return campaign, occurrence
