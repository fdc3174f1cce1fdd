"""Who came to the dates of webinars: lines in, values out; no line is ever rewritten."""

import json
from collections.abc import Iterable
from datetime import datetime

from webapp.kernel import clock
from webapp.storage.database import Database, Row
from webapp.webinars.model.attendance import BroughtList, Interval, Line, Source, Unknown, Who
from webapp.webinars.model.attendance import Row as ListRow

_LINES = (
    "SELECT a.*, coalesce(s.reason, '') AS set_aside FROM attendance a"
    " LEFT JOIN attendance_set_aside s ON s.attendance_id = a.id"
)
_OF = f"{_LINES} WHERE a.registration_id IN (SELECT value FROM json_each(?)) ORDER BY a.since, a.id"  # noqa: S608 — constants alone
_ONE = f"{_LINES} WHERE a.id = ?"
_LATEST = (
    f"{_LINES} WHERE a.registration_id = ? AND a.position = ? AND a.source = ? AND s.attendance_id IS NULL"
    " ORDER BY a.until DESC, a.id DESC LIMIT 1"
)


def add(
    db: Database,
    occurrence_id: int,
    who: Who,
    source: Source,
    interval: Interval,
    *,
    reference: str | None = None,
    reason: str = "",
    list_id: int | None = None,
    by: int | None = None,
    at: datetime,
) -> int | None:
    """Write what a source saw; return the line's number, None when the source had said it already."""
    written = db.change(
        "INSERT INTO attendance (occurrence_id, registration_id, position, source, reference, since, until, reason,"
        " list_id, recorded_at, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (registration_id, position, source, reference) DO NOTHING",
        (
            occurrence_id,
            who.registration_id,
            who.position,
            source,
            reference,
            clock.to_text(interval.since),
            clock.to_text(interval.until),
            reason,
            list_id,
            clock.to_text(at),
            by,
        ),
    )
    return int(db.value("SELECT last_insert_rowid()")) if written else None


def of(db: Database, registration_ids: Iterable[int]) -> list[Line]:
    """Return the lines of these registrations, those set aside included, in the order of their hours."""
    return [_line(row) for row in db.rows(_OF, (json.dumps(list(registration_ids)),))]


def find(db: Database, line_id: int, occurrence_id: int) -> Line | None:
    """Return one line of this date, or None."""
    row = db.row(f"{_ONE} AND a.occurrence_id = ?", (line_id, occurrence_id))
    return None if row is None else _line(row)


def latest(db: Database, who: Who, source: Source) -> Interval | None:
    """Return the last thing that a source saw of somebody and that stands, or None."""
    row = db.row(_LATEST, (who.registration_id, who.position, source))
    return None if row is None else _line(row).interval


def came(db: Database, occurrence_ids: Iterable[int]) -> frozenset[int]:
    """Return the registrations of which at least one line stands, somebody beside them included."""
    rows = db.rows(
        "SELECT DISTINCT a.registration_id AS id FROM attendance a WHERE a.occurrence_id IN"
        " (SELECT value FROM json_each(?)) AND NOT EXISTS"
        " (SELECT 1 FROM attendance_set_aside s WHERE s.attendance_id = a.id)",
        (json.dumps(list(occurrence_ids)),),
    )
    return frozenset(int(row["id"]) for row in rows)


def came_numbers(db: Database, occurrence_ids: Iterable[int]) -> dict[int, int]:
    """Count for each date those who came: the registrations of which a line stands, and those erased since.

    A date without any is not there.
    """
    rows = db.rows(
        "WITH asked (id) AS (SELECT value FROM json_each(?)), counted (id, number) AS ("
        "SELECT a.occurrence_id, count(DISTINCT a.registration_id) FROM attendance a"
        " WHERE a.occurrence_id IN (SELECT id FROM asked) AND NOT EXISTS"
        " (SELECT 1 FROM attendance_set_aside s WHERE s.attendance_id = a.id) GROUP BY a.occurrence_id"
        " UNION ALL SELECT occurrence_id, came FROM presence_counts WHERE occurrence_id IN (SELECT id FROM asked))"
        " SELECT id, sum(number) AS number FROM counted GROUP BY id",
        (json.dumps(list(occurrence_ids)),),
    )
    return {int(row["id"]): int(row["number"]) for row in rows}


def kept(db: Database, occurrence_ids: Iterable[int]) -> list[Row]:
    """Return how many came of those whose presence was erased, by date, service and origin."""
    return db.rows(
        "SELECT * FROM presence_counts WHERE occurrence_id IN (SELECT value FROM json_each(?))"
        " ORDER BY occurrence_id, service, origin",
        (json.dumps(list(occurrence_ids)),),
    )


def set_aside(db: Database, line_id: int, reason: str, *, by: int | None, at: datetime) -> None:
    """Write why a line does not count."""
    db.run("INSERT INTO attendance_set_aside VALUES (?, ?, ?, ?)", (line_id, reason, clock.to_text(at), by))


def add_list(db: Database, occurrence_id: int, sha256: str, lines: int, *, by: int | None, at: datetime) -> int:
    """Write that a tool's list was brought in."""
    return db.run(
        "INSERT INTO attendance_lists (occurrence_id, sha256, lines, brought_at, brought_by) VALUES (?, ?, ?, ?, ?)",
        (occurrence_id, sha256, lines, clock.to_text(at), by),
    )


def list_known(db: Database, occurrence_id: int, sha256: str) -> bool:
    """Whether this very file was brought in for this date, and stands."""
    return bool(
        db.value(
            "SELECT EXISTS (SELECT 1 FROM attendance_lists WHERE occurrence_id = ? AND sha256 = ?"
            " AND set_aside_at IS NULL)",
            (occurrence_id, sha256),
        )
    )


def lists(db: Database, occurrence_id: int) -> list[BroughtList]:
    """Return the lists brought in for a date, the latest first."""
    rows = db.rows("SELECT * FROM attendance_lists WHERE occurrence_id = ? ORDER BY id DESC", (occurrence_id,))
    return [
        BroughtList(
            id=row["id"],
            lines=row["lines"],
            brought_at=clock.from_text(row["brought_at"]),
            set_aside=row["set_aside_at"] is not None,
        )
        for row in rows
    ]


def set_list_aside(db: Database, list_id: int, reason: str, *, by: int | None, at: datetime) -> int:
    """Set aside every line of a list, forget those that named nobody known; return how many lines that makes."""
    db.run("UPDATE attendance_lists SET set_aside_at = ? WHERE id = ?", (clock.to_text(at), list_id))
    db.run("DELETE FROM attendance_unknown WHERE list_id = ?", (list_id,))
    return db.change(
        "INSERT INTO attendance_set_aside SELECT a.id, ?, ?, ? FROM attendance a WHERE a.list_id = ?"
        " AND NOT EXISTS (SELECT 1 FROM attendance_set_aside s WHERE s.attendance_id = a.id)",
        (reason, clock.to_text(at), by, list_id),
    )


def add_unknown(db: Database, list_id: int, row: ListRow) -> None:
    """Keep a row whose person nobody recognised, until the organiser settles it."""
    db.run(
        "INSERT INTO attendance_unknown (list_id, name, email, since, until) VALUES (?, ?, ?, ?, ?)",
        (list_id, row.name, row.email, clock.to_text(row.interval.since), clock.to_text(row.interval.until)),
    )


def unknown(db: Database, occurrence_id: int) -> list[Unknown]:
    """Return the rows that wait for the organiser, by name."""
    rows = db.rows(
        "SELECT u.* FROM attendance_unknown u JOIN attendance_lists l ON l.id = u.list_id WHERE l.occurrence_id = ?"
        " ORDER BY u.name, u.since, u.id",
        (occurrence_id,),
    )
    return [
        Unknown(
            id=row["id"],
            list_id=row["list_id"],
            row=ListRow(name=row["name"], email=row["email"], interval=_interval(row)),
        )
        for row in rows
    ]


def remove_unknown(db: Database, ids: Iterable[int]) -> None:
    """Forget rows that were settled, with the names that they held."""
    db.run("DELETE FROM attendance_unknown WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))


def forget(db: Database, registration_ids: Iterable[int]) -> int:
    """Remove what was seen of these registrations, inside the unit that erases them (ARC-1); return how many lines."""
    ids = json.dumps(list(registration_ids))
    db.run(
        "DELETE FROM attendance_set_aside WHERE attendance_id IN (SELECT id FROM attendance"
        " WHERE registration_id IN (SELECT value FROM json_each(?)))",
        (ids,),
    )
    return db.change("DELETE FROM attendance WHERE registration_id IN (SELECT value FROM json_each(?))", (ids,))


def _interval(row: Row) -> Interval:
    return Interval(clock.from_text(row["since"]), clock.from_text(row["until"]))


def _line(row: Row) -> Line:
    return Line(
        id=row["id"],
        who=Who(row["registration_id"], row["position"]),
        source=Source(row["source"]),
        interval=_interval(row),
        reason=row["reason"],
        list_id=row["list_id"],
        recorded_at=clock.from_text(row["recorded_at"]),
        set_aside=row["set_aside"],
    )
