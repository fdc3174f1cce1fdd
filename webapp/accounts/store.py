"""The tables of people, roles, sessions, slips, codes and failed attempts; every write stands in the caller's unit of work."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from webapp.accounts.model import Grant, LiveCode, Person, PersonFields, PersonId, Role
from webapp.kernel import clock
from webapp.storage.database import Database

PERSON = "id, civility, first_name, last_name, email, phone, login, active"
KEPT_WINDOWS = timedelta(days=1)


def person_of(row: Mapping[str, Any]) -> Person:
    """Make a Person of a row that holds the columns of PERSON."""
    return Person(
        id=row["id"],
        civility=row["civility"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=row["email"],
        phone=row["phone"],
        login=row["login"],
        active=bool(row["active"]),
    )


def person(db: Database, person_id: int) -> Person | None:
    row = db.row(f"SELECT {PERSON} FROM people WHERE id = ?", (person_id,))  # noqa: S608 — a constant of ours
    return None if row is None else person_of(row)


def add_person(db: Database, fields: PersonFields, *, home_committee: int | None, at: datetime) -> PersonId:
    sql = (
        "INSERT INTO people (id, civility, first_name, last_name, email, phone, login, home_committee, created_at)"
        " VALUES ((SELECT number FROM next_numbers WHERE kind = 'people'), ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    values = (fields.civility, fields.first_name, fields.last_name, fields.email, fields.phone, fields.login)
    return PersonId(db.run(sql, (*values, home_committee, clock.to_text(at))))


def change_person(db: Database, person_id: int, fields: PersonFields) -> None:
    sql = "UPDATE people SET civility = ?, first_name = ?, last_name = ?, email = ?, phone = ?, login = ? WHERE id = ?"
    values = (fields.civility, fields.first_name, fields.last_name, fields.email, fields.phone, fields.login)
    db.change(sql, (*values, person_id))


def remove_person(db: Database, person_id: int) -> None:
    """Remove somebody at whom nothing points; their number is never given again."""
    db.run("DELETE FROM people WHERE id = ?", (person_id,))


def set_active(db: Database, person_id: int, *, active: bool) -> None:
    db.change("UPDATE people SET active = ? WHERE id = ?", (int(active), person_id))


def holder_of_login(db: Database, login: str) -> int | None:
    found = db.value("SELECT id FROM people WHERE login = ?", (login,))
    return None if found is None else int(found)


def password_of_login(db: Database, login: str) -> Mapping[str, Any] | None:
    """Return the person's row with its hash, whatever the state of the account."""
    return db.row(f"SELECT {PERSON}, password_hash FROM people WHERE login = ?", (login,))  # noqa: S608 — a constant of ours


def password_hash(db: Database, person_id: int) -> str | None:
    found = db.value("SELECT password_hash FROM people WHERE id = ?", (person_id,))
    return None if found is None else str(found)


def set_password_hash(db: Database, person_id: int, value: str) -> None:
    db.change("UPDATE people SET password_hash = ? WHERE id = ?", (value, person_id))


# Roles.


def grants(db: Database, person_id: int) -> tuple[Grant, ...]:
    rows = db.rows(
        "SELECT role, committee_id FROM grants WHERE person_id = ? AND ended_at IS NULL ORDER BY id", (person_id,)
    )
    return tuple(Grant(role=Role(row["role"]), committee_id=row["committee_id"]) for row in rows)


def add_grant(db: Database, person_id: int, grant: Grant, *, at: datetime) -> None:
    db.run(
        "INSERT INTO grants (person_id, role, committee_id, given_at) VALUES (?, ?, ?, ?)",
        (person_id, grant.role, grant.committee_id, clock.to_text(at)),
    )


def end_grant(db: Database, person_id: int, grant: Grant, *, at: datetime) -> int:
    return db.change(
        "UPDATE grants SET ended_at = ? WHERE person_id = ? AND role = ? AND committee_id IS ? AND ended_at IS NULL",
        (clock.to_text(at), person_id, grant.role, grant.committee_id),
    )


def other_administrators(db: Database, person_id: int) -> int:
    """Count the open accounts of administrators, this one aside."""
    sql = (
        "SELECT COUNT(DISTINCT people.id) FROM grants JOIN people ON people.id = grants.person_id"
        " WHERE role = 'administrator' AND ended_at IS NULL AND active = 1 AND people.id <> ?"
    )
    return int(db.value(sql, (person_id,)))


# Sessions.


def add_session(
    db: Database, person_id: int, *, token_hash: str, method: str, device: str, at: datetime, expires_at: datetime
) -> int:
    sql = (
        "INSERT INTO sessions (token_hash, person_id, method, device, created_at, seen_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    instant = clock.to_text(at)
    return db.run(sql, (token_hash, person_id, method, device, instant, instant, clock.to_text(expires_at)))


def refresh_session(db: Database, session_id: int, *, at: datetime, expires_at: datetime) -> None:
    sql = "UPDATE sessions SET seen_at = ?, expires_at = ? WHERE id = ? AND ended_at IS NULL"
    db.change(sql, (clock.to_text(at), clock.to_text(expires_at), session_id))


def end_session(db: Database, person_id: int, session_id: int, *, at: datetime) -> int:
    sql = "UPDATE sessions SET ended_at = ? WHERE id = ? AND person_id = ? AND ended_at IS NULL"
    return db.change(sql, (clock.to_text(at), session_id, person_id))


def forget_sessions(db: Database, before: datetime) -> int:
    """Remove the sessions that were over before an instant; count them."""
    sql = "DELETE FROM sessions WHERE min(coalesce(ended_at, expires_at), expires_at) < ?"
    return db.change(sql, (clock.to_text(before),))


def end_sessions(db: Database, person_id: int, *, but: int | None, at: datetime) -> int:
    """End every live session of a person, `but` one; return how many were live."""
    sql = (
        "UPDATE sessions SET ended_at = :at"
        " WHERE person_id = :person AND ended_at IS NULL AND expires_at > :at AND id IS NOT :but"
    )
    return db.change(sql, {"at": clock.to_text(at), "person": person_id, "but": but})


# Access slips.


def add_slip(
    db: Database, person_id: int, *, code_hash: str, by: int | None, at: datetime, expires_at: datetime
) -> int:
    sql = "INSERT INTO access_slips (person_id, code_hash, created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?)"
    return db.run(sql, (person_id, code_hash, clock.to_text(at), by, clock.to_text(expires_at)))


def revoke_slips(db: Database, person_id: int, *, at: datetime) -> int:
    sql = "UPDATE access_slips SET revoked_at = ? WHERE person_id = ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), person_id))


def slip(db: Database, code_hash: str) -> Mapping[str, Any] | None:
    return db.row("SELECT * FROM access_slips WHERE code_hash = ?", (code_hash,))


def use_slip(db: Database, slip_id: int, *, at: datetime) -> int:
    """Mark a slip used; 0 when somebody else was first."""
    sql = "UPDATE access_slips SET used_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), slip_id))


# Links sent by mail.


def add_link(db: Database, person_id: int, *, token_hash: str, page: str, at: datetime, expires_at: datetime) -> int:
    sql = "INSERT INTO access_links (person_id, token_hash, page, created_at, expires_at) VALUES (?, ?, ?, ?, ?)"
    return db.run(sql, (person_id, token_hash, page, clock.to_text(at), clock.to_text(expires_at)))


def link(db: Database, token_hash: str) -> Mapping[str, Any] | None:
    return db.row("SELECT * FROM access_links WHERE token_hash = ?", (token_hash,))


def use_link(db: Database, link_id: int, *, at: datetime) -> int:
    """Mark a link used; 0 when somebody else was first."""
    sql = "UPDATE access_links SET used_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), link_id))


def revoke_link(db: Database, link_id: int, *, at: datetime) -> int:
    sql = "UPDATE access_links SET revoked_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), link_id))


def revoke_links(db: Database, person_id: int, *, page: str | None = None, at: datetime) -> int:
    """Revoke the unused links of somebody, those that lead to one page or all."""
    sql = (
        "UPDATE access_links SET revoked_at = :at WHERE person_id = :person AND used_at IS NULL AND revoked_at IS NULL"
        " AND (:page IS NULL OR page = :page)"
    )
    return db.change(sql, {"at": clock.to_text(at), "person": person_id, "page": page})


def reached_at(db: Database, typed: str, *, most: int) -> list[Person]:
    """Return the people of open accounts with an address who have this login or this address."""
    sql = (
        f"SELECT {PERSON} FROM people WHERE active = 1 AND email IS NOT NULL"  # noqa: S608 — a constant of ours
        " AND (login = :typed OR lower(email) = :typed) ORDER BY id LIMIT :most"
    )
    return [person_of(row) for row in db.rows(sql, {"typed": typed, "most": most})]


# Dictated codes.


def add_code(
    db: Database, person_id: int, *, code_hash: str, by: int | None, at: datetime, expires_at: datetime
) -> int:
    sql = "INSERT INTO dictated_codes (person_id, code_hash, created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?)"
    return db.run(sql, (person_id, code_hash, clock.to_text(at), by, clock.to_text(expires_at)))


def revoke_codes(db: Database, person_id: int, *, at: datetime) -> int:
    sql = "UPDATE dictated_codes SET revoked_at = ? WHERE person_id = ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), person_id))


def live_codes(db: Database, *, tries: int, now: datetime) -> list[LiveCode]:
    """Return the codes tried fewer than `tries` times, whoever they are for: few, since each lasts ten minutes."""
    people = ", ".join(f"people.{name}" for name in PERSON.split(", ")[1:])
    sql = (
        f"SELECT people.id, {people}, dictated_codes.id AS code_id, code_hash"  # noqa: S608 — a constant of ours
        " FROM dictated_codes JOIN people ON people.id = dictated_codes.person_id"
        " WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > ? AND tries < ? AND active = 1"
        " ORDER BY dictated_codes.id"
    )
    return [
        LiveCode(id=row["code_id"], person=person_of(row), code_hash=row["code_hash"])
        for row in db.rows(sql, (clock.to_text(now), tries))
    ]


def try_code(db: Database, code_id: int) -> None:
    """Count one try of a code."""
    db.change("UPDATE dictated_codes SET tries = tries + 1 WHERE id = ?", (code_id,))


def spend_code(db: Database, code_id: int, *, tries: int, at: datetime) -> int:
    """Revoke a code that has had its `tries`; 0 when it has not, or is over already."""
    sql = "UPDATE dictated_codes SET revoked_at = ? WHERE id = ? AND tries >= ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), code_id, tries))


def use_code(db: Database, code_id: int, *, at: datetime) -> int:
    """Mark a code used; 0 when it was used, revoked or replaced meanwhile."""
    sql = "UPDATE dictated_codes SET used_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL"
    return db.change(sql, (clock.to_text(at), code_id))


# Failed attempts.


def attempts(db: Database, key: str, window_start: datetime) -> int:
    sql = "SELECT attempts FROM throttles WHERE key = ? AND window_start = ?"
    return int(db.value(sql, (key, clock.to_text(window_start))) or 0)


def add_attempt(db: Database, key: str, window_start: datetime) -> None:
    """Count one more; the first of a window sweeps the windows long past."""
    sql = (
        "INSERT INTO throttles (key, window_start, attempts) VALUES (?, ?, 1)"
        " ON CONFLICT (key, window_start) DO UPDATE SET attempts = attempts + 1"
    )
    db.run(sql, (key, clock.to_text(window_start)))
    if attempts(db, key, window_start) == 1:
        db.change("DELETE FROM throttles WHERE window_start < ?", (clock.to_text(window_start - KEPT_WINDOWS),))


def take_back_attempt(db: Database, key: str, window_start: datetime) -> None:
    sql = "UPDATE throttles SET attempts = MAX(attempts - 1, 0) WHERE key = ? AND window_start = ?"
    db.change(sql, (key, clock.to_text(window_start)))


def forget_attempts(db: Database, key: str, window_start: datetime) -> None:
    db.change("DELETE FROM throttles WHERE key = ? AND window_start = ?", (key, clock.to_text(window_start)))
