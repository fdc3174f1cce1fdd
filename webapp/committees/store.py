"""The cupboard of committees: rows written inside the caller's unit of work."""

from datetime import date, datetime

from webapp.committees.model import Rank, SeatType
from webapp.kernel import clock
from webapp.storage.database import Database, Row


def code_taken(db: Database, code: str) -> bool:
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM committees WHERE code = ? COLLATE NOCASE)", (code,)))


def add_committee(
    db: Database, *, code: str, name: str, template: str, parent_id: int | None, settings: str, now: datetime
) -> int:
    return db.run(
        "INSERT INTO committees (code, name, template, parent_id, settings, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        (code, name, template, parent_id, settings, clock.to_text(now)),
    )


def set_settings(db: Database, committee_id: int, settings: str) -> None:
    db.run("UPDATE committees SET settings = ? WHERE id = ?", (settings, committee_id))


def set_name(db: Database, committee_id: int, name: str) -> None:
    db.run("UPDATE committees SET name = ? WHERE id = ?", (name, committee_id))


def set_composition_reason(db: Database, committee_id: int, reason: str) -> None:
    db.run("UPDATE committees SET composition_reason = ? WHERE id = ?", (reason or None, committee_id))


def add_term(db: Database, committee_id: int, *, act: str, starts_on: date, ends_on: date) -> int:
    return db.run(
        "INSERT INTO terms (committee_id, act, starts_on, ends_on) VALUES (?, ?, ?, ?)",
        (committee_id, act, starts_on.isoformat(), ends_on.isoformat()),
    )


def add_college(db: Database, committee_id: int, *, name: str, expected_seats: int | None) -> int:
    return db.run(
        "INSERT INTO colleges (id, committee_id, name, position, expected_seats)"
        " VALUES ((SELECT number FROM next_numbers WHERE kind = 'colleges'), :committee_id, :name,"
        " (SELECT coalesce(max(position), 0) + 1 FROM colleges WHERE committee_id = :committee_id), :expected)",
        {"committee_id": committee_id, "name": name, "expected": expected_seats},
    )


def remove_college(db: Database, college_id: int) -> None:
    db.run("DELETE FROM colleges WHERE id = ?", (college_id,))


def college_has_seats(db: Database, college_id: int) -> bool:
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM seats WHERE college_id = ?)", (college_id,)))


def add_seat(
    db: Database,
    committee_id: int,
    college_id: int,
    *,
    label: str,
    seat_type: SeatType,
    is_chair: bool,
    physician: bool,
    starts_on: date,
) -> int:
    return db.run(
        "INSERT INTO seats (id, committee_id, college_id, position, label, seat_type, is_chair, physician, starts_on)"
        " VALUES ((SELECT number FROM next_numbers WHERE kind = 'seats'), :committee_id, :college_id,"
        " (SELECT coalesce(max(position), 0) + 1 FROM seats WHERE committee_id = :committee_id),"
        " :label, :seat_type, :is_chair, :physician, :starts_on)",
        {
            "committee_id": committee_id,
            "college_id": college_id,
            "label": label,
            "seat_type": seat_type.value,
            "is_chair": int(is_chair),
            "physician": int(physician),
            "starts_on": starts_on.isoformat(),
        },
    )


def open_seats(db: Database, committee_id: int, day: date) -> tuple[int, bool]:
    """Return how many seats are not closed before a day, those that begin later included, and whether one is the chair's."""
    row = db.row(
        "SELECT count(*) AS total, coalesce(max(is_chair), 0) AS has_chair FROM seats"
        " WHERE committee_id = ? AND (ends_on IS NULL OR ends_on >= ?)",
        (committee_id, day.isoformat()),
    )
    return (0, False) if row is None else (int(row["total"]), bool(row["has_chair"]))


def set_seat(db: Database, seat_id: int, *, label: str, seat_type: SeatType, physician: bool) -> None:
    db.run(
        "UPDATE seats SET label = ?, seat_type = ?, physician = ? WHERE id = ?",
        (label, seat_type.value, int(physician), seat_id),
    )


def close_seat(db: Database, seat_id: int, ends_on: date) -> None:
    db.run("UPDATE seats SET ends_on = ? WHERE id = ?", (ends_on.isoformat(), seat_id))


def add_appointment(
    db: Database,
    seat_id: int,
    person_id: int,
    *,
    rank: Rank,
    title: str,
    organisation: str,
    act: str,
    named_in_act: bool,
    starts_on: date,
    ends_on: date | None,
    now: datetime,
) -> int:
    end = None if ends_on is None else ends_on.isoformat()
    return db.run(
        "INSERT INTO appointments (id, seat_id, person_id, rank, title, organisation, act, named_in_act, starts_on,"
        " ends_on, mandate_ends_on, created_at)"
        " VALUES ((SELECT number FROM next_numbers WHERE kind = 'appointments'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seat_id,
            person_id,
            rank.value,
            title,
            organisation,
            act,
            int(named_in_act),
            starts_on.isoformat(),
            end,
            end,
            clock.to_text(now),
        ),
    )


def end_appointment(db: Database, appointment_id: int, *, ends_on: date, reason: str) -> None:
    """Set the last day in the seat; `mandate_ends_on` stays, since a replacement ends with it."""
    db.run(
        "UPDATE appointments SET ends_on = ?, end_reason = ? WHERE id = ?",
        (ends_on.isoformat(), reason, appointment_id),
    )


def correct_appointment(
    db: Database, appointment_id: int, *, title: str, organisation: str, starts_on: date, ends_on: date | None
) -> None:
    """Set right what was written; the journal keeps what it said before."""
    end = None if ends_on is None else ends_on.isoformat()
    db.run(
        "UPDATE appointments SET title = ?, organisation = ?, starts_on = ?, ends_on = ?, mandate_ends_on = ? WHERE id = ?",
        (title, organisation, starts_on.isoformat(), end, end, appointment_id),
    )


def person_exists(db: Database, person_id: int) -> bool:
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM people WHERE id = ?)", (person_id,)))


def open_seat_from(db: Database, seat_id: int, starts_on: date) -> None:
    """Let a seat begin earlier, when somebody's act is entered after the day it takes effect."""
    db.run(
        "UPDATE seats SET starts_on = :day WHERE id = :id AND starts_on > :day",
        {"id": seat_id, "day": starts_on.isoformat()},
    )


# What an import wrote, and taking it back.

_STANDING = {
    "colleges": "SELECT * FROM colleges WHERE committee_id = ?",
    "seats": "SELECT * FROM seats WHERE committee_id = ?",
    "appointments": "SELECT appointments.* FROM appointments JOIN seats ON seats.id = seat_id WHERE committee_id = ?",
}


def standing(db: Database, committee_id: int) -> dict[str, dict[int, Row]]:
    """Return every college, seat and appointment of a committee, whole, by table and number."""
    return {
        table: {int(row["id"]): dict(row) for row in db.rows(sql, (committee_id,))} for table, sql in _STANDING.items()
    }


def remove_row(db: Database, table: str, number: int) -> None:
    """Remove a college, a seat or an appointment that nothing points at; its number is never given again."""
    db.run(f"DELETE FROM {_table(table)} WHERE id = ?", (number,))  # noqa: S608 — one of three names of ours


def put_back_row(db: Database, table: str, row: Row) -> None:
    """Write a college, a seat or an appointment as it was."""
    fields = ", ".join(f"{name} = :{name}" for name in row if name != "id")
    db.run(f"UPDATE {_table(table)} SET {fields} WHERE id = :id", dict(row))  # noqa: S608 — names of our own schema


def _table(name: str) -> str:
    return next(table for table in _STANDING if table == name)


def add_import(
    db: Database, committee_id: int, *, filename: str, accepted: int, entry: int, effects: str, by: str, at: datetime
) -> int:
    return db.run(
        "INSERT INTO roster_imports (committee_id, filename, accepted, entry, effects, imported_by, imported_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (committee_id, filename, accepted, entry, effects, by, clock.to_text(at)),
    )


def mark_undone(db: Database, import_id: int, *, effects: str, at: datetime) -> None:
    db.run("UPDATE roster_imports SET undone_at = ?, effects = ? WHERE id = ?", (clock.to_text(at), effects, import_id))
