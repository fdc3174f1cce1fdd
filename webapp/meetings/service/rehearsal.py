"""A rehearsal: a sitting copied to practise on, then removed with all that was done in it (LAW ARC-1)."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.jobs import queries as jobs
from webapp.jobs import service as works
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Mode
from webapp.meetings.rules.presence import standing
from webapp.meetings.service.conduct import TOKEN_BYTES
from webapp.meetings.service.sequel import CLOSED
from webapp.meetings.sitting import Act, Fact, Meeting, MeetingDraft, MeetingRefusal, MotionDraft, ReplyKind
from webapp.polls import rules as polls
from webapp.polls import service as polling
from webapp.storage.database import Database, unit_of_work

CREATED = "rehearsal.created"
SHELVES = "rehearsals"


def copy(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> int:
    """Copy a sitting into a rehearsal that can be opened at once; return its number, the same for the same form's key.

    Frame, agenda, texts, persons to be heard and mandates received in preparation; not presence, votes or notes. The
    true journal says that it was created, and no more.
    """
    if key is not None:
        polls.check_key(key)
    with unit_of_work(db):
        source = store.meeting(db, meeting_id)
        if source is None:
            raise Refusal(MeetingRefusal.UNKNOWN_MEETING)
        if source.rehearsal:
            raise Refusal(MeetingRefusal.REHEARSAL_OF_REHEARSAL)
        if source.mode is Mode.WRITTEN:
            raise Refusal(MeetingRefusal.WRITTEN_NOT_REHEARSED)
        done = None if key is None else store.act_done(db, key)
        if done is not None:
            return _done_before(db, source, done["result"])
        at = audit.effective_instant(db, now)
        number = store.add_meeting(
            db,
            source.committee_id,
            _frame(source, at),
            screen_token=secrets.token_urlsafe(TOKEN_BYTES),
            at=at,
            rehearses=source,
        )
        topic = f"meeting:{number}"
        audit.record(db, CREATED, source.topic, by=by, now=at, scope=source.topic, rehearsal=number)
        audit.begin_rehearsal(db, "rehearsal.begun", topic, by=by, now=at)
        _copy_agenda(db, source, number, at)
        _copy_mandates(db, source, number, by=by, at=at)
        audit.touch(db, topic)
        if key is not None:
            store.remember_act(db, key, number, act=CREATED, result=number, at=at)
    return number


def _done_before(db: Database, source: Meeting, number: int) -> int:
    made = store.meeting(db, number)
    if made is None or made.rehearsal_of != source.id:
        raise Refusal(MeetingRefusal.KEY_REUSED)
    return number


def _frame(source: Meeting, at: datetime) -> MeetingDraft:
    return MeetingDraft(
        title=source.title,
        mode=source.mode,
        mode_decision=source.mode_decision,
        starts_at=at.replace(second=0, microsecond=0),
        place=source.place,
        connection=source.connection,
        secretary=source.secretary,
        second_notice=source.second_notice,
        first_meeting_id=source.first_meeting_id,
        notice_sent_on=source.notice_sent_on,
        notice_urgency=source.notice_urgency,
    )


def _copy_agenda(db: Database, source: Meeting, number: int, at: datetime) -> None:
    """Write the agenda anew, every item still to come; those to be heard keep their distance to the opening hour."""
    copies = {
        item.id: store.add_item(db, number, item.position, item.draft, approves=item.approves)
        for item in store.items(db, source.id)
    }
    for item in store.items(db, source.id):
        if item.applicant_informed is not None:
            store.write_applicant(db, copies[item.id], item.applicant_informed)
    for motion in store.motions(db, source.id):
        draft = MotionDraft(kind=motion.kind, title=motion.title, text=motion.text)
        store.add_motion(db, copies[motion.item_id], motion.position, draft)
    begins = at.replace(second=0, microsecond=0)
    for hearing in store.hearings(db, source.id):
        planned_at = None if hearing.planned_at is None else begins + (hearing.planned_at - source.starts_at)
        store.add_hearing(db, number, copies[hearing.item_id], hearing.name, planned_at)


def _copy_mandates(db: Database, source: Meeting, number: int, *, by: By, at: datetime) -> None:
    """Copy the mandates received, those noted without their papers and those that members announced."""
    for fact in _given_before(store.ledger(db, source.id), source.opened_at):
        store.add_fact(db, replace(fact, meeting_id=number, entered_at=at, entered_by=by.person_id, paper=None))
    if source.opened_at is None:
        for reply in store.replies(db, source.id).values():
            if reply.kind is ReplyKind.MANDATE:
                store.write_reply(db, replace(reply, meeting_id=number))


def _given_before(facts: Iterable[Fact], opened_at: datetime | None) -> list[Fact]:
    """Return the mandates received before the opening that still stood then, in order of receipt."""
    given: dict[int | None, Fact] = {}
    for fact in standing(facts):
        if opened_at is not None and fact.effective_at >= opened_at:
            break
        if fact.act is Act.MANDATE_GIVEN:
            given.setdefault(fact.seat, fact)
        elif fact.act is Act.MANDATE_ENDED:
            given.pop(fact.seat, None)
    return sorted(given.values(), key=lambda each: each.id)


def shelf(folder: Path, meeting: Meeting) -> Path:
    """Return where the files of a sitting are: a rehearsal's are apart, under its number, to be removed together."""
    return folder / SHELVES / str(meeting.id) if meeting.rehearsal else folder


def to_purge(db: Database, meeting_id: int) -> Meeting:
    """Return a rehearsal, marked as being removed inside the caller's unit of work; refuse any true sitting."""
    found = store.meeting(db, meeting_id)
    if found is None:
        raise Refusal(MeetingRefusal.UNKNOWN_MEETING)
    if not found.rehearsal:
        raise Refusal(MeetingRefusal.NOT_A_REHEARSAL)
    store.write_purged(db, meeting_id)
    return found


def forget(db: Database, meeting: Meeting) -> None:
    """Remove a rehearsal that `to_purge` marked: votes, ledger, agenda, itself; floors above have removed theirs."""
    motions = [f"motion:{each.id}" for each in store.motions(db, meeting.id)]
    store.untie_votes(db, meeting.id)
    polling.forget(db, motions)
    works.forget(db, jobs.numbers(db, [CLOSED], meeting=meeting.id))
    audit.forget_rehearsal(db, meeting.topic)
    store.remove_meeting(db, meeting.id)
