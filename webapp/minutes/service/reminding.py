"""Reminding whoever is awaited to approve or to sign minutes: by one act, or by itself after some days (LAW PV-4)."""

from datetime import datetime, time, timedelta

from webapp.accounts.model import Linking
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.jobs import queries as due
from webapp.jobs import service as jobs
from webapp.kernel import paths
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import letters
from webapp.meetings.service.unit import Unit
from webapp.minutes import queries, store
from webapp.minutes.model import ReminderRefusal
from webapp.minutes.model.reminding import Await, Awaited
from webapp.minutes.queries import awaited as reading
from webapp.minutes.rules import reminding as rules
from webapp.storage.database import Database, unit_of_work
from webapp.wording import reminding as words
from webapp.wording.dates import PARIS, in_paris

JOB = "minutes.remind"
IN_THE_MORNING = time(8, 30)
_KINDS = {Await.APPROVAL: "minutes.to_approve", Await.SIGNATURE: "minutes.to_sign"}


def remind(db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime) -> int:
    """Write to whoever is awaited and return how many were written to; never twice on one day."""
    sitting = meetings.state(db, meeting_id, now=now)
    with unit_of_work(db):
        meeting = sitting.meeting
        at = audit.effective_instant(db, now, scope=meeting.topic)
        last = reading.reminded_at(db, meeting.topic)
        signing = queries.signing(db, meeting_id, sitting.settings.signers)
        found = rules.awaited(store.record(db, meeting_id), signing, rehearsal=meeting.rehearsal)
        found = rules.check_may_remind(found, last, now=at)
        readers = reading.readers(db, sitting, chair=found.chair)
        if not readers:
            raise Refusal(ReminderRefusal.NOBODY_TO_WRITE_TO, role=found.role)
        unit = Unit(db=db, meeting=meeting, by=by, now=now, at=at, entered=at)
        for person in readers:
            letters.post(
                unit,
                _KINDS[found.what],
                person,
                version=letters.occasion(unit),
                subject=words.subject(found.what, meeting.day, chair=found.chair),
                page=_page(found, meeting_id),
                linking=linking,
                role=found.role,
                chair=found.chair,
                since=found.since,
            )
        number, role = len(readers), found.role
        audit.record(
            db, "minutes.reminded", meeting.topic, by=by, now=at, scope=meeting.topic, role=role, reminded=number
        )
        audit.touch(db, f"{meeting.topic}:minutes")
    return number


def _page(found: Awaited, meeting_id: int) -> str:
    """Return where the link leads: to the minutes of whoever reads them, to the signatures of the desk that asks for one."""
    if found.chair or found.what is Await.APPROVAL:
        return paths.path("meeting_minutes", meeting_id=meeting_id)
    return paths.path("minutes_signing", meeting_id=meeting_id)


def plan(db: Database, *, now: datetime) -> None:
    """Leave the next morning's work, unless it is left already."""
    if due.next_due(db, {JOB}) is not None:
        return
    with unit_of_work(db):
        jobs.enqueue(db, JOB, {}, now=now, due_at=_next_morning(now))


def _next_morning(now: datetime) -> datetime:
    today = in_paris(now).date()
    morning = datetime.combine(today, IN_THE_MORNING, tzinfo=PARIS)
    return morning if morning > now else datetime.combine(today + timedelta(days=1), IN_THE_MORNING, tzinfo=PARIS)


def remind_due(db: Database, *, linking: Linking, now: datetime) -> int:
    """Remind everybody whose days have passed (delai_relance); return how many were written to."""
    return sum(_remind_when_due(db, each, linking=linking, now=now) for each in store.awaiting(db))


def _remind_when_due(db: Database, meeting_id: int, *, linking: Linking, now: datetime) -> int:
    sitting = meetings.state(db, meeting_id, now=now)
    signing = queries.signing(db, meeting_id, sitting.settings.signers)
    found = rules.awaited(store.record(db, meeting_id), signing, rehearsal=sitting.meeting.rehearsal)
    if found is None:
        return 0
    last = reading.reminded_at(db, sitting.meeting.topic)
    on = rules.due_on(found, last, sitting.committee.settings.reminder_days)
    if on is None or on > in_paris(now).date():
        return 0
    try:
        return remind(db, meeting_id, linking=linking, by=SYSTEM, now=now)
    except Refusal as refusal:
        if isinstance(refusal.reason, ReminderRefusal):
            return 0  # reminded or signed meanwhile, or nobody to write to: the page of the minutes says so
        raise
