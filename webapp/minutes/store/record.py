"""What is kept of minutes beside the facts; every write inside a unit of work."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from webapp.kernel import clock
from webapp.minutes.model import (
    Correction,
    Disagreement,
    File,
    FileKind,
    MinutesState,
    Note,
    Record,
    Step,
    TextKind,
    Texts,
    TextVersion,
)
from webapp.minutes.model.evidence import JournalLine
from webapp.minutes.store.signing import rectification_of
from webapp.storage.database import Database, Row


def record(db: Database, meeting_id: int) -> Record:
    """Read everything written beside the facts of a sitting, in five queries."""
    row = (
        db.row(
            "SELECT minutes.*, number, file_id, sha256, signed, reason, opened_at,"
            " (SELECT json_group_array(seat_id) FROM minute_excuses each WHERE each.meeting_id = minutes.meeting_id)"
            " AS excused FROM minutes"
            " LEFT JOIN minute_rectifications last ON last.meeting_id = minutes.meeting_id AND number ="
            " (SELECT max(number) FROM minute_rectifications WHERE meeting_id = minutes.meeting_id)"
            " WHERE minutes.meeting_id = ?",
            (meeting_id,),
        )
        or {}
    )
    return Record(
        state=MinutesState(row.get("state", "draft")),
        revision=int(row.get("revision", 0)),
        transmitted_on=_day(row.get("transmitted_on")),
        transmitted_to=str(row.get("transmitted_to", "")),
        texts=standing_texts(db, meeting_id),
        corrections=tuple(_correction(each) for each in _all(db, "fact_corrections", meeting_id)),
        disagreements=tuple(_disagreement(each) for each in _all(db, "disagreements", meeting_id)),
        excused=frozenset(json.loads(row.get("excused", "[]"))),
        steps=_steps(db, meeting_id),
        rectifies=None if row.get("number") is None else rectification_of(row),
        changed_at=_instant(row.get("changed_at")),
        eliminated_at=_instant(row.get("eliminated_at")),
    )


def _steps(db: Database, meeting_id: int) -> tuple[Step, ...]:
    """Return the changes of state, each with the seal of its entry where one was kept."""
    found = db.rows(
        "SELECT minute_steps.*, hash FROM minute_steps LEFT JOIN journal ON journal.id = journal_entry"
        " WHERE meeting_id = ? ORDER BY minute_steps.id",
        (meeting_id,),
    )
    return tuple(_step(row) for row in found)


def state(db: Database, meeting_id: int) -> MinutesState:
    """Return how far the minutes are, in one query."""
    return MinutesState(db.value("SELECT state FROM minutes WHERE meeting_id = ?", (meeting_id,)) or "draft")


def states(db: Database, meeting_ids: Iterable[int]) -> dict[int, MinutesState]:
    """Return how far the minutes of these sittings are, in one query; those never touched are absent."""
    wanted = sorted(set(meeting_ids))
    marks = ", ".join("?" * len(wanted))
    found = db.rows(f"SELECT meeting_id, state FROM minutes WHERE meeting_id IN ({marks})", wanted)  # noqa: S608 — only question marks
    return {int(row["meeting_id"]): MinutesState(row["state"]) for row in found}


def standing_texts(db: Database, meeting_id: int) -> Texts:
    """Return the last version of each free text."""
    found = db.rows(
        "SELECT * FROM minute_texts WHERE id IN"
        " (SELECT max(id) FROM minute_texts WHERE meeting_id = ? GROUP BY item_id, kind) ORDER BY id",
        (meeting_id,),
    )
    versions = [_text(row) for row in found]
    return Texts(
        summaries={each.item_id: each for each in versions if each.item_id is not None},
        incidents=next((each for each in versions if each.kind is TextKind.INCIDENTS), None),
    )


def text_versions(db: Database, meeting_id: int, item_id: int | None, kind: TextKind) -> list[TextVersion]:
    """Return every version of one text, newest first."""
    found = db.rows(
        "SELECT * FROM minute_texts WHERE meeting_id = ? AND item_id IS ? AND kind = ? ORDER BY id DESC",
        (meeting_id, item_id, kind),
    )
    return [_text(row) for row in found]


def add_text(
    db: Database, meeting_id: int, item_id: int | None, kind: TextKind, body: str, *, at: datetime, by: int | None
) -> int:
    """Keep a new version."""
    return db.run(
        "INSERT INTO minute_texts (meeting_id, item_id, kind, body, saved_at, saved_by) VALUES (?, ?, ?, ?, ?, ?)",
        (meeting_id, item_id, kind, body, clock.to_text(at), by),
    )


def touch(db: Database, meeting_id: int, at: datetime) -> None:
    """Say that something printed has changed."""
    db.run(
        "INSERT INTO minutes (meeting_id, revision, changed_at) VALUES (:meeting, 1, :at) ON CONFLICT (meeting_id)"
        " DO UPDATE SET revision = revision + 1, changed_at = :at",
        {"meeting": meeting_id, "at": clock.to_text(at)},
    )


def write_state(db: Database, meeting_id: int, new: MinutesState, *, at: datetime, by: int | None, reason: str) -> None:
    """Move the minutes to a state, keeping the step."""
    touch(db, meeting_id, at)
    db.change("UPDATE minutes SET state = ? WHERE meeting_id = ?", (new, meeting_id))
    db.run(
        "INSERT INTO minute_steps (meeting_id, state, taken_at, taken_by, reason) VALUES (?, ?, ?, ?, ?)",
        (meeting_id, new, clock.to_text(at), by, reason),
    )


def write_entry(db: Database, meeting_id: int, entry: int) -> None:
    """Keep which entry of the journal sealed the last step."""
    db.change(
        "UPDATE minute_steps SET journal_entry = ? WHERE id = (SELECT max(id) FROM minute_steps WHERE meeting_id = ?)",
        (entry, meeting_id),
    )


def write_transmission(db: Database, meeting_id: int, on: date, to: str) -> None:
    """Keep when and to whom the opinions went; the minutes themselves are not touched."""
    db.run(
        "INSERT INTO minutes (meeting_id, transmitted_on, transmitted_to) VALUES (:meeting, :day, :to)"
        " ON CONFLICT (meeting_id) DO UPDATE SET transmitted_on = :day, transmitted_to = :to",
        {"meeting": meeting_id, "day": on.isoformat(), "to": to},
    )


def write_excused(db: Database, meeting_id: int, seats: Iterable[int]) -> None:
    """Keep which absent members were excused, and no other."""
    db.change("DELETE FROM minute_excuses WHERE meeting_id = ?", (meeting_id,))
    for seat in sorted(set(seats)):
        db.run("INSERT INTO minute_excuses (meeting_id, seat_id) VALUES (?, ?)", (meeting_id, seat))


def add_correction(
    db: Database,
    meeting_id: int,
    *,
    fact: str,
    recorded: str,
    corrected: str,
    reason: str,
    at: datetime,
    by: int | None,
) -> int:
    """Keep a correction beside the value it corrects."""
    return db.run(
        "INSERT INTO fact_corrections (meeting_id, fact, recorded, corrected, reason, corrected_at, corrected_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (meeting_id, fact, recorded, corrected, reason, clock.to_text(at), by),
    )


def add_disagreement(
    db: Database, meeting_id: int, item_id: int, *, seat_id: int, person_id: int, body: str, at: datetime
) -> int:
    """Keep a disagreement."""
    return db.run(
        "INSERT INTO disagreements (meeting_id, item_id, seat_id, person_id, body, stated_at) VALUES (?, ?, ?, ?, ?, ?)",
        (meeting_id, item_id, seat_id, person_id, body, clock.to_text(at)),
    )


def withdraw_disagreement(db: Database, disagreement_id: int, at: datetime) -> None:
    """Mark a disagreement as withdrawn; it stays."""
    db.change("UPDATE disagreements SET withdrawn_at = ? WHERE id = ?", (clock.to_text(at), disagreement_id))


def add_file(
    db: Database,
    meeting_id: int,
    item_id: int | None,
    kind: FileKind,
    state: MinutesState,
    *,
    at: datetime,
    of_file: int | None = None,
) -> int:
    """Keep that a rendering was asked for."""
    return db.run(
        "INSERT INTO minute_files (meeting_id, item_id, kind, state, requested_at, of_file_id) VALUES (?, ?, ?, ?, ?, ?)",
        (meeting_id, item_id, kind, state, clock.to_text(at), of_file),
    )


def write_job(db: Database, file_id: int, job_id: int) -> None:
    """Tie a rendering to its work."""
    db.change("UPDATE minute_files SET job_id = ? WHERE id = ?", (job_id, file_id))


def write_rendered(
    db: Database,
    file_id: int,
    *,
    sha256: str,
    twin: str | None,
    facts: str | None,
    source: str,
    size: int,
    state: MinutesState,
    at: datetime,
) -> None:
    """Keep what came out: the file's own hash, what it was made from, its size."""
    db.change(
        "UPDATE minute_files SET sha256 = ?, twin_sha256 = ?, facts_sha256 = ?, source_hash = ?, bytes = ?, state = ?,"
        " rendered_at = ? WHERE id = ? AND sha256 IS NULL",
        (sha256, twin, facts, source, size, state, clock.to_text(at), file_id),
    )


def files(db: Database, meeting_id: int) -> list[File]:
    """Return every rendering of a sitting, newest first."""
    return [
        _file(row) for row in db.rows("SELECT * FROM minute_files WHERE meeting_id = ? ORDER BY id DESC", (meeting_id,))
    ]


def file(db: Database, file_id: int) -> File | None:
    """Return one rendering."""
    row = db.row("SELECT * FROM minute_files WHERE id = ?", (file_id,))
    return None if row is None else _file(row)


def _all(db: Database, table: str, meeting_id: int) -> list[Row]:
    return db.rows(f"SELECT * FROM {table} WHERE meeting_id = ? ORDER BY id", (meeting_id,))  # noqa: S608 — table names of this file


def _text(row: Row) -> TextVersion:
    return TextVersion(
        id=row["id"],
        item_id=row["item_id"],
        kind=TextKind(row["kind"]),
        body=row["body"],
        saved_at=clock.from_text(row["saved_at"]),
        saved_by=row["saved_by"],
    )


def _correction(row: Row) -> Correction:
    return Correction(
        id=row["id"],
        fact=row["fact"],
        recorded=row["recorded"],
        corrected=row["corrected"],
        reason=row["reason"],
        corrected_at=clock.from_text(row["corrected_at"]),
        corrected_by=row["corrected_by"],
    )


def _disagreement(row: Row) -> Disagreement:
    return Disagreement(
        id=row["id"],
        item_id=row["item_id"],
        seat_id=row["seat_id"],
        person_id=row["person_id"],
        body=row["body"],
        stated_at=clock.from_text(row["stated_at"]),
        withdrawn_at=_instant(row["withdrawn_at"]),
    )


def _step(row: Row) -> Step:
    return Step(
        state=MinutesState(row["state"]),
        taken_at=clock.from_text(row["taken_at"]),
        taken_by=row["taken_by"],
        reason=row["reason"],
        sealed=None if row["hash"] is None else JournalLine(entry=row["journal_entry"], sha256=row["hash"]),
    )


def _file(row: Row) -> File:
    return File(
        id=row["id"],
        meeting_id=row["meeting_id"],
        item_id=row["item_id"],
        kind=FileKind(row["kind"]),
        state=MinutesState(row["state"]),
        job_id=row["job_id"],
        sha256=row["sha256"],
        twin=row["twin_sha256"],
        facts=row["facts_sha256"],
        source=row["source_hash"],
        bytes=row["bytes"],
        requested_at=clock.from_text(row["requested_at"]),
        rendered_at=_instant(row["rendered_at"]),
        of_file=row["of_file_id"],
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else clock.from_text(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def note_of(row: Row) -> Note:
    """Read somebody's notes out of a row."""
    return Note(
        item_id=row["item_id"],
        person_id=row["person_id"],
        body=row["body"],
        revision=row["revision"],
        saved_at=clock.from_text(row["saved_at"]),
    )


def notes(db: Database, meeting_id: int, item_id: int) -> list[Note]:
    """Return what each secretary noted on an item, the first who wrote first."""
    found = db.rows(
        "SELECT * FROM item_notes WHERE meeting_id = ? AND item_id = ? ORDER BY person_id", (meeting_id, item_id)
    )
    return [note_of(row) for row in found]


def write_note(db: Database, meeting_id: int, note: Note) -> None:
    """Keep somebody's notes on an item."""
    db.run(
        "INSERT INTO item_notes (meeting_id, item_id, person_id, body, revision, saved_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (item_id, person_id) DO UPDATE SET body = excluded.body, revision = excluded.revision,"
        " saved_at = excluded.saved_at",
        (meeting_id, note.item_id, note.person_id, note.body, note.revision, clock.to_text(note.saved_at)),
    )


TABLES = (
    "minute_accesses",
    "minute_maskings",
    "minute_rectifications",
    "minute_signatures",
    "minute_files",
    "fact_corrections",
    "disagreements",
    "minute_texts",
    "minute_excuses",
    "minute_steps",
    "minutes",
    "item_notes",
)


def remove(db: Database, meeting_id: int) -> None:
    """Remove everything written of a sitting."""
    for table in TABLES:
        db.change(f"DELETE FROM {table} WHERE meeting_id = ?", (meeting_id,))  # noqa: S608 — table names of this file
