"""Erasing what has had its time, under the rule of its category, with its certificate (ARC-1, WEB-10)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from webapp.audit.model import SYSTEM, By
from webapp.jobs import queries as due
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.outbox import service as outbox
from webapp.registrations import queries as signed
from webapp.registrations.model import Campaign, Occurrence, RegistrationRefusal
from webapp.registrations.model.retention import Adopted, Category, Cause, Erased, Fate, Purge, RetentionRule
from webapp.registrations.rules import retention
from webapp.registrations.service import retention as registrations
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.queries.rights import NUMBERED_OTHERWISE
from webapp.webinars.service import afterwards, attendance, certificates, desk
from webapp.webinars.service.certificates import FOLDER
from webapp.webinars.store import forgetting as store
from webapp.wording.dates import PARIS, in_paris

JOB = "retention.purge"
AT_NIGHT = time(2, 30)

# Erases something of these registrations of one thing, and counts it.
Eraser = Callable[[Database, Campaign, Collection[int], datetime], int]


def adopt(
    db: Database,
    category: Category,
    reference: str,
    days: int,
    *,
    fate: Fate = Fate.ELIMINATE,
    key: str,
    by: By,
    now: datetime,
) -> None:
    """Keep the rule of a category, and erase at once what has already had its time; of a sitting, nothing by itself."""
    with unit_of_work(db):
        kept = registrations.adopt(db, category, reference, days, fate=fate, key=key, by=by, now=now)
        if kept is not None and not category.of_sitting:
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


def purge_due(db: Database, *, files: Path, now: datetime) -> int:
    """Erase all that has had its time under an adopted rule, one date a unit of work; return how many certificates."""
    adopted = signed.adopted(db)
    found = list(_due(db, adopted, now=now))
    return sum(_purge(db, erased, rule, date_id, files=files, now=now) for erased, rule, date_id in found)


def _due(db: Database, adopted: Adopted, *, now: datetime) -> Iterator[tuple[Erased, RetentionRule, int]]:
    """Find what is due: the answers first, since people go with theirs."""
    today = in_paris(now).date()
    answers = signed.dates_of_answers(db, today, now=now)
    for category, erased in ((Category.SENSITIVE, Erased.SENSITIVE), (Category.REGISTRANTS, Erased.ANSWERS)):
        if category in adopted:
            yield from ((erased, adopted[category], each) for each in answers)
    if Category.MESSAGES in adopted:
        rule = adopted[Category.MESSAGES]
        before = retention.ended_before(rule, now=now)
        yield from ((Erased.MESSAGES, rule, each) for each in signed.dates_of_people(db, before))
    if Category.PRESENCE in adopted:
        rule = adopted[Category.PRESENCE]
        before = retention.ended_before(rule, now=now)
        yield from ((Erased.PRESENCE, rule, each) for each in store.dates_of_presence(db, before))
    if Category.REGISTRANTS in adopted:
        rule = adopted[Category.REGISTRANTS]
        before = retention.ended_before(rule, now=now)
        dates = {*signed.dates_of_people(db, before), *store.webinars_invited_to(db, before)}
        if Category.PRESENCE not in adopted:
            dates.update(store.dates_of_presence(db, before))
        yield from ((Erased.REGISTRANTS, rule, each) for each in sorted(dates))


def _purge(
    db: Database, erased: Erased, rule: RetentionRule, occurrence_id: int, *, files: Path, now: datetime
) -> bool:
    with unit_of_work(db):
        campaign, occurrence = context(db, occurrence_id)
        ids = signed.named(db, occurrence_id)
        match erased:
            case Erased.REGISTRANTS:
                made = _purge_people(db, campaign, occurrence, rule, ids, files=files, now=now)
            case Erased.MESSAGES:
                number = _erase_messages(db, campaign, ids, now)
                made = registrations.certify(db, campaign, occurrence, rule, erased, number=number, now=now)
            case Erased.PRESENCE:
                number = _purge_presence(db, occurrence_id, files=files, now=now)
                made = registrations.certify(db, campaign, occurrence, rule, erased, number=number, now=now)
            case _:
                made = registrations.erase_answers(db, campaign, occurrence, rule, erased, now=now)
        return made is not None


def _purge_people(
    db: Database,
    campaign: Campaign,
    occurrence: Occurrence,
    rule: RetentionRule,
    ids: Collection[int],
    *,
    files: Path,
    now: datetime,
) -> Purge | None:
    """Erase who signed up for a date, and whom it invited; its certificates wait for a term of their own."""
    _remove(db, files, store.forget_sheets(db, occurrence.id))
    invited = _forget_invited(db, campaign, rule, now=now)
    strangers = store.forget_strangers(db, occurrence.id)
    made = erase_people(
        db,
        campaign,
        occurrence,
        rule,
        ids,
        cause=Cause.TERM,
        files=files,
        now=now,
        attested=not _kept_longer(db, occurrence, now=now),
    )
    if made is None and invited + strangers:
        return registrations.certify(
            db, campaign, occurrence, rule, Erased.REGISTRANTS, number=invited + strangers, now=now
        )
    return made


def _kept_longer(db: Database, occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether the certificates of a date have a term of their own, which has not come."""
    rule = signed.adopted(db).get(Category.PRESENCE)
    return rule is not None and occurrence.ends_at >= retention.ended_before(rule, now=now)


def _purge_presence(db: Database, occurrence_id: int, *, files: Path, now: datetime) -> int:
    """Erase who came to a date, and the files of its certificates; return how many people that concerns."""
    ids, strangers = store.concerned(db, occurrence_id), store.forget_strangers(db, occurrence_id)
    _remove(db, files, store.forget_sheets(db, occurrence_id))
    _forget_presence(db, ids)
    certificates.forget(db, ids, folder=files, now=now)
    return len(ids) + strangers


def erase_people(
    db: Database,
    campaign: Campaign,
    occurrence: Occurrence,
    rule: RetentionRule,
    ids: Collection[int],
    *,
    cause: Cause,
    by: By = SYSTEM,
    files: Path,
    now: datetime,
    attested: bool = True,
) -> Purge | None:
    """Anonymise these people of a date, with all else that names them, inside the caller's unit of work.

    `attested`: their certificates as well, of which nothing is left but a number to check.
    """
    for erase in ERASERS:
        erase(db, campaign, ids, now)
    if attested:
        certificates.forget(db, ids, folder=files, now=now)
    return registrations.anonymise(db, campaign, occurrence, rule, ids, cause=cause, by=by, now=now)


def _erase_messages(db: Database, campaign: Campaign, ids: Collection[int], now: datetime) -> int:
    return outbox.forget(db, campaign.topic, ids, besides=NUMBERED_OTHERWISE, now=now)


def _erase_presence(db: Database, campaign: Campaign, ids: Collection[int], now: datetime) -> int:
    return _forget_presence(db, ids)


def _forget_presence(db: Database, ids: Collection[int]) -> int:
    afterwards.forget(db, ids)
    store.count_presence(db, ids)
    store.forget_stays(db, ids)
    return attendance.forget(db, ids)


def _erase_invitations(db: Database, campaign: Campaign, ids: Collection[int], now: datetime) -> int:
    store.forget_replies(db, ids)
    return _forget_invitations(db, campaign, store.invitations_of(db, ids), now=now)


# What names people beside their registration, before it is anonymised itself.
ERASERS: tuple[Eraser, ...] = (_erase_messages, _erase_presence, _erase_invitations, desk.forget_questions)


def _forget_invited(db: Database, campaign: Campaign, rule: RetentionRule, *, now: datetime) -> int:
    """Erase those who were invited to what is over, and never signed up; count them."""
    before = retention.ended_before(rule, now=now)
    if any(each.ends_at >= before for each in signed.occurrences(db, [campaign.id])):
        return 0
    invited = store.invitations_to(db, campaign.topic)
    _forget_invitations(db, campaign, invited, now=now)
    return len(invited)


def _forget_invitations(db: Database, campaign: Campaign, ids: Collection[int], *, now: datetime) -> int:
    store.forget_invitations(db, ids)
    return outbox.forget(db, campaign.topic, ids, kinds=NUMBERED_OTHERWISE, now=now)


def _remove(db: Database, files: Path, fingerprints: Iterable[str]) -> None:
    """Remove the files that named people, once the rows that led to them are gone for good."""
    for each in fingerprints:
        db.after_commit(partial((files / FOLDER / f"{each}.pdf").unlink, missing_ok=True))


def context(db: Database, occurrence_id: int) -> tuple[Campaign, Occurrence]:
    """Return a date and its campaign, or refuse."""
    occurrence = signed.occurrence(db, occurrence_id)
    campaign = None if occurrence is None else signed.campaign(db, occurrence.campaign_id)
    if occurrence is None or campaign is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    return campaign, occurrence
