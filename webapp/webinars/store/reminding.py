"""Rows of what a webinar does without, of the rounds of reminders, of dates that moved, of who says they come."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from webapp.kernel import clock
from webapp.registrations.model import Occurrence, Registration
from webapp.storage.database import Database
from webapp.webinars.model import Coming, MessageKind, Round


def write_messages_off(db: Database, webinar_id: int, kinds: Iterable[MessageKind]) -> None:
    """Write which messages a webinar does without."""
    db.change("DELETE FROM webinar_messages_off WHERE webinar_id = ?", (webinar_id,))
    for each in kinds:
        db.run("INSERT INTO webinar_messages_off VALUES (?, ?)", (webinar_id, each))


def messages_off(db: Database, webinar_ids: Collection[int]) -> dict[int, frozenset[MessageKind]]:
    """Return what each webinar does without; one that sends everything is not in it."""
    rows = db.rows(
        "SELECT webinar_id, json_group_array(kind) AS kinds FROM webinar_messages_off"
        " WHERE webinar_id IN (SELECT value FROM json_each(?)) GROUP BY webinar_id",
        (json.dumps(sorted(webinar_ids)),),
    )
    return {row["webinar_id"]: frozenset(MessageKind(each) for each in json.loads(row["kinds"])) for row in rows}


def begin_round(db: Database, occurrence_id: int, which: Round, starts_at: datetime, *, at: datetime) -> bool:
    """Write that a round begins; False when it has before."""
    return bool(
        db.change(
            "INSERT INTO reminder_rounds VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
            (occurrence_id, which, clock.to_text(starts_at), clock.to_text(at)),
        )
    )


def end_round(db: Database, occurrence_id: int, which: Round, starts_at: datetime, *, at: datetime) -> bool:
    """Write that everybody was written to; False when it was already."""
    return bool(
        db.change(
            "UPDATE reminder_rounds SET ended_at = ?"
            " WHERE occurrence_id = ? AND round = ? AND starts_at = ? AND ended_at IS NULL",
            (clock.to_text(at), occurrence_id, which, clock.to_text(starts_at)),
        )
    )


def rounds_begun(db: Database, occurrence_ids: Collection[int]) -> set[tuple[int, Round, datetime]]:
    """Return the rounds that began: the date, which, and the hour that the date then had."""
    rows = db.rows(
        "SELECT * FROM reminder_rounds WHERE occurrence_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(occurrence_ids)),),
    )
    return {(row["occurrence_id"], Round(row["round"]), clock.from_text(row["starts_at"])) for row in rows}


def add_move(db: Database, occurrence_id: int, *, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Write the hours that a date had until now."""
    db.run(
        "INSERT INTO date_moves (occurrence_id, former_starts_at, former_ends_at, moved_at) VALUES (?, ?, ?, ?)",
        (occurrence_id, clock.to_text(starts_at), clock.to_text(ends_at), clock.to_text(at)),
    )


def moved_at(db: Database, occurrence_ids: Collection[int]) -> dict[int, datetime]:
    """Return when dates last moved; one that never did is not in it."""
    rows = db.rows(
        "SELECT occurrence_id, max(moved_at) AS at FROM date_moves"
        " WHERE occurrence_id IN (SELECT value FROM json_each(?)) GROUP BY occurrence_id",
        (json.dumps(sorted(occurrence_ids)),),
    )
    return {row["occurrence_id"]: clock.from_text(row["at"]) for row in rows}


def former_start(db: Database, occurrence_id: int) -> datetime | None:
    """Return when a date was to begin before it last moved, or None."""
    found = db.value(
        "SELECT former_starts_at FROM date_moves WHERE occurrence_id = ? ORDER BY id DESC LIMIT 1", (occurrence_id,)
    )
    return None if found is None else clock.from_text(found)


def write_coming(db: Database, registration: Registration, starts_at: datetime, *, comes: bool, at: datetime) -> None:
    """Write whether somebody comes, in place of what they said before."""
    db.run(
        "INSERT INTO coming_replies (registration_id, occurrence_id, starts_at, comes, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET comes = excluded.comes, at = excluded.at",
        (registration.id, registration.occurrence_id, clock.to_text(starts_at), int(comes), clock.to_text(at)),
    )


def comes(db: Database, registration_id: int, starts_at: datetime) -> bool | None:
    """Return what somebody said for the hour of a date, None when they said nothing."""
    found = db.value(
        "SELECT comes FROM coming_replies WHERE registration_id = ? AND starts_at = ?",
        (registration_id, clock.to_text(starts_at)),
    )
    return None if found is None else bool(found)


def coming(db: Database, occurrence: Occurrence) -> Coming:
    """Count what was said for the hour that a date has."""
    row = db.row(
        "SELECT count(*) FILTER (WHERE comes = 1) AS yes, count(*) FILTER (WHERE comes = 0) AS no FROM coming_replies"
        " WHERE occurrence_id = ? AND starts_at = ?",
        (occurrence.id, clock.to_text(occurrence.starts_at)),
    )
    return Coming(yes=0, no=0) if row is None else Coming(yes=row["yes"], no=row["no"])
