"""A sitting from its draft to its closing: mode, term, opening, items in hand, finding of no quorum."""

import secrets
from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import ACCESS, By
from webapp.committees import queries as committees
from webapp.committees.model import Committee
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Mode
from webapp.meetings.rules.notice import taken_up
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.rules.vote import quorum_at
from webapp.meetings.service import dossier
from webapp.meetings.service.ledger import write
from webapp.meetings.service.replies import enter_mandates
from webapp.meetings.service.sequel import after_closing
from webapp.meetings.service.unit import NOT_CLOSED, PREPARED, Unit, act, check_lengths, check_reason
from webapp.meetings.sitting import (
    Act,
    ClosingKind,
    Item,
    ItemKind,
    ItemState,
    Meeting,
    MeetingDraft,
    MeetingRefusal,
    MeetingState,
    Motion,
    MotionDraft,
    MotionState,
    NoticeRefusal,
    Presence,
    WrittenRefusal,
)
from webapp.storage.database import Database, unit_of_work
from webapp.wording.dates import in_paris

TOKEN_BYTES = 18


def create(
    db: Database, committee_id: int, draft: MeetingDraft, *, by: By, now: datetime, same_agenda: bool = False
) -> Meeting:
    """Prepare a sitting, within the committee's term (COM-1) and in a mode that it may use (ordonnance 2014-1329).

    With `same_agenda`, one on a second notice takes up the agenda of the first (CRPA R133-10; CNV-6).
    """
    _check_draft(draft)
    with unit_of_work(db):
        committee = committees.find(db, committee_id)
        if committee is None:
            raise Refusal(MeetingRefusal.UNKNOWN_COMMITTEE)
        _check_term(db, committee, draft)
        _check_mode(committee, draft)
        _check_second_notice(db, committee, draft)
        at = audit.effective_instant(db, now)
        number = store.add_meeting(db, committee_id, draft, screen_token=secrets.token_urlsafe(TOKEN_BYTES), at=at)
        topic = f"meeting:{number}"
        if same_agenda:
            _take_up(db, number, draft, by=by, at=at)
        audit.record(db, "meeting.prepared", topic, by=by, now=at, scope=topic, committee=committee_id, mode=draft.mode)
        audit.touch(db, topic)
        meeting = store.meeting(db, number)
    if meeting is None:
        raise Refusal(MeetingRefusal.UNKNOWN_MEETING)
    return meeting


def update(db: Database, meeting_id: int, draft: MeetingDraft, *, by: By, now: datetime) -> None:
    """Rewrite a sitting that is still in preparation."""
    _check_draft(draft)
    with act(db, meeting_id, "meeting.changed", by=by, now=now, states=PREPARED) as unit:
        committee = _committee(unit)
        _check_term(db, committee, draft)
        _check_mode(committee, draft)
        _check_second_notice(db, committee, draft)
        if unit.meeting.notice_id is not None:  # what was sent from here is no longer typed
            sent_on, urgency = unit.meeting.notice_sent_on, unit.meeting.notice_urgency
            draft = replace(draft, notice_sent_on=sent_on, notice_urgency=urgency)
        store.write_meeting(db, meeting_id, draft)
        _take_up(db, meeting_id, draft, by=by, at=unit.entered)
        unit.journal("meeting.changed", mode=draft.mode, starts_at=draft.starts_at.isoformat())


def renew_screen(db: Database, meeting_id: int, *, by: By, now: datetime) -> str:
    """Give the projector a new link; the former one opens nothing any more."""
    with act(db, meeting_id, "screen.renewed", by=by, now=now, states=frozenset(MeetingState)) as unit:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        store.write_screen(db, meeting_id, token)
        unit.journal("screen.renewed")
        audit.touch(db, ACCESS)
    return token


def open_sitting(
    db: Database,
    meeting_id: int,
    *,
    by: By,
    now: datetime,
    chair_seat: int | None = None,
    delegation: str = "",
    decision: str = "",
    late_notice: str = "",
    key: str | None = None,
) -> None:
    """Open a sitting: its settings and the number of members composing are frozen, and somebody present presides.

    Without `chair_seat` the committee's own chair presides. A day outside the committee's term is refused (COM-1)
    unless the chair decides otherwise, and so is one that was cancelled. `late_notice` is what the chair decides where
    members had the notice too late (CRPA R133-8; CNV-2). No quorum is asked for here: it is for each vote, or found
    lacking at the end. Mandates announced in the replies enter the ledger here, in order of receipt (CRPA R133-9).
    """
    check_lengths((delegation,))
    with act(db, meeting_id, "meeting.opened", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        committee = _committee(unit)
        if committees.term_on(db, committee.id, unit.meeting.composed_on) is None:
            if not decision.strip():
                raise Refusal(MeetingRefusal.OUT_OF_TERM, day=unit.meeting.composed_on.isoformat())
            unit.decide("COM-1", check_reason(decision))
        if not store.items(db, meeting_id):
            raise Refusal(MeetingRefusal.AGENDA_EMPTY)
        _check_convened(unit, late_notice)
        framed = unit.framed()
        presence = presence_at(store.ledger(db, meeting_id), unit.at, framed.frame.titulars)
        seat = chair_seat
        if seat is None and presence.chair is not None and presence.chair_sits:
            seat = presence.chair.seat
        elif seat is None and framed.roster.chair is not None:
            seat = framed.roster.chair.seat.id
        _take_chair(unit, presence, seat, delegation)
        enter_mandates(unit)
        store.write_opened(db, meeting_id, settings=framed.settings, composing=framed.composing, at=unit.at)
        unit.journal(
            "meeting.opened", composing=framed.composing, chair_seat=seat, second_notice=unit.meeting.second_notice
        )


def _check_convened(unit: Unit, decision: str) -> None:
    latest = None if unit.meeting.notice_id is None else store.latest_notice(unit.db, unit.meeting.id)
    if latest is not None and latest.cancels:
        raise Refusal(NoticeRefusal.CANCELLED)
    if decision.strip():
        unit.decide("CNV-2", check_reason(decision), decision="held")


def close_sitting(
    db: Database, meeting_id: int, *, by: By, now: datetime, no_quorum: bool = False, key: str | None = None
) -> None:
    """Close a sitting, or find that there is no quorum (constat de carence, CRPA R133-10; QUO-3).

    Refused while a vote is open or a late entry awaits the chair's decision; the finding is refused where quorum is.
    """
    with act(db, meeting_id, "meeting.closed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        check_may_close(unit)
        if no_quorum:
            _find_no_quorum(unit)
        else:
            _leave_items(unit, ItemState.DONE, only_in_hand=True)
        kind = ClosingKind.NO_QUORUM if no_quorum else ClosingKind.NORMAL
        store.write_closed(db, meeting_id, kind, unit.at)
        unit.journal("meeting.closed", kind=kind)
        after_closing(unit)


def check_may_close(unit: Unit) -> None:
    """Refuse to end a sitting while a vote is open or a late entry awaits the chair's decision."""
    if any(motion.state is MotionState.OPEN for motion in store.motions(unit.db, unit.meeting.id)):
        raise Refusal(MeetingRefusal.VOTE_STILL_OPEN)
    if any(each.decision_id is None for each in store.late_entries(unit.db, unit.meeting.id)):
        raise Refusal(MeetingRefusal.LATE_ENTRIES_PENDING)


def begin_item(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Take an item in hand; the one before must have been ended, adjourned or withdrawn."""
    with act(db, meeting_id, "item.begun", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        unit.going_on()
        item = unit.item(item_id)
        if unit.meeting.item_in_hand not in {None, item_id}:
            raise Refusal(MeetingRefusal.OTHER_ITEM_IN_HAND)
        if item.over:
            raise Refusal(MeetingRefusal.ITEM_OVER, item=item.label)
        store.write_item_state(db, item, ItemState.IN_HAND, reason="", begun_at=item.begun_at or unit.at, ended_at=None)
        unit.journal("item.begun", item=item_id, label=item.label)


def end_item(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """End the item in hand; with a vote not taken, only on a decision of the chair whose `reason` is kept."""
    with act(db, meeting_id, "item.ended", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        item = unit.item(item_id)
        if item.state is not ItemState.IN_HAND:
            raise Refusal(MeetingRefusal.ITEM_NOT_IN_HAND, item=item.label)
        _check_no_open_vote(unit, item)
        waiting = any(each.state is MotionState.PENDING for each in _motions_of(unit, item))
        if waiting and item.kind is ItemKind.VOTE:
            if not reason.strip():
                raise Refusal(MeetingRefusal.MOTIONS_PENDING, item=item.label)
            unit.decide("item", check_reason(reason), decision="not_voted", item_id=item_id)
        store.write_item_state(
            db, item, ItemState.DONE, reason=reason.strip(), begun_at=item.begun_at, ended_at=unit.at
        )
        unit.journal("item.ended", item=item_id, label=item.label, reason=reason.strip())


def adjourn_item(
    db: Database, meeting_id: int, item_id: int, *, reason: str, by: By, now: datetime, key: str | None = None
) -> None:
    """Put an item off to another sitting, with the reason that the minutes print."""
    _set_aside(db, meeting_id, item_id, ItemState.ADJOURNED, reason=reason, by=by, now=now, key=key)


def withdraw_item(
    db: Database, meeting_id: int, item_id: int, *, reason: str, by: By, now: datetime, key: str | None = None
) -> None:
    """Withdraw an item from the agenda, with the reason that the minutes print."""
    _set_aside(db, meeting_id, item_id, ItemState.WITHDRAWN, reason=reason, by=by, now=now, key=key)


def reopen_item(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Put an item that is over, or in hand by mistake, back among those to come; its votes stay what they are.

    One that was called by mistake, and on which nobody voted, has not begun: it will at its next call.
    """
    with act(db, meeting_id, "item.reopened", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        item = unit.item(item_id)
        _check_no_open_vote(unit, item)
        begun_at = item.begun_at if item.over or _ballots_were_cast(unit, item) else None
        store.write_item_state(db, item, ItemState.PENDING, reason="", begun_at=begun_at, ended_at=None)
        unit.agenda("reopened" if item.over else "put_back", reason, item_id=item_id, was=item.state)
        unit.journal("item.reopened", item=item_id, label=item.label, reason=reason.strip())


def _ballots_were_cast(unit: Unit, item: Item) -> bool:
    """Whether a vote on an item was closed, or stopped after its first ballot."""
    return any(each.result is not None for each in _motions_of(unit, item)) or any(
        each.rule == "vote" and each.item_id == item.id and each.decision != "cancelled"
        for each in store.decisions(unit.db, unit.meeting.id)
    )


def _set_aside(
    db: Database,
    meeting_id: int,
    item_id: int,
    state: ItemState,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None,
) -> None:
    reason = check_reason(reason)
    with act(db, meeting_id, f"item.{state}", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        item = unit.item(item_id)
        if item.over:
            raise Refusal(MeetingRefusal.ITEM_OVER, item=item.label)
        _check_no_open_vote(unit, item)
        store.write_item_state(db, item, state, reason=reason, begun_at=item.begun_at, ended_at=unit.at)
        unit.agenda(state, reason, item_id=item_id)
        unit.journal(f"item.{state}", item=item_id, label=item.label, reason=reason)


def _check_draft(draft: MeetingDraft) -> None:
    check_lengths(
        (draft.title, draft.place, draft.connection, draft.secretary),
        (draft.mode_decision, draft.notice_urgency),
    )


def _check_term(db: Database, committee: Committee, draft: MeetingDraft) -> None:
    day = in_paris(draft.starts_at).date()
    if committees.term_on(db, committee.id, day) is None:
        raise Refusal(MeetingRefusal.OUT_OF_TERM, day=day.isoformat())


def _check_mode(committee: Committee, draft: MeetingDraft) -> None:
    """Refuse a sitting at a distance without the chair's decision and adopted rules (ordonnance 2014-1329, art. 2 to 5).

    In writing half must take part, and nothing waives it: there is no second notice (ECR-9).
    """
    if draft.mode is Mode.IN_PERSON:
        return
    if draft.mode is Mode.WRITTEN and draft.second_notice:
        raise Refusal(WrittenRefusal.NO_SECOND_NOTICE)
    if not committee.settings.recording_rules.strip():
        raise Refusal(MeetingRefusal.MODE_NEEDS_RULES)
    if not draft.mode_decision.strip():
        raise Refusal(MeetingRefusal.MODE_NEEDS_DECISION)


def _check_second_notice(db: Database, committee: Committee, draft: MeetingDraft) -> None:
    """Refuse to waive the quorum except after a sitting where it was found lacking (CRPA R133-10; QUO-8, CNV-6)."""
    if not draft.second_notice:
        return
    first = None if draft.first_meeting_id is None else store.true_meeting(db, draft.first_meeting_id)
    if first is None or first.committee_id != committee.id or not _found_lacking(first):
        raise Refusal(MeetingRefusal.SECOND_NOTICE_NEEDS_FINDING)


def _take_up(db: Database, meeting_id: int, draft: MeetingDraft, *, by: By, at: datetime) -> None:
    """Copy what the first sitting left for want of a quorum into an agenda still empty: items, texts, documents."""
    if not draft.second_notice or draft.first_meeting_id is None or store.items(db, meeting_id):
        return
    texts = store.motions(db, draft.first_meeting_id)
    for place, item in enumerate(taken_up(store.items(db, draft.first_meeting_id)), start=1):
        number = store.add_item(db, meeting_id, place, item.draft, carried_from=item.id, approves=item.approves)
        for motion in texts:
            if motion.item_id == item.id and motion.state is MotionState.PENDING:
                text = MotionDraft(kind=motion.kind, title=motion.title, text=motion.text)
                store.add_motion(db, number, motion.position, text)
        dossier.carry(db, item, meeting_id, number, by=by, at=at)


def _found_lacking(meeting: Meeting) -> bool:
    return meeting.closing_kind is ClosingKind.NO_QUORUM and meeting.mode is not Mode.WRITTEN


def _committee(unit: Unit) -> Committee:
    found = committees.find(unit.db, unit.meeting.committee_id)
    if found is None:
        raise Refusal(MeetingRefusal.UNKNOWN_COMMITTEE)
    return found


def _take_chair(unit: Unit, presence: Presence, seat: int | None, delegation: str) -> None:
    if seat is None or seat not in presence.seats:
        raise Refusal(MeetingRefusal.CHAIR_MISSING)
    person_id = presence.seats[seat].occupant.person_id
    chair = presence.chair
    if chair is not None and (chair.seat, chair.person_id) == (seat, person_id) and not delegation.strip():
        return
    write(unit, Act.CHAIR, unit.at, seat=seat, person_id=person_id, text=delegation)


def _find_no_quorum(unit: Unit) -> None:
    found = quorum_at(unit.frame, store.ledger(unit.db, unit.meeting.id), unit.at, unit.meeting.item_in_hand)
    if not found.lacking:
        raise Refusal(MeetingRefusal.QUORUM_IS_THERE, counted=found.counted, required=found.required)
    _leave_items(unit, ItemState.ADJOURNED, only_in_hand=False)


def _leave_items(unit: Unit, state: ItemState, *, only_in_hand: bool) -> None:
    """Settle the items that the closing leaves: the one in hand, or every one that is not over."""
    for item in store.items(unit.db, unit.meeting.id):
        if item.state is ItemState.IN_HAND or (item.state is ItemState.PENDING and not only_in_hand):
            reason = "quorum non atteint" if state is ItemState.ADJOURNED else item.state_reason
            store.write_item_state(unit.db, item, state, reason=reason, begun_at=item.begun_at, ended_at=unit.at)


def _motions_of(unit: Unit, item: Item) -> list[Motion]:
    return [each for each in store.motions(unit.db, unit.meeting.id) if each.item_id == item.id]


def _check_no_open_vote(unit: Unit, item: Item) -> None:
    if any(each.state is MotionState.OPEN for each in _motions_of(unit, item)):
        raise Refusal(MeetingRefusal.VOTE_STILL_OPEN)
