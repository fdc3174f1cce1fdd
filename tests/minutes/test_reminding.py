"""Who is awaited to approve or to sign is reminded by one act, and by itself after the committee's days (LAW PV-4)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.meetings.consulted import LINKING
from tests.minutes.desk import Desk
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.cli.demo.reference import Reference
from webapp.jobs import queries as jobs
from webapp.minutes import queries
from webapp.minutes.model import MinutesState, Record, ReminderRefusal, Signing
from webapp.minutes.model.reminding import Await, Awaited
from webapp.minutes.rules import reminding as rules
from webapp.minutes.service import reminding
from webapp.outbox import queries as outbox
from webapp.storage.database import Database


def _reminders(db: Database, meeting_id: int) -> list[str]:
    kinds = ("minutes.to_approve", "minutes.to_sign")
    return [
        each.letter.subject.replace("\u00a0", " ")
        for each in outbox.about(db, f"meeting:{meeting_id}")
        if each.letter.kind in kinds
    ]


def _remind(desk: Desk) -> int:
    return reminding.remind(desk.db, desk.meeting_id, linking=LINKING, by=desk.by, now=desk.tick())


def test_the_chair_is_reminded_to_approve_once_a_day_and_never_when_nobody_is_awaited(desk: Desk):
    with refused(ReminderRefusal.NOBODY_AWAITED):
        _remind(desk)
    desk.to(MinutesState.SUBMITTED)
    assert _remind(desk) == 1
    with refused(ReminderRefusal.REMINDED_TODAY):
        _remind(desk)
    assert _reminders(desk.db, desk.meeting_id) == ["Procès-verbal du 10 décembre 2026 à approuver"]
    (message,) = [
        each for each in outbox.about(desk.db, f"meeting:{desk.meeting_id}") if each.letter.kind == "minutes.to_approve"
    ]
    assert message.letter.link is not None
    assert "soumis depuis le 11 décembre 2026" in message.letter.body.replace("\u00a0", " ")
    act = audit.of_scope(desk.db, f"meeting:{desk.meeting_id}")[-1]
    assert (act.act, act.facts) == ("minutes.reminded", {"role": "président", "reminded": 1})
    desk.clock += timedelta(days=1)
    assert _remind(desk) == 1


def test_a_reminder_leaves_by_itself_after_the_days_of_the_committee_and_as_often(desk: Desk):
    desk.to(MinutesState.SUBMITTED)
    since = desk.clock
    for days, written in ((6, 0), (7, 1), (7, 0), (13, 0), (14, 1)):
        now = since + timedelta(days=days)
        assert reminding.remind_due(desk.db, linking=LINKING, now=now) == written
    desk.clock = since + timedelta(days=15)
    desk.to(MinutesState.APPROVED)
    assert reminding.remind_due(desk.db, linking=LINKING, now=since + timedelta(days=60)) == 0


def test_the_signer_awaited_is_reminded_of_final_minutes_and_the_desk_of_another_signer(
    final_minutes: tuple[Path, Reference, datetime], tmp_path: Path
):
    folder, played, now = final_minutes
    (tmp_path / "collegiale.db").write_bytes((folder / "collegiale.db").read_bytes())
    db = Database.open(tmp_path / "collegiale.db")
    desk = Desk(db, played, now)
    assert _remind(desk) == 1
    assert _reminders(db, played.meeting_id) == ["Procès-verbal du 10 décembre 2026 à signer"]
    db.close()


def test_the_work_of_the_next_morning_is_left_once(db: Database, now: datetime):
    reminding.plan(db, now=now)
    reminding.plan(db, now=now)
    due = jobs.next_due(db, {reminding.JOB})
    assert due is not None
    assert now < due <= now + timedelta(days=1)
    assert db.value("SELECT count(*) FROM jobs WHERE kind = ?", (reminding.JOB,)) == 1


@pytest.mark.parametrize(("days", "last", "on"), [(0, None, None), (7, None, 17), (7, 12, 19), (1, 9, 11)])
def test_the_day_of_a_reminder_counts_from_the_last_one(days: int, last: int | None, on: int | None):
    since = datetime.fromisoformat("2026-12-10T09:00:00+00:00")
    found = Awaited(what=Await.SIGNATURE, role="président", chair=True, since=since)
    due = rules.due_on(found, None if last is None else since.replace(day=last), days)
    assert due == (None if on is None else since.date().replace(day=on))


def test_a_rehearsal_awaits_nobody(desk: Desk):
    desk.to(MinutesState.SUBMITTED)
    record: Record = queries.record(desk.db, desk.meeting_id)
    nothing = Signing(signers=("président",), file=None, signed=())
    assert rules.awaited(record, nothing, rehearsal=False) is not None
    assert rules.awaited(record, nothing, rehearsal=True) is None
