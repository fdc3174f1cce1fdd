"""The agenda: items in their order, and each item's motions on their own versions of the text."""

from dataclasses import replace
from datetime import datetime

from webapp.audit.model import By
from webapp.documents import queries as documents
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules.labels import next_label
from webapp.meetings.rules.notice import takes_no_vote
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act, check_lengths
from webapp.meetings.sitting import (
    Item,
    ItemDraft,
    ItemKind,
    ItemState,
    Meeting,
    MeetingRefusal,
    MeetingState,
    Motion,
    MotionDraft,
    MotionState,
)
from webapp.polls import queries as polls
from webapp.storage.database import Database


def add_item(
    db: Database,
    meeting_id: int,
    draft: ItemDraft,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> int:
    """Add an item at the end of the agenda; return its number. During a sitting too, on the chair's decision.

    Under a second notice no item to vote on is added: it would be voted without quorum (CRPA R133-10; CNV-6).
    """
    _check_item(draft)
    with act(db, meeting_id, "item.added", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            if draft.kind is ItemKind.VOTE:
                check_not_fixed(unit)
            unit.result = append(unit, draft)
            unit.agenda("added", reason, item_id=unit.result)
            unit.journal("item.added", item=unit.result, title=draft.title.strip(), kind=draft.kind)
        return unit.result or 0


def check_not_fixed(unit: Unit) -> None:
    """Refuse to touch the agenda of a second notice: it is that of the first (CRPA R133-10; CNV-6)."""
    if takes_no_vote(unit.meeting, store.items(unit.db, unit.meeting.id)):
        raise Refusal(MeetingRefusal.SECOND_NOTICE_AGENDA_FIXED)


def late_for(db: Database, meeting: Meeting) -> int | None:
    """Return the notice that an item added now comes after, None where none stands (LAW CNV-5)."""
    if meeting.notice_id is None:
        return None
    latest = store.latest_notice(db, meeting.id)
    return None if latest is None or latest.cancels else latest.id


def append(unit: Unit, draft: ItemDraft, *, approves: int | None = None) -> int:
    """Write an item at the end of the agenda; once the sitting is open it takes the number after those announced."""
    items = store.items(unit.db, unit.meeting.id)
    if unit.meeting.state is MeetingState.OPEN and not draft.label.strip():
        draft = replace(draft, label=next_label(each.label for each in items))
    return store.add_item(
        unit.db, unit.meeting.id, len(items) + 1, draft, approves=approves, added_after=late_for(unit.db, unit.meeting)
    )


def update_item(
    db: Database, meeting_id: int, item_id: int, draft: ItemDraft, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Rewrite an item that is not over; one with motions stays an item to vote on."""
    _check_item(draft)
    with act(db, meeting_id, "item.changed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        item = unit.item(item_id)
        motions = _motions(unit, item_id)
        if item.over:
            raise Refusal(MeetingRefusal.ITEM_OVER, item=item.label)
        if motions and draft.kind is ItemKind.INFORMATION:
            raise Refusal(MeetingRefusal.INFORMATION_HAS_NO_VOTE)
        if item.kind is ItemKind.VOTE or draft.kind is ItemKind.VOTE:
            _check_written_freely(unit)
        store.write_item(db, item, draft)
        unit.journal("item.changed", item=item_id, title=draft.title.strip(), before=item.title)


def move_item(
    db: Database,
    meeting_id: int,
    item_id: int,
    position: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Put an item at a place of the agenda, 1 being the first.

    In preparation, numbers that were given by place follow; once the sitting is open an item keeps the number under
    which it was announced.
    """
    with act(db, meeting_id, "item.moved", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        _check_written_freely(unit)
        moved = unit.item(item_id)
        others = [each for each in store.items(db, meeting_id) if each.id != item_id]
        others.insert(max(0, min(position - 1, len(others))), moved)
        _number(db, others, follow=unit.meeting.state is MeetingState.PREPARED)
        unit.agenda("moved", reason, item_id=item_id, before=moved.label, place=others.index(moved) + 1)
        unit.journal("item.moved", item=item_id, position=position)


def remove_item(db: Database, meeting_id: int, item_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Take an item out of the agenda while nothing has happened to it; afterwards it is withdrawn, and stays."""
    with act(db, meeting_id, "item.removed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        item = unit.item(item_id)
        if item.kind is ItemKind.VOTE:
            _check_written_freely(unit)
        if (
            item.state is not ItemState.PENDING
            or item.begun_at is not None
            or _is_named(db, item_id, _motions(unit, item_id))
        ):
            raise Refusal(MeetingRefusal.ITEM_TOUCHED, item=item.label)
        if any(each.subject == item.topic for each in documents.of_scope(db, unit.meeting.topic)):
            raise Refusal(MeetingRefusal.ITEM_HAS_DOCUMENTS, item=item.label)
        store.remove_item(db, item_id)
        _number(db, store.items(db, meeting_id), follow=unit.meeting.state is MeetingState.PREPARED)
        unit.journal("item.removed", item=item_id, title=item.title)


def add_motion(
    db: Database,
    meeting_id: int,
    item_id: int,
    draft: MotionDraft,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Add a motion at the end of an item's votes; return its number. An information item has none."""
    _check_motion(draft)
    with act(db, meeting_id, "motion.added", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            item = unit.item(item_id)
            _check_takes_votes(item)
            position = len(_motions(unit, item_id)) + 1
            unit.result = store.add_motion(db, item_id, position, draft)
            unit.journal("motion.added", item=item_id, motion=unit.result, title=draft.title.strip())
        return unit.result or 0


def update_motion(
    db: Database,
    meeting_id: int,
    motion_id: int,
    draft: MotionDraft,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Rewrite a motion that was not put to the vote: once it is, its text is frozen (LAW VOT-10)."""
    _check_motion(draft)
    with act(db, meeting_id, "motion.changed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        motion = _unvoted(unit, motion_id)
        store.write_motion(db, motion_id, draft)
        unit.journal("motion.changed", motion=motion_id, title=draft.title.strip(), before=motion.title)


def move_motion(
    db: Database, meeting_id: int, motion_id: int, position: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Put a motion at a place among its item's votes, never before one that was voted."""
    with act(db, meeting_id, "motion.moved", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        moved = _unvoted(unit, motion_id)
        others = [each for each in _motions(unit, moved.item_id) if each.id != motion_id]
        voted = sum(each.state is not MotionState.PENDING for each in others)
        others.insert(max(voted, min(position - 1, len(others))), moved)
        for place, each in enumerate(others, start=1):
            store.place_motion(db, each.id, place)
        unit.journal("motion.moved", motion=motion_id, position=position)


def remove_motion(
    db: Database, meeting_id: int, motion_id: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Take away a motion that was never put to the vote."""
    with act(db, meeting_id, "motion.removed", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        motion = _unvoted(unit, motion_id)
        if polls.of_subjects(db, [f"motion:{motion_id}"]):
            raise Refusal(MeetingRefusal.MOTION_VOTED, title=motion.title)
        store.remove_motion(db, motion_id)
        unit.journal("motion.removed", motion=motion_id, title=motion.title, text=motion.text)


def _check_written_freely(unit: Unit) -> None:
    """In preparation, an agenda taken up from a first notice is read only; in the sitting the chair decides."""
    if unit.meeting.state is MeetingState.PREPARED:
        check_not_fixed(unit)


def _check_item(draft: ItemDraft) -> None:
    if not draft.title.strip():
        raise Refusal(MeetingRefusal.TITLE_MISSING)
    check_lengths((draft.label, draft.title, draft.commune, draft.applicant, draft.legal_basis, draft.rapporteur))


def _check_motion(draft: MotionDraft) -> None:
    if not draft.title.strip():
        raise Refusal(MeetingRefusal.TITLE_MISSING)
    check_lengths((draft.title,), (draft.text,))


def _check_takes_votes(item: Item) -> None:
    if item.kind is ItemKind.INFORMATION:
        raise Refusal(MeetingRefusal.INFORMATION_HAS_NO_VOTE)
    if item.over:
        raise Refusal(MeetingRefusal.ITEM_OVER, item=item.label)


def _unvoted(unit: Unit, motion_id: int) -> Motion:
    motion = unit.motion(motion_id)
    if motion.state is not MotionState.PENDING:
        raise Refusal(MeetingRefusal.MOTION_VOTED, title=motion.title)
    return motion


def _motions(unit: Unit, item_id: int) -> list[Motion]:
    return [each for each in store.motions(unit.db, unit.meeting.id) if each.item_id == item_id]


def _is_named(db: Database, item_id: int, motions: list[Motion]) -> bool:
    """Whether a recusal, a decision, somebody to be heard or a past vote names the item."""
    named = db.value(
        "SELECT EXISTS (SELECT 1 FROM ledger WHERE item_id = :item)"
        " OR EXISTS (SELECT 1 FROM decisions WHERE item_id = :item)"
        " OR EXISTS (SELECT 1 FROM hearings WHERE item_id = :item)",
        {"item": item_id},
    )
    return bool(named or polls.of_subjects(db, [f"motion:{motion.id}" for motion in motions]))


def put_first(db: Database, meeting_id: int, item_id: int) -> None:
    """Put an item at the head of an agenda in preparation, inside the caller's unit of work."""
    found = store.items(db, meeting_id)
    _number(db, sorted(found, key=lambda each: each.id != item_id))


def _number(db: Database, items: list[Item], *, follow: bool = True) -> None:
    """Write places in order; to `follow`, a label that was just the old place becomes the new one."""
    for place, item in enumerate(items, start=1):
        label = str(place) if follow and item.label == str(item.position) else item.label
        store.place_item(db, item.id, place, label)
