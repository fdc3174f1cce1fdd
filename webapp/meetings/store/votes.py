"""Motions and their votes."""

import json
from dataclasses import asdict
from datetime import datetime

from webapp.kernel import clock
from webapp.meetings.sitting import Motion, MotionDraft, MotionKind, Opening, VoteResult
from webapp.meetings.store.results import quorum_from, result_from, result_values
from webapp.meetings.store.values import as_json, instant, written
from webapp.storage.database import Database, Row

MOTION = (
    "SELECT motions.*, agenda_items.meeting_id, polls.text_hash, polls.opens_at, polls.closed_at AS poll_closed_at,"
    " polls.kind AS poll_kind,"
    " (SELECT count(*) FROM polls p WHERE p.subject = 'motion:' || motions.id) AS attempts"
    " FROM motions JOIN agenda_items ON agenda_items.id = motions.item_id LEFT JOIN polls ON polls.id = motions.poll_id"
)


def motion_of(row: Row) -> Motion:
    """Read a motion, with its poll, out of a row of MOTION."""
    stored = None if row["outcome"] is None else json.loads(row["outcome"])
    opening = None if row["opening"] is None else json.loads(row["opening"])
    return Motion(
        id=row["id"],
        item_id=row["item_id"],
        position=row["position"],
        kind=MotionKind(row["kind"]),
        title=row["title"],
        text=row["text"],
        poll_id=row["poll_id"],
        text_hash=row["text_hash"],
        opened_at=instant(row["opens_at"]),
        closed_at=instant(row["poll_closed_at"]),
        opening=None if opening is None else Opening(quorum=quorum_from(opening["quorum"]), mark=opening["mark"]),
        last_call_at=instant(row["last_call_at"]),
        result=None if stored is None else result_from(stored["standing"]),
        first_result=None if stored is None else result_from(stored["first"]),
        announced_at=instant(row["announced_at"]),
        list_confirmed_by=row["list_confirmed_by"],
        list_confirmed_at=instant(row["list_confirmed_at"]),
        attempts=row["attempts"],
        secret=row["poll_kind"] == "secret",
    )


def motions(db: Database, meeting_id: int) -> list[Motion]:
    """Return every motion of a sitting, by item and in its order."""
    found = db.rows(
        MOTION + " WHERE agenda_items.meeting_id = ?"
        " ORDER BY agenda_items.position, agenda_items.id, motions.position, motions.id",
        (meeting_id,),
    )
    return [motion_of(row) for row in found]


def motion(db: Database, meeting_id: int, motion_id: int) -> Motion | None:
    """Return one motion of this sitting, or None."""
    row = db.row(MOTION + " WHERE agenda_items.meeting_id = ? AND motions.id = ?", (meeting_id, motion_id))
    return None if row is None else motion_of(row)


def add_motion(db: Database, item_id: int, position: int, draft: MotionDraft) -> int:
    """Write a new motion; return its number."""
    return db.run(
        "INSERT INTO motions (item_id, position, kind, title, text) VALUES (?, ?, ?, ?, ?)",
        (item_id, position, draft.kind, draft.title.strip(), draft.text.strip()),
    )


def write_motion(db: Database, motion_id: int, draft: MotionDraft) -> None:
    """Rewrite a motion that was not voted."""
    db.run(
        "UPDATE motions SET kind = ?, title = ?, text = ? WHERE id = ?",
        (draft.kind, draft.title.strip(), draft.text.strip(), motion_id),
    )


def place_motion(db: Database, motion_id: int, position: int) -> None:
    """Put a motion at a place of its item."""
    db.run("UPDATE motions SET position = ? WHERE id = ?", (position, motion_id))


def give_motion(db: Database, motion_id: int, item_id: int, position: int) -> None:
    """Put a motion among the votes of another item."""
    db.run("UPDATE motions SET item_id = ?, position = ? WHERE id = ?", (item_id, position, motion_id))


def remove_motion(db: Database, motion_id: int) -> None:
    """Take away a motion that was never put to the vote."""
    db.run("DELETE FROM motions WHERE id = ?", (motion_id,))


def write_opening(db: Database, motion_id: int, poll_id: int, opening: Opening) -> None:
    """Tie a motion to the poll that opens."""
    db.run(
        "UPDATE motions SET poll_id = ?, opening = ?, last_call_at = NULL, list_confirmed_by = NULL,"
        " list_confirmed_at = NULL WHERE id = ?",
        (poll_id, as_json({"quorum": asdict(opening.quorum), "mark": opening.mark}), motion_id),
    )


def write_opening_quorum(db: Database, motion_id: int, opening: Opening) -> None:
    """Write the quorum of an open vote's opening anew, counted with a fact entered late."""
    db.run(
        "UPDATE motions SET opening = ? WHERE id = ?",
        (as_json({"quorum": asdict(opening.quorum), "mark": opening.mark}), motion_id),
    )


def unwrite_vote(db: Database, motion_id: int) -> None:
    """Untie a motion from a poll that was stopped or is redone; the poll stays under the motion's subject."""
    db.run(
        "UPDATE motions SET poll_id = NULL, opening = NULL, outcome = NULL, announced_at = NULL, last_call_at = NULL,"
        " casting_declaration = NULL, list_confirmed_by = NULL, list_confirmed_at = NULL WHERE id = ?",
        (motion_id,),
    )


def write_last_call(db: Database, motion_id: int, at: datetime) -> None:
    """Write the hour of the last call."""
    db.run("UPDATE motions SET last_call_at = ? WHERE id = ?", (clock.to_text(at), motion_id))


def write_result(db: Database, motion_id: int, *, standing: VoteResult, first: VoteResult) -> None:
    """Write what the rules said of a vote: at its closing, and what stands now."""
    db.run(
        "UPDATE motions SET outcome = ?, casting_declaration = ? WHERE id = ?",
        (
            as_json({"standing": result_values(standing), "first": result_values(first)}),
            standing.chair.declaration,
            motion_id,
        ),
    )


def write_announced(db: Database, motion_id: int, at: datetime) -> None:
    """Write the hour from which members see a result."""
    db.run("UPDATE motions SET announced_at = ? WHERE id = ?", (clock.to_text(at), motion_id))


def write_confirmed(db: Database, motion_id: int, person_id: int | None, at: datetime | None) -> None:
    """Write who confirmed the list of ballots entered by the desk; None when new entries call for it again."""
    db.run(
        "UPDATE motions SET list_confirmed_by = ?, list_confirmed_at = ? WHERE id = ?",
        (person_id, written(at), motion_id),
    )


def poll_of_motion(db: Database, meeting_id: int, motion_id: int) -> int | None:
    """Return the poll of a motion of this sitting, None before its opening or elsewhere: read for every ballot.

    None too while the desk enters what was voted on paper: no device casts in a vote that is past. In writing, ballots
    have a way in of their own.
    """
    found: int | None = db.value(
        "SELECT motions.poll_id FROM motions JOIN agenda_items ON agenda_items.id = motions.item_id"
        " JOIN meetings ON meetings.id = agenda_items.meeting_id"
        " WHERE motions.id = ? AND meetings.id = ? AND meetings.entry_hour IS NULL"
        " AND meetings.mode <> 'written'",
        (motion_id, meeting_id),
    )
    return found
