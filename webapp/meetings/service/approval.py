"""Approving the minutes of an earlier sitting: an item of the agenda, voted on or passed without objection."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Sense
from webapp.meetings.rules.quorum import check_quorum
from webapp.meetings.rules.vote import quorum_at
from webapp.meetings.service import agenda
from webapp.meetings.service.sequel import after_approval
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act
from webapp.meetings.sitting import (
    ItemDraft,
    ItemState,
    Meeting,
    MeetingRefusal,
    MeetingState,
    Motion,
    MotionDraft,
    MotionKind,
)
from webapp.polls import queries as polls
from webapp.storage.database import Database
from webapp.wording import dates
from webapp.wording.sitting import APPROVED


def add(db: Database, meeting_id: int, approved_id: int, *, by: By, now: datetime, key: str | None = None) -> int:
    """Put the approval of a closed sitting's minutes on the agenda, with the vote it may need; return the item's number.

    It comes first while the agenda is being written, and last once the sitting is open. The sitting approved is one of
    the same committee, and is on the agenda once.
    """
    with act(db, meeting_id, "item.added", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return unit.result or 0
        approved = _to_approve(unit, approved_id)
        agenda.check_not_fixed(unit)
        if any(item.approves == approved_id for item in store.items(db, meeting_id)):
            raise Refusal(MeetingRefusal.APPROVAL_ON_AGENDA)
        day = dates.day(approved.day)
        draft = ItemDraft(title=f"Approbation du procès-verbal de la séance du {day}", mandatory=False)
        number = agenda.append(unit, draft, approves=approved_id)
        motion = MotionDraft(title=draft.title, text=f"Le procès-verbal de la séance du {day} est approuvé.")
        store.add_motion(db, number, 1, motion)
        if unit.meeting.state is MeetingState.PREPARED:
            agenda.put_first(db, meeting_id, number)
        unit.agenda("added", item_id=number)
        unit.journal("item.added", item=number, title=draft.title, kind=draft.kind, approves=approved_id)
        unit.result = number
        return number


def _to_approve(unit: Unit, approved_id: int) -> Meeting:
    found = store.true_meeting(unit.db, approved_id)
    if (
        found is None
        or found.id == unit.meeting.id
        or found.committee_id != unit.meeting.committee_id
        or found.state is not MeetingState.CLOSED
    ):
        raise Refusal(MeetingRefusal.NOTHING_TO_APPROVE)
    return found


def without_objection(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Record that nobody objects: the minutes are approved without a vote, the quorum being there (CRPA R133-10)."""
    with act(db, meeting_id, "item.approved", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        unit.going_on()
        item = unit.item(item_id)
        if item.approves is None:
            raise Refusal(MeetingRefusal.NOT_AN_APPROVAL, item=item.label)
        if item.state is not ItemState.IN_HAND:
            raise Refusal(MeetingRefusal.ITEM_NOT_IN_HAND, item=item.label)
        motions = [each for each in store.motions(db, meeting_id) if each.item_id == item_id]
        if polls.of_subjects(db, [f"motion:{each.id}" for each in motions]):
            raise Refusal(MeetingRefusal.ITEM_VOTED, item=item.label)
        check_quorum(quorum_at(unit.frame, store.ledger(db, meeting_id), unit.at, item_id))
        store.write_item_state(db, item, ItemState.DONE, reason=APPROVED, begun_at=item.begun_at, ended_at=unit.at)
        unit.agenda("approved", reason or "Aucune opposition", item_id=item_id)
        unit.journal("item.approved", item=item_id, label=item.label)
        after_approval(unit, item_id, item.approves)


def voted(unit: Unit, motion: Motion) -> None:
    """Follow up a vote that is announced: a favourable one on the whole approves the minutes that its item names."""
    item = unit.item(motion.item_id)
    favourable = motion.result is not None and motion.result.outcome.sense is Sense.FAVOURABLE
    if item.approves is not None and motion.kind is MotionKind.WHOLE and favourable:
        after_approval(unit, item.id, item.approves)
