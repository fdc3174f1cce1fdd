"""Ways out of a sitting's accidents, each on the chair's recorded decision: votes stopped or redone, suspension, early end."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.queries.state import open_vote as read_open_vote
from webapp.meetings.rules.vote import quorum_at
from webapp.meetings.service import dossier
from webapp.meetings.service.agenda import late_for
from webapp.meetings.service.conduct import check_may_close
from webapp.meetings.service.sequel import after_closing
from webapp.meetings.service.unit import Unit, act, check_reason
from webapp.meetings.sitting import (
    ClosingKind,
    Item,
    ItemState,
    Meeting,
    MeetingRefusal,
    MeetingState,
    Motion,
    MotionDraft,
    MotionState,
)
from webapp.polls import service as polling
from webapp.storage.database import Database
from webapp.wording import dates


def stop_vote(
    db: Database, meeting_id: int, motion_id: int, *, reason: str, by: By, now: datetime, key: str | None = None
) -> None:
    """Stop an open vote without a result: before its first ballot it is cancelled, after it is interrupted.

    The ballots received are kept and counted nowhere; the text may change (VOT-10), and the next opening is that of
    another vote on the same question.
    """
    reason = check_reason(reason)
    with act(db, meeting_id, "vote.stopped", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        motion = unit.open_motion(motion_id)
        ballots = len(read_open_vote(db, motion, unit.item(motion.item_id)).voted)
        polling.close(db, motion.poll_id or 0, now=unit.at)
        _set_aside(unit, motion, "interrupted" if ballots else "cancelled", reason, ballots=ballots)


def redo_vote(
    db: Database, meeting_id: int, motion_id: int, *, reason: str, by: By, now: datetime, key: str | None = None
) -> None:
    """Have a closed vote held again, on the chair's recorded decision: its result no longer stands, and is kept.

    Both results are printed in the minutes. The item must be in hand, and no other vote open.
    """
    reason = check_reason(reason)
    with act(db, meeting_id, "vote.redone", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        motion = unit.motion(motion_id)
        item = unit.item(motion.item_id)
        if motion.result is None:
            raise Refusal(MeetingRefusal.VOTE_NOT_CLOSED)
        if item.state is not ItemState.IN_HAND:
            raise Refusal(MeetingRefusal.ITEM_NOT_IN_HAND, item=item.label)
        check_no_open_vote(unit)
        _set_aside(
            unit,
            motion,
            "redone",
            reason,
            ballots=motion.result.counts.entitled - motion.result.counts.did_not_vote,
            result=store.result_values(motion.result),
        )


def _set_aside(unit: Unit, motion: Motion, decision: str, reason: str, **details: Any) -> None:
    """Untie a motion from its vote and keep what that vote was."""
    unit.decide(
        "vote",
        reason,
        decision=decision,
        item_id=motion.item_id,
        motion_id=motion.id,
        poll=motion.poll_id,
        number=motion.number,
        opened_at=None if motion.opened_at is None else clock.to_text(motion.opened_at),
        closed_at=clock.to_text(motion.closed_at or unit.at),
        **details,
    )
    store.unwrite_vote(unit.db, motion.id)
    unit.journal(f"vote.{decision}", motion=motion.id, poll=motion.poll_id, number=motion.number, reason=reason)


def check_no_open_vote(unit: Unit) -> None:
    """Refuse what may not be done while any vote of the sitting is open."""
    if any(motion.state is MotionState.OPEN for motion in store.motions(unit.db, unit.meeting.id)):
        raise Refusal(MeetingRefusal.VOTE_STILL_OPEN)


def suspend(db: Database, meeting_id: int, *, by: By, now: datetime, reason: str = "", key: str | None = None) -> None:
    """Suspend the sitting: nothing is called or voted until it is resumed; people may come and go."""
    with act(db, meeting_id, "meeting.suspended", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        unit.going_on()
        check_no_open_vote(unit)
        store.write_suspended(db, meeting_id, unit.at)
        unit.decide("sitting", reason.strip() or "Suspension de séance", decision="suspended")
        unit.journal("meeting.suspended", reason=reason.strip())


def resume(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Resume a suspended sitting, its quorum taken again and kept (QUO-4); lacking, it is only said: no vote will open."""
    with act(db, meeting_id, "meeting.resumed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if unit.meeting.suspended_at is None:
            raise Refusal(MeetingRefusal.NOT_SUSPENDED)
        found = quorum_at(unit.frame, store.ledger(db, meeting_id), unit.at, unit.meeting.item_in_hand)
        store.write_suspended(db, meeting_id, None)
        unit.decide(
            "sitting",
            "Reprise de la séance",
            decision="resumed",
            counted=found.counted,
            required=found.required,
            reached=found.reached,
            applies=found.applies,
        )
        unit.journal("meeting.resumed", counted=found.counted, required=found.required)


def end_early(
    db: Database,
    meeting_id: int,
    *,
    reason: str,
    by: By,
    now: datetime,
    next_meeting_id: int | None = None,
    key: str | None = None,
) -> None:
    """End the sitting before its agenda is through: the items that are left are adjourned, whole, to another sitting.

    With `next_meeting_id`, a sitting of the same committee in preparation, they are written at the end of its agenda
    with the texts that were not voted; without it they wait for one. Refused while a vote is open or a late entry
    awaits the chair.
    """
    reason = check_reason(reason)
    with act(db, meeting_id, "meeting.closed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        check_may_close(unit)
        to = None if next_meeting_id is None else _next(unit, next_meeting_id)
        where = "à une séance ultérieure" if to is None else f"à la séance du {dates.day(to.day)}"
        left = [item for item in store.items(db, meeting_id) if not item.over]
        for item in left:
            if to is not None:
                carry(unit, item, to)
            store.write_item_state(
                db, item, ItemState.ADJOURNED, reason=f"reporté {where}", begun_at=item.begun_at, ended_at=unit.at
            )
        unit.decide(
            "sitting",
            reason,
            decision="ended_early",
            items=[item.label for item in left],
            where=where,
            next_meeting=None if to is None else to.id,
        )
        store.write_closed(db, meeting_id, ClosingKind.NORMAL, unit.at)
        unit.journal("meeting.closed", kind=ClosingKind.NORMAL, reason=reason, carried=[item.id for item in left])
        after_closing(unit)


def _next(unit: Unit, next_meeting_id: int) -> Meeting:
    found = store.true_meeting(unit.db, next_meeting_id)
    if (
        found is None
        or unit.meeting.rehearsal
        or found.committee_id != unit.meeting.committee_id
        or found.state is not MeetingState.PREPARED
        or found.second_notice
    ):
        raise Refusal(MeetingRefusal.NEXT_NOT_PREPARED)
    return found


def carry(unit: Unit, item: Item, to: Meeting) -> None:
    """Write an item, with those of its texts that were not voted and its documents, at the end of another agenda."""
    db = unit.db
    draft = replace(item.draft, label="")
    number = store.add_item(
        db,
        to.id,
        len(store.items(db, to.id)) + 1,
        draft,
        carried_from=item.id,
        approves=item.approves,
        added_after=late_for(db, to),
    )
    unvoted = [each for each in store.motions(db, item.meeting_id) if each.item_id == item.id and each.poll_id is None]
    for place, motion in enumerate(unvoted, start=1):
        store.add_motion(db, number, place, MotionDraft(kind=motion.kind, title=motion.title, text=motion.text))
    dossier.carry(db, item, to.id, number, by=unit.by, at=unit.entered)
    store.grow(db, to.id)
