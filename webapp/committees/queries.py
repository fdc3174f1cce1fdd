"""Reading committees and who composes them on a given day; each page costs a constant number of queries."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from webapp.accounts.model import Person
from webapp.committees import rules
from webapp.committees.model import (
    Appointment,
    College,
    Committee,
    Holding,
    Rank,
    Roster,
    RosterImport,
    Seat,
    SeatOnDay,
    SeatType,
    Term,
    read_settings,
)
from webapp.kernel import clock
from webapp.storage.database import Database, Row

_COMMITTEE = "SELECT id, code, name, template, parent_id, settings, composition_reason FROM committees"
_SEAT = (
    "SELECT seats.*, colleges.name AS college_name FROM seats JOIN colleges ON colleges.id = seats.college_id"
    " WHERE seats.committee_id = :committee_id"
)
_APPOINTMENT = (
    "SELECT appointments.*, people.civility, people.first_name, people.last_name, people.email, people.phone,"
    " people.login, people.active FROM appointments JOIN people ON people.id = appointments.person_id"
)
_CHUNK = 500
_ON = " AND {0}.starts_on <= :day AND ({0}.ends_on IS NULL OR {0}.ends_on >= :day)"
_SEAT_ON = _ON.format("seats")
_APPOINTMENT_ON = _ON.format("appointments")


def find(db: Database, committee_id: int) -> Committee | None:
    """Return one committee, or None."""
    return _one_committee(db.row(f"{_COMMITTEE} WHERE id = ?", (committee_id,)))


def find_by_code(db: Database, code: str) -> Committee | None:
    """Return the committee of this short code, whatever its case, or None."""
    return _one_committee(db.row(f"{_COMMITTEE} WHERE code = ? COLLATE NOCASE", (code.strip(),)))


def listed(db: Database, ids: frozenset[int] | None) -> list[Committee]:
    """Return committees by name: these ones, or all of them for None."""
    found = db.rows(f"{_COMMITTEE} ORDER BY name COLLATE NOCASE, id")
    return [_committee(row) for row in found if ids is None or row["id"] in ids]


def formations(db: Database, committee_id: int) -> list[Committee]:
    """Return the specialised formations of a committee (LAW COM-8)."""
    return [_committee(row) for row in db.rows(f"{_COMMITTEE} WHERE parent_id = ? ORDER BY name", (committee_id,))]


def roster_on(db: Database, committee_id: int, day: date) -> Roster:
    """Return who composes a committee on one day, in three queries whatever its size."""
    at = {"committee_id": committee_id, "day": day.isoformat()}
    seats = db.rows(f"{_SEAT}{_SEAT_ON} ORDER BY colleges.position, seats.position, seats.id", at)
    held = db.rows(
        f"{_APPOINTMENT} JOIN seats ON seats.id = appointments.seat_id"
        f" WHERE seats.committee_id = :committee_id{_APPOINTMENT_ON} ORDER BY appointments.starts_on, appointments.id",
        at,
    )
    by_seat: dict[int, list[Appointment]] = {}
    for row in held:
        by_seat.setdefault(int(row["seat_id"]), []).append(_appointment(row))
    return Roster(
        day=day,
        colleges=tuple(colleges(db, committee_id)),
        seats=tuple(_seat_on_day(_seat(row), by_seat.get(int(row["id"]), [])) for row in seats),
    )


def sits(db: Database, committee_id: int, person_id: int, day: date) -> bool:
    """Whether somebody holds a seat of this committee on that day, as titular or substitute (LAW COM-4)."""
    return bool(
        db.value(
            "SELECT EXISTS (SELECT 1 FROM appointments JOIN seats ON seats.id = appointments.seat_id"  # noqa: S608 — constants of this file
            " WHERE appointments.person_id = :person_id AND seats.committee_id = :committee_id"
            f"{_APPOINTMENT_ON}{_SEAT_ON})",
            {"person_id": person_id, "committee_id": committee_id, "day": day.isoformat()},
        )
    )


def of_person(db: Database, person_id: int, day: date) -> list[Committee]:
    """Return the committees in which somebody holds a seat on that day."""
    found = db.rows(
        f"{_COMMITTEE} WHERE id IN (SELECT seats.committee_id FROM appointments"  # noqa: S608 — constants of this file
        " JOIN seats ON seats.id = appointments.seat_id WHERE appointments.person_id = :person_id"
        f"{_APPOINTMENT_ON}{_SEAT_ON}) ORDER BY name COLLATE NOCASE, id",
        {"person_id": person_id, "day": day.isoformat()},
    )
    return [_committee(row) for row in found]


def titular_seats(db: Database, person_id: int, day: date) -> dict[int, int]:
    """Return the seats that somebody holds as titular on that day, by committee."""
    found = db.rows(
        "SELECT seats.committee_id, min(seats.id) AS seat_id FROM appointments"  # noqa: S608 — constants of this file
        " JOIN seats ON seats.id = appointments.seat_id WHERE appointments.person_id = :person_id"
        f" AND appointments.rank = 'titular'{_APPOINTMENT_ON}{_SEAT_ON} GROUP BY seats.committee_id",
        {"person_id": person_id, "day": day.isoformat()},
    )
    return {row["committee_id"]: row["seat_id"] for row in found}


def seated_times(db: Database, person_id: int) -> list[tuple[int, date, date | None]]:
    """Return each time somebody holds a seat: the committee, the first day, the last one or None."""
    found = db.rows(
        "SELECT seats.committee_id, max(appointments.starts_on, seats.starts_on) AS first_day,"
        " min(coalesce(appointments.ends_on, seats.ends_on), coalesce(seats.ends_on, appointments.ends_on)) AS last_day"
        " FROM appointments JOIN seats ON seats.id = appointments.seat_id WHERE appointments.person_id = ?",
        (person_id,),
    )
    return [
        (
            row["committee_id"],
            date.fromisoformat(row["first_day"]),
            None if row["last_day"] is None else date.fromisoformat(row["last_day"]),
        )
        for row in found
    ]


def ever_of_person(db: Database, person_id: int) -> frozenset[int]:
    """Return the ids of the committees in which somebody has, had or will have a seat."""
    sql = (
        "SELECT DISTINCT seats.committee_id FROM appointments JOIN seats ON seats.id = appointments.seat_id"
        " WHERE appointments.person_id = ?"
    )
    return frozenset(row["committee_id"] for row in db.rows(sql, (person_id,)))


def ever_people(db: Database, committee_ids: Iterable[int]) -> frozenset[int]:
    """Return the ids of the people who have, had or will have a seat in one of these committees."""
    sql = (
        "SELECT DISTINCT appointments.person_id FROM appointments JOIN seats ON seats.id = appointments.seat_id"
        " WHERE seats.committee_id IN (SELECT value FROM json_each(?))"
    )
    return frozenset(row["person_id"] for row in db.rows(sql, (json.dumps(sorted(committee_ids)),)))


def seated_beyond(db: Database, person_ids: Iterable[int], committee_ids: Iterable[int], day: date) -> dict[int, str]:
    """Return those of these people who hold, on that day or later, a seat in another committee than these: id, name."""
    sql = (
        "SELECT DISTINCT people.id, people.first_name, people.last_name FROM people"
        " JOIN appointments ON appointments.person_id = people.id JOIN seats ON seats.id = appointments.seat_id"
        " WHERE people.id IN (SELECT value FROM json_each(:people))"
        " AND seats.committee_id NOT IN (SELECT value FROM json_each(:committees))"
        " AND (appointments.ends_on IS NULL OR appointments.ends_on >= :day) ORDER BY people.last_name, people.id"
    )
    asked = {
        "people": json.dumps(sorted(person_ids)),
        "committees": json.dumps(sorted(committee_ids)),
        "day": day.isoformat(),
    }
    return {row["id"]: f"{row['first_name']} {row['last_name']}".strip() for row in db.rows(sql, asked)}


def seats_of(db: Database, committee_id: int, person_id: int, day: date) -> list[Holding]:
    """Return the seats somebody holds in a committee on that day, each with the appointment that says so."""
    roster = roster_on(db, committee_id, day)
    return [
        Holding(seat=each.seat, appointment=appointment)
        for each in roster.seats
        for appointment in each.people
        if appointment.person_id == person_id
    ]


def colleges(db: Database, committee_id: int) -> list[College]:
    """Return the colleges of a committee in their order."""
    found = db.rows("SELECT * FROM colleges WHERE committee_id = ? ORDER BY position, id", (committee_id,))
    return [College(**row) for row in found]


def find_college(db: Database, committee_id: int, college_id: int) -> College | None:
    """Return one college of this committee, or None."""
    row = db.row("SELECT * FROM colleges WHERE committee_id = ? AND id = ?", (committee_id, college_id))
    return None if row is None else College(**row)


def all_seats(db: Database, committee_id: int) -> list[Seat]:
    """Return every seat a committee ever had, open or closed."""
    found = db.rows(f"{_SEAT} ORDER BY colleges.position, seats.position, seats.id", {"committee_id": committee_id})
    return [_seat(row) for row in found]


def find_seat(db: Database, committee_id: int, seat_id: int) -> Seat | None:
    """Return one seat of this committee, or None."""
    row = db.row(f"{_SEAT} AND seats.id = :seat_id", {"committee_id": committee_id, "seat_id": seat_id})
    return None if row is None else _seat(row)


def seat_labels(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """Return the labels of seats by number, in one query; unknown ids are left out."""
    sql = "SELECT id, label FROM seats WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row["label"] for row in db.rows(sql, (json.dumps(sorted(ids)),))}


def history_of(db: Database, seat_id: int) -> list[Appointment]:
    """Return everybody who ever held a seat, oldest first."""
    found = db.rows(
        f"{_APPOINTMENT} WHERE appointments.seat_id = ? ORDER BY appointments.starts_on, appointments.id", (seat_id,)
    )
    return [_appointment(row) for row in found]


def appointments_of(db: Database, committee_id: int, person_id: int | None = None) -> list[Appointment]:
    """Return every appointment ever made in a committee, or those of one person, oldest first."""
    found = db.rows(
        f"{_APPOINTMENT} JOIN seats ON seats.id = appointments.seat_id WHERE seats.committee_id = :committee_id"
        " AND (:person_id IS NULL OR appointments.person_id = :person_id)"
        " ORDER BY appointments.starts_on, appointments.id",
        {"committee_id": committee_id, "person_id": person_id},
    )
    return [_appointment(row) for row in found]


def find_appointment(db: Database, committee_id: int, appointment_id: int) -> Appointment | None:
    """Return one appointment in this committee, or None."""
    row = db.row(
        f"{_APPOINTMENT} JOIN seats ON seats.id = appointments.seat_id WHERE seats.committee_id = ? AND appointments.id = ?",
        (committee_id, appointment_id),
    )
    return None if row is None else _appointment(row)


def terms(db: Database, committee_id: int) -> list[Term]:
    """Return the terms of a committee, oldest first."""
    return [
        _term(row) for row in db.rows("SELECT * FROM terms WHERE committee_id = ? ORDER BY starts_on", (committee_id,))
    ]


def term_on(db: Database, committee_id: int, day: date) -> Term | None:
    """Return the term that covers a day, or None (LAW COM-1)."""
    row = db.row(
        "SELECT * FROM terms WHERE committee_id = :id AND starts_on <= :day AND ends_on >= :day"
        " ORDER BY starts_on DESC LIMIT 1",
        {"id": committee_id, "day": day.isoformat()},
    )
    return None if row is None else _term(row)


def composing_on(db: Database, committee: Committee, day: date) -> int:
    """Return the number of members composing a committee on a day, on which the quorum is computed (CRPA R133-10)."""
    if committee.settings.composing is not None:
        return committee.settings.composing
    return rules.composing(roster_on(db, committee.id, day), committee.settings)


def people_of_addresses(db: Database, addresses: Iterable[str]) -> list[Person]:
    """Return the people of the house who have one of these mail addresses, whatever their case."""
    wanted = sorted({address.casefold() for address in addresses})
    found: list[Person] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = db.rows(f"SELECT * FROM people WHERE lower(email) IN ({marks})", chunk)  # noqa: S608 — only question marks
        found += [_person(row, key="id") for row in rows]
    return found


def people(db: Database, ids: Iterable[int]) -> dict[int, Person]:
    """Return people of the house by number, in one query."""
    wanted = sorted(set(ids))
    marks = ", ".join("?" * len(wanted))
    found = db.rows(f"SELECT * FROM people WHERE id IN ({marks})", wanted)  # noqa: S608 — only question marks
    return {int(row["id"]): _person(row, key="id") for row in found}


def imports(db: Database, committee_id: int, *, limit: int = 5) -> list[RosterImport]:
    """Return the latest imports of a roster, newest first, without what they wrote."""
    rows = db.rows(
        f"SELECT {_IMPORT} FROM roster_imports WHERE committee_id = ? ORDER BY id DESC LIMIT ?",  # noqa: S608 — names of columns
        (committee_id, limit),
    )
    return [_import(row) for row in rows]


def find_import(db: Database, committee_id: int, import_id: int) -> RosterImport | None:
    """Return an import of this committee, or None."""
    row = db.row(
        f"SELECT {_IMPORT} FROM roster_imports WHERE committee_id = ? AND id = ?",  # noqa: S608 — names of columns
        (committee_id, import_id),
    )
    return None if row is None else _import(row)


def import_effects(db: Database, import_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return what an import wrote: by table, each row `before` (None: it was not there) and `after`."""
    return dict(json.loads(db.value("SELECT effects FROM roster_imports WHERE id = ?", (import_id,))))


_IMPORT = "id, committee_id, filename, accepted, entry, imported_by, imported_at, undone_at"


def _import(row: Row) -> RosterImport:
    return RosterImport(
        id=row["id"],
        filename=row["filename"],
        accepted=row["accepted"],
        entry=row["entry"],
        imported_by=row["imported_by"],
        imported_at=clock.from_text(row["imported_at"]),
        undone_at=None if row["undone_at"] is None else clock.from_text(row["undone_at"]),
    )


def _one_committee(row: Row | None) -> Committee | None:
    return None if row is None else _committee(row)


def _committee(row: Row) -> Committee:
    return Committee(**{**row, "settings": read_settings(str(row["settings"]))})


def _term(row: Row) -> Term:
    return Term(**{**row, "starts_on": _day(row["starts_on"]), "ends_on": _day(row["ends_on"])})


def _seat(row: Row) -> Seat:
    return Seat(
        **{
            **row,
            "seat_type": SeatType(row["seat_type"]),
            "is_chair": bool(row["is_chair"]),
            "physician": bool(row["physician"]),
            "starts_on": _day(row["starts_on"]),
            "ends_on": _optional_day(row["ends_on"]),
        }
    )


def _seat_on_day(seat: Seat, held: list[Appointment]) -> SeatOnDay:
    return SeatOnDay(
        seat=seat,
        titular=next((each for each in held if each.rank is Rank.TITULAR), None),
        substitutes=tuple(each for each in held if each.rank is Rank.SUBSTITUTE),
    )


def _appointment(row: Row) -> Appointment:
    return Appointment(
        id=row["id"],
        seat_id=row["seat_id"],
        person_id=row["person_id"],
        person=_person(row, key="person_id"),
        rank=Rank(row["rank"]),
        title=row["title"],
        organisation=row["organisation"],
        act=row["act"],
        named_in_act=bool(row["named_in_act"]),
        starts_on=_day(row["starts_on"]),
        ends_on=_optional_day(row["ends_on"]),
        mandate_ends_on=_optional_day(row["mandate_ends_on"]),
        end_reason=row["end_reason"],
    )


def _person(row: Row, *, key: str) -> Person:
    return Person(
        id=row[key],
        civility=row["civility"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=row["email"],
        phone=row["phone"],
        login=row["login"],
        active=bool(row["active"]),
    )


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _optional_day(text: Any) -> date | None:
    return None if text is None else date.fromisoformat(text)
