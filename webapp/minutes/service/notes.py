"""Notes taken while an item is debated: each secretary's own, saved at every pause; they become the draft summary."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.minutes import store
from webapp.minutes.model import MinutesRefusal, Note
from webapp.minutes.rules import notes, steps
from webapp.storage.database import Database, unit_of_work

LONGEST_NOTE = 50_000


def save_note(db: Database, meeting_id: int, item_id: int, body: str, *, expected: int, by: By, now: datetime) -> Note:
    """Keep one's own notes on an item and return them; saving the same text again changes nothing.

    `expected` is the revision before the writer's eyes: written meanwhile from another of their devices, both texts
    are kept, one after the other. The journal says once who takes notes on an item, never each pause.
    """
    body = body.replace("\r\n", "\n")
    if len(body) > LONGEST_NOTE:
        raise Refusal(MinutesRefusal.TEXT_TOO_LONG, most=LONGEST_NOTE)
    if by.person_id is None or meetings.find_item(db, meeting_id, item_id) is None:
        raise Refusal(MinutesRefusal.UNKNOWN_ITEM)
    with unit_of_work(db):
        steps.check_may_write(store.state(db, meeting_id))
        before = next((each for each in store.notes(db, meeting_id, item_id) if each.person_id == by.person_id), None)
        if before is not None and before.body == body:
            return before
        revision = 0 if before is None else before.revision
        if before is not None and revision != expected:
            body = notes.together(before.body, body)
        topic = f"meeting:{meeting_id}"
        at = audit.effective_instant(db, now, scope=topic)
        note = Note(item_id=item_id, person_id=by.person_id, body=body, revision=revision + 1, saved_at=at)
        store.write_note(db, meeting_id, note)
        if before is None:
            audit.record(db, "minutes.notes_begun", topic, by=by, now=at, scope=topic, item=item_id)
    return note
