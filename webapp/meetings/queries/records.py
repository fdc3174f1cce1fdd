"""Reading what the database keeps of sittings, one query each."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from webapp.committees import queries as committees
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.queries.state import Sitting
from webapp.meetings.rules.door import check_door
from webapp.meetings.rules.replies import standing
from webapp.meetings.sitting import (
    Decision,
    DoorRefusal,
    Entrusted,
    Fact,
    Item,
    LateEntry,
    Meeting,
    Motion,
    Reply,
    Task,
)
from webapp.polls import queries as polls
from webapp.polls.model import Ballot, Poll
from webapp.storage.database import Database


def find(db: Database, meeting_id: int) -> Meeting | None:
    """Return one sitting, or None."""
    return store.meeting(db, meeting_id)


def find_by_screen(db: Database, meeting_id: int, token: str) -> Meeting | None:
    """Return the sitting that this projector link opens, or None once the link is renewed."""
    row = db.row("SELECT * FROM meetings WHERE id = ? AND screen_token = ?", (meeting_id, token))
    return None if row is None else store.meeting_of(row)


def find_by_door(db: Database, meeting_id: int, token: str) -> Meeting | None:
    """Return the sitting whose check-in page this link opens, or None once it is revoked."""
    row = db.row("SELECT * FROM meetings WHERE id = ? AND door_token = ?", (meeting_id, token))
    return None if row is None else store.meeting_of(row)


def at_the_door(db: Database, meeting_id: int, token: str, *, now: datetime) -> Meeting:
    """Return the sitting that people check in to by this link now, or refuse."""
    meeting = find_by_door(db, meeting_id, token)
    if meeting is None:
        raise Refusal(DoorRefusal.LINK_REVOKED)
    check_door(meeting, now)
    return meeting


def find_item(db: Database, meeting_id: int, item_id: int) -> Item | None:
    """Return one agenda item of this sitting, or None."""
    return store.item(db, meeting_id, item_id)


def find_motion(db: Database, item_id: int, motion_id: int) -> Motion | None:
    """Return one motion of this item, or None."""
    row = db.row(store.MOTION + " WHERE motions.item_id = ? AND motions.id = ?", (item_id, motion_id))
    return None if row is None else store.motion_of(row)


def items(db: Database, meeting_id: int) -> tuple[Item, ...]:
    """Return the agenda in its order."""
    return tuple(store.items(db, meeting_id))


def motions(db: Database, meeting_id: int) -> tuple[Motion, ...]:
    """Return every motion of a sitting, by item and in its order."""
    return tuple(store.motions(db, meeting_id))


def ledger(db: Database, meeting_id: int) -> tuple[Fact, ...]:
    """Return the whole ledger by effective hour; what was set aside stays, with the fact that set it aside."""
    return tuple(store.ledger(db, meeting_id))


def decisions(db: Database, meeting_id: int) -> tuple[Decision, ...]:
    """Return the chair's decisions, oldest first."""
    return tuple(store.decisions(db, meeting_id))


def pending_late_entries(db: Database, meeting_id: int) -> tuple[LateEntry, ...]:
    """Return the late entries on which the chair has still to decide, one per vote touched."""
    return tuple(each for each in store.late_entries(db, meeting_id) if each.decision_id is None)


def entrusted(db: Database, item_id: int) -> Entrusted | None:
    """Return to whom an item is entrusted, or None."""
    return store.entrusted(db, item_id)


def entrusted_items(db: Database, meeting_id: int) -> dict[int, Entrusted]:
    """Return what is entrusted to services in a sitting, by item."""
    return {each.item_id: each for each in store.entrusted_items(db, meeting_id)}


def tasks(db: Database, person_id: int) -> list[Task]:
    """Return the items entrusted to a person, the latest sitting first."""
    return store.tasks(db, person_id)


def replies(db: Database, meeting_id: int) -> dict[int, Reply]:
    """Return what was last replied to the notice for each seat, by whoever held it then."""
    return store.replies(db, meeting_id)


def standing_replies(db: Database, sitting: Sitting) -> dict[int, Reply]:
    """Return the replies of those who hold the seats of a sitting, by seat; not those of who held them before."""
    return standing(store.replies(db, sitting.meeting.id), sitting.frame.titulars)


def replies_of_seats(db: Database, person_id: int, seats: Iterable[int]) -> dict[tuple[int, int], Reply]:
    """Return what this titular ever replied for these seats, by sitting and seat; not what others did before them."""
    sql = "SELECT * FROM replies WHERE seat_id IN (SELECT value FROM json_each(?))"
    found = db.rows(sql, (json.dumps(sorted(seats)),))
    return {
        (row["meeting_id"], row["seat_id"]): store.reply_of(row)
        for row in found
        if row["titular_id"] in {None, person_id}
    }


@frozen
class Listed:
    """The sittings that count, and apart from them those of practice, each the latest first."""

    sittings: tuple[Meeting, ...] = ()
    rehearsals: tuple[Meeting, ...] = ()


def listed(db: Database, committee_ids: frozenset[int] | None) -> list[Meeting]:
    """Return the sittings of these committees (None: all), the latest first; a rehearsal is none of them."""
    return list(with_rehearsals(db, committee_ids).sittings)


def with_rehearsals(db: Database, committee_ids: frozenset[int] | None) -> Listed:
    """Return the sittings of these committees (None: all) and their rehearsals, in one query."""
    rows = db.rows("SELECT * FROM meetings ORDER BY starts_at DESC, id DESC")
    found = [store.meeting_of(row) for row in rows if committee_ids is None or row["committee_id"] in committee_ids]
    return _parted(found)


def _parted(found: Collection[Meeting]) -> Listed:
    return Listed(
        sittings=tuple(each for each in found if not each.rehearsal),
        rehearsals=tuple(each for each in found if each.rehearsal),
    )


def of_person(db: Database, person_id: int) -> Listed:
    """Return the sittings for whose day somebody holds a seat of their committee (LAW COM-4)."""
    times = committees.seated_times(db, person_id)
    if not times:
        return Listed()
    found = with_rehearsals(db, frozenset(committee_id for committee_id, _, _ in times))
    return _parted(
        [
            each
            for each in (*found.sittings, *found.rehearsals)
            if any(
                committee_id == each.committee_id
                and first <= each.composed_on
                and (last is None or each.composed_on <= last)
                for committee_id, first, last in times
            )
        ]
    )


def retired(db: Database, numbers: Collection[int]) -> frozenset[int]:
    """Return which of these numbers were those of rehearsals that have been purged."""
    return store.retired(db, numbers) if numbers else frozenset()


def ballots_by_name(db: Database, motion: Motion) -> tuple[Ballot, ...]:
    """Return the last ballot of each seat of a closed vote whose right stood; refused while it is open (VOT-9)."""
    return () if motion.poll_id is None else polls.counted(db, motion.poll_id)


def annulled_votes(db: Database, motion: Motion) -> list[Poll]:
    """Return the votes opened on this motion and annulled before their closing, oldest first (VOT-10)."""
    found = polls.of_subjects(db, [f"motion:{motion.id}"])
    return [poll for poll in found if poll.id != motion.poll_id]
