"""What people write beside the facts: texts, corrections, disagreements, the steps to the final version."""

from collections.abc import Collection
from datetime import date, datetime

from webapp.accounts.model import Linking
from webapp.audit import queries as journal
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.service import written
from webapp.meetings.sitting import MeetingState, MotionState
from webapp.minutes import queries, store
from webapp.minutes.model import FileKind, MinutesRefusal, MinutesState, TextKind
from webapp.minutes.rules import corrections, steps
from webapp.minutes.service import indexing, rendering
from webapp.storage.database import Database, unit_of_work
from webapp.wording.dates import in_paris

LONGEST_TEXT = 50_000
LONGEST_BODY = 2_000
_STEPS = {
    MinutesState.SUBMITTED: "minutes.submitted",
    MinutesState.APPROVED: "minutes.approved",
    MinutesState.FINAL: "minutes.finalised",
}


def save_text(
    db: Database,
    meeting_id: int,
    item_id: int | None,
    body: str,
    *,
    expected: int,
    by: By,
    now: datetime,
) -> int:
    """Keep a new version of the summary of an item, or of the sitting's incidents (no item); return its number.

    `expected` is the version that the writer had before their eyes, 0 for none: where somebody else has saved since,
    nothing is written and both are to be shown. Saving the same text again changes nothing.
    """
    body = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").split("\n")).strip()
    if len(body) > LONGEST_TEXT:
        raise Refusal(MinutesRefusal.TEXT_TOO_LONG, most=LONGEST_TEXT)
    kind = TextKind.INCIDENTS if item_id is None else TextKind.SUMMARY
    with unit_of_work(db):
        steps.check_may_write(store.state(db, meeting_id))
        if item_id is not None and meetings.find_item(db, meeting_id, item_id) is None:
            raise Refusal(MinutesRefusal.UNKNOWN_ITEM)
        last = next(iter(store.text_versions(db, meeting_id, item_id, kind)), None)
        if last is not None and last.body == body:
            return last.id
        if (0 if last is None else last.id) != expected:
            raise Refusal(MinutesRefusal.TEXT_CHANGED)
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        number = store.add_text(db, meeting_id, item_id, kind, body, at=at, by=by.person_id)
        store.touch(db, meeting_id, at)
        _journal(db, "minutes.text_saved", meeting_id, by=by, now=at, item=item_id, version=number)
    return number


def correct_fact(db: Database, meeting_id: int, fact: str, typed: str, *, reason: str, by: By, now: datetime) -> None:
    """Set a fact right, with its reason: the recorded value is kept, and both are printed (LAW PV-3)."""
    reason = _reason(reason)
    with unit_of_work(db):
        steps.check_may_write(store.state(db, meeting_id))
        found = queries.dossier(db, meeting_id, now=now)
        if found.sitting.meeting.state is not MeetingState.CLOSED:
            raise Refusal(MinutesRefusal.SITTING_NOT_CLOSED)
        target = corrections.find(found.recorded, fact)
        value = corrections.read(target.kind, typed, found.facts.day)
        written = corrections.show(target.kind, value)
        if written == corrections.show(target.kind, corrections.value_at(found.facts, fact)):
            raise Refusal(MinutesRefusal.SAME_VALUE)
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        store.add_correction(
            db,
            meeting_id,
            fact=fact,
            recorded=target.value,
            corrected=written,
            reason=reason,
            at=at,
            by=by.person_id,
        )
        store.touch(db, meeting_id, at)
        _journal(
            db,
            "minutes.corrected",
            meeting_id,
            by=by,
            now=at,
            path=fact,
            label=target.label,
            recorded=target.value,
            corrected=written,
            reason=reason,
        )


def excuse(db: Database, meeting_id: int, seats: Collection[int], *, by: By, now: datetime) -> None:
    """Say which of the absent members were excused."""
    with unit_of_work(db):
        steps.check_may_write(store.state(db, meeting_id))
        sitting = meetings.state(db, meeting_id, now=now)
        if any(sitting.seat(seat) is None for seat in seats):
            raise Refusal(MinutesRefusal.UNKNOWN_SEAT)
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        store.write_excused(db, meeting_id, seats)
        store.touch(db, meeting_id, at)
        _journal(db, "minutes.excused", meeting_id, by=by, now=at, seats=sorted(seats))


def disagree(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    seat: int,
    person_id: int,
    body: str,
    by: By,
    now: datetime,
) -> int:
    """Have a member's disagreement with an opinion mentioned, until the minutes are final (CRPA R133-13; LAW PV-2).

    `person_id` is appointed to `seat` on the day; the desk may enter what was asked for at the sitting. The same
    mention twice is one.
    """
    body = body.strip()
    if len(body) > LONGEST_BODY:
        raise Refusal(MinutesRefusal.TEXT_TOO_LONG, most=LONGEST_BODY)
    with unit_of_work(db):
        record = store.record(db, meeting_id)
        steps.check_may_disagree(record.state)
        sitting = meetings.state(db, meeting_id, now=now)
        _check_member(sitting, seat, person_id)
        _check_opinion(sitting, item_id)
        for each in record.disagreements:
            if (each.item_id, each.person_id, each.withdrawn_at) == (item_id, person_id, None):
                if each.body == body:
                    return each.id
                raise Refusal(MinutesRefusal.ALREADY_STATED)
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        number = store.add_disagreement(db, meeting_id, item_id, seat_id=seat, person_id=person_id, body=body, at=at)
        store.touch(db, meeting_id, at)
        _journal(db, "minutes.disagreement_stated", meeting_id, by=by, now=at, item=item_id, person=person_id)
    return number


def withdraw_disagreement(
    db: Database, meeting_id: int, disagreement_id: int, *, by: By, now: datetime, only_of: int | None = None
) -> None:
    """Withdraw a mention; it stays in the record, unprinted. `only_of`: refuse one that is another person's."""
    with unit_of_work(db):
        record = store.record(db, meeting_id)
        steps.check_may_disagree(record.state)
        found = next((each for each in record.disagreements if each.id == disagreement_id), None)
        if found is None or found.withdrawn_at is not None or only_of not in {None, found.person_id}:
            raise Refusal(MinutesRefusal.UNKNOWN_DISAGREEMENT)
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        store.withdraw_disagreement(db, disagreement_id, at)
        store.touch(db, meeting_id, at)
        _journal(
            db, "minutes.disagreement_withdrawn", meeting_id, by=by, now=at, item=found.item_id, person=found.person_id
        )


def take_step(
    db: Database,
    meeting_id: int,
    new: MinutesState,
    *,
    expected: MinutesState,
    by: By,
    now: datetime,
    reason: str = "",
    linking: Linking | None = None,
) -> None:
    """Move the minutes on, or back with a reason (LAW PV-4); forward, their file is rendered anew.

    `expected` is the state that was before the eyes of whoever asks: a second click does nothing, and a state that
    somebody else has moved is refused. Once final, the minutes of a consultation on a draft text are sent to all
    (CRPA R133-7; LAW ECR-11), by the links that `linking` makes.
    """
    with unit_of_work(db):
        state = store.state(db, meeting_id)
        if state is new:
            return
        if state is not expected:
            raise Refusal(MinutesRefusal.STATE_MOVED)
        found = queries.dossier(db, meeting_id, now=now)
        meeting = found.sitting.meeting
        steps.check_step(
            state,
            new,
            closed=meeting.state is MeetingState.CLOSED,
            reason=reason,
            missing=found.missing,
            rehearsal=meeting.rehearsal,
        )
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        store.write_state(db, meeting_id, new, at=at, by=by.person_id, reason=reason.strip())
        back = steps.goes_back(state, new)
        act = "minutes.reopened" if back else _STEPS[new]
        _journal(db, act, meeting_id, by=by, now=at, state=new, before=state, reason=reason.strip())
        if new is MinutesState.FINAL:  # no rehearsal comes so far: the entry is in the true journal
            store.write_entry(db, meeting_id, journal.last_entry(db))
        if not back:
            rendering.order(db, meeting_id, FileKind.MINUTES, None, new, now=at)
            if new is MinutesState.FINAL and found.facts.annex.votes:
                rendering.order(db, meeting_id, FileKind.ANNEX, None, new, now=at)
            on_draft_text = found.facts.written is not None and bool(found.facts.written.draft_texts)
            if new is MinutesState.FINAL and on_draft_text and linking is not None:
                written.tell_minutes(db, meeting, linking=linking, by=by, at=at)


def transmit(db: Database, meeting_id: int, *, on: date, to: str, by: By, now: datetime) -> None:
    """Keep when the opinions were sent to the deciding authority: the applicant's access opens then (R133-13, L311-2)."""
    to = " ".join(to.split())
    if len(to) > LONGEST_BODY:
        raise Refusal(MinutesRefusal.TEXT_TOO_LONG, most=LONGEST_BODY)
    with unit_of_work(db):
        meeting = meetings.find(db, meeting_id)
        if meeting is None:
            raise Refusal(MinutesRefusal.UNKNOWN_MEETING)
        at = audit.effective_instant(db, now, scope=f"meeting:{meeting_id}")
        if not meeting.day <= on <= in_paris(at).date():
            raise Refusal(MinutesRefusal.TRANSMISSION_TOO_EARLY)
        store.write_transmission(db, meeting_id, on, to)
        _journal(db, "minutes.transmitted", meeting_id, by=by, now=at, on=on.isoformat(), to=to)


def _check_member(sitting: Sitting, seat: int, person_id: int) -> None:
    held = sitting.seat(seat)
    if held is None:
        raise Refusal(MinutesRefusal.UNKNOWN_SEAT)
    if all(each.person_id != person_id for each in held.people):
        raise Refusal(MinutesRefusal.NOT_A_MEMBER)


def _check_opinion(sitting: Sitting, item_id: int) -> None:
    if sitting.item_of(item_id) is None:
        raise Refusal(MinutesRefusal.UNKNOWN_ITEM)
    if all(motion.state is not MotionState.ANNOUNCED for motion in sitting.motions_of(item_id)):
        raise Refusal(MinutesRefusal.NO_OPINION)


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(MinutesRefusal.REASON_MISSING)
    if len(reason) > LONGEST_BODY:
        raise Refusal(MinutesRefusal.TEXT_TOO_LONG, most=LONGEST_BODY)
    return reason


def _journal(db: Database, act: str, meeting_id: int, *, by: By, now: datetime, **details: object) -> None:
    topic = f"meeting:{meeting_id}"
    audit.record(db, act, topic, by=by, now=now, scope=topic, **details)
    indexing.refresh(db, meeting_id)
    audit.touch(db, f"{topic}:minutes")
