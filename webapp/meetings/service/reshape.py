"""The agenda reshaped in the room, each time on the chair's decision: an item split, joined to another, or only heard."""

from dataclasses import replace
from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.service.unit import Unit, act, check_lengths
from webapp.meetings.sitting import Item, ItemKind, ItemState, MeetingRefusal, Motion
from webapp.polls import queries as polls
from webapp.storage.database import Database


def split_item(
    db: Database,
    meeting_id: int,
    item_id: int,
    titles: tuple[str, str],
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> int:
    """Split an item in two, 4 into 4a and 4b; return the number of the second, which comes right after.

    The first keeps the votes that were prepared, the second awaits its own. Nothing of the item may have been voted.
    """
    check_lengths(titles)
    if not all(title.strip() for title in titles):
        raise Refusal(MeetingRefusal.TITLE_MISSING)
    with act(db, meeting_id, "item.split", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        item = _unvoted(unit, item_id)
        label = item.label
        items = store.items(db, meeting_id)
        taken = {each.label for each in items}
        first, second = _two_labels(label, taken)
        draft = item.draft
        store.write_item(db, item, replace(draft, title=titles[0], label=first))
        place = items.index(item) + 1
        new = store.add_item(
            db, meeting_id, place + 1, replace(draft, title=titles[1], label=second), added_after=item.added_after
        )
        for position, each in enumerate(items[place:], start=place + 2):
            store.place_item(db, each.id, position, each.label)
        store.place_item(db, new, place + 1, second)
        unit.agenda("split", reason, item_id=item_id, before=label, title=item.title, labels=[first, second])
        unit.journal("item.split", item=item_id, other=new, label=label)
        unit.result = new
        return new


def _two_labels(label: str, taken: set[str]) -> tuple[str, str]:
    """Return two labels drawn from one: 4 gives 4a and 4b, and 4a, split again, the next letters that are free."""
    stem = label[:-1] if label[-1:].isalpha() and label[:-1].isdigit() else label
    free = [f"{stem}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    free = [each for each in free if each not in taken or each == label]
    return (label, free[free.index(label) + 1]) if label in free else (free[0], free[1])


def join_items(
    db: Database,
    meeting_id: int,
    item_id: int,
    to_item_id: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Join an item to another, examined together: its votes are put after the other's, and it is no longer called."""
    with act(db, meeting_id, "item.joined", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if item_id == to_item_id:
            raise Refusal(MeetingRefusal.JOIN_TO_ITSELF)
        item = _unvoted(unit, item_id)
        to = unit.item(to_item_id)
        if to.over:
            raise Refusal(MeetingRefusal.ITEM_OVER, item=to.label)
        motions = _motions(unit, item_id)
        if motions and to.kind is ItemKind.INFORMATION:
            raise Refusal(MeetingRefusal.INFORMATION_HAS_NO_VOTE)
        last = len(_motions(unit, to.id))
        for position, motion in enumerate(motions, start=last + 1):
            store.give_motion(db, motion.id, to.id, position)
        store.write_item_state(
            db, item, ItemState.JOINED, reason=f"joint au point {to.label}", begun_at=item.begun_at, ended_at=unit.at
        )
        unit.agenda("joined", reason, item_id=item_id, to=to.label)
        unit.journal("item.joined", item=item_id, other=to.id)


def to_information(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    by: By,
    now: datetime,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Take an item for information: its texts stay in the minutes as not put to the vote, and none will be."""
    with act(db, meeting_id, "item.information", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        item = _unvoted(unit, item_id)
        if item.kind is ItemKind.INFORMATION:
            raise Refusal(MeetingRefusal.ALREADY_INFORMATION, item=item.label)
        store.write_kind(db, item_id, ItemKind.INFORMATION)
        unit.agenda("information", reason, item_id=item_id)
        unit.journal("item.information", item=item_id, label=item.label)


def _motions(unit: Unit, item_id: int) -> list[Motion]:
    return [each for each in store.motions(unit.db, unit.meeting.id) if each.item_id == item_id]


def _unvoted(unit: Unit, item_id: int) -> Item:
    """Return an item of which nothing was ever put to the vote, or refuse."""
    item = unit.item(item_id)
    if item.over:
        raise Refusal(MeetingRefusal.ITEM_OVER, item=item.label)
    if polls.of_subjects(unit.db, [f"motion:{each.id}" for each in _motions(unit, item_id)]):
        raise Refusal(MeetingRefusal.ITEM_VOTED, item=item.label)
    return item
