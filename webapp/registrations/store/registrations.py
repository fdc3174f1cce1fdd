"""Rows of registrations, and the seats they take: each by one conditional update."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from webapp.kernel import clock
from webapp.kernel.tokens import Nonce
from webapp.registrations.model import EVERYBODY, Answer, Companion, Known, Registration, SignUp, Status
from webapp.storage.database import Database, Row
from webapp.wording.typography import folded

# Seats kept for some, then for others, are counted together: where shares changed, a pool may hold more than it allows.
_TAKE = (
    "UPDATE pools SET held = held + :seats WHERE id = (SELECT id FROM pools WHERE occurrence_id = :occurrence"
    " AND origin IN (:origin, :common) AND (allowed IS NULL OR held + :seats <= allowed)"
    " AND (SELECT max(allowed IS NULL) OR sum(held) + :seats <= sum(allowed) FROM pools WHERE occurrence_id = :occurrence)"
    " ORDER BY origin = '' LIMIT 1) RETURNING id"
)


def take(db: Database, occurrence_id: int, origin: str, seats: int, *, kept_alone: bool = False) -> int | None:
    """Take seats of somebody's own pool, else of everybody's, in one update; return the pool, None when there are none.

    `kept_alone`: of their own pool alone, since others wait for those of everybody.
    """
    common = origin if kept_alone else EVERYBODY
    return _returned(db, _TAKE, {"occurrence": occurrence_id, "origin": origin, "common": common, "seats": seats})


def _returned(db: Database, sql: str, parameters: Mapping[str, object]) -> int | None:
    row = db.row(sql, parameters)
    return None if row is None else int(row["id"])


def release(db: Database, pool_id: int, seats: int) -> None:
    """Give seats back to their pool."""
    db.run("UPDATE pools SET held = held - ? WHERE id = ?", (seats, pool_id))


def anybody_waiting(db: Database, occurrence_id: int, origin: str | None = None) -> bool:
    """Whether somebody waits for a date, of one origin or of any: nobody overtakes the list."""
    return bool(
        db.value(
            "SELECT EXISTS (SELECT 1 FROM registrations WHERE occurrence_id = :occurrence AND status = 'waitlisted'"
            " AND (:origin IS NULL OR origin = :origin))",
            {"occurrence": occurrence_id, "origin": origin},
        )
    )


def first_waiting(db: Database, occurrence_id: int, origins: frozenset[str] | None = None) -> Registration | None:
    """Return who has waited longest for a date, among all or among those of these origins."""
    row = db.row(
        "SELECT * FROM registrations WHERE occurrence_id = ? AND status = 'waitlisted'"
        " AND (? IS NULL OR origin IN (SELECT value FROM json_each(?))) ORDER BY id LIMIT 1",
        (occurrence_id, None if origins is None else 1, json.dumps(sorted(origins or ()))),
    )
    return None if row is None else registration_of(row)


def ended_offers(db: Database, *, now: datetime, occurrence_id: int | None = None) -> list[Registration]:
    """Return the offers whose time is over, of one date or of all, those that ended first before the others."""
    rows = db.rows(
        "SELECT * FROM registrations WHERE status = 'offered' AND offer_ends_at < :now"
        " AND (:occurrence IS NULL OR occurrence_id = :occurrence) ORDER BY offer_ends_at, id",
        {"now": clock.to_text(now), "occurrence": occurrence_id},
    )
    return [registration_of(row) for row in rows]


_OFFERED = "FROM registrations r JOIN occurrences o ON o.id = r.occurrence_id WHERE r.status = 'offered' AND o.state = 'planned'"


def next_offer_end(db: Database) -> datetime | None:
    """Return when the next offer ends of a date that takes place, or None."""
    found = db.value(f"SELECT min(r.offer_ends_at) {_OFFERED}")
    return None if found is None else clock.from_text(found)


def dates_to_settle(db: Database, *, now: datetime) -> list[int]:
    """Return the dates that take place and have offers whose time is over."""
    ended = f"SELECT DISTINCT r.occurrence_id AS id {_OFFERED} AND r.offer_ends_at < ? ORDER BY 1"
    return [int(row["id"]) for row in db.rows(ended, (clock.to_text(now),))]


def add_registration(
    db: Database,
    signed: SignUp,
    *,
    occurrence_id: int,
    form_id: int,
    key: str,
    status: Status,
    pool_id: int | None,
    seats: int,
    nonce: Nonce,
    hashes: Mapping[str, str | None],
    at: datetime,
) -> Registration:
    """Write a registration; its number is its place in the order of arrival."""
    instant = clock.to_text(at)
    number = db.run(
        "INSERT INTO registrations (occurrence_id, form_id, key, status, pool_id, seats, last_name, first_name, email,"
        " identity, origin, service, search, nonce, manage_hash, entry_hash, manager_hash, submitted_at, settled_at,"
        " offer_ends_at, version) VALUES (:occurrence, :form, :key, :status, :pool, :seats, :last_name, :first_name,"
        " :email, :identity, :origin, :service, :search, :nonce, :manage, :entry, :manager, :at, :at, NULL, 1)",
        {
            "occurrence": occurrence_id,
            "form": form_id,
            "key": key,
            "status": status,
            "pool": pool_id,
            "seats": seats,
            **_person(signed),
            "origin": signed.origin,
            "nonce": nonce,
            **hashes,
            "at": instant,
        },
    )
    return Registration(
        id=number,
        occurrence_id=occurrence_id,
        form_id=form_id,
        status=status,
        pool_id=pool_id,
        seats=seats,
        last_name=signed.last_name,
        first_name=signed.first_name,
        email=signed.email,
        origin=signed.origin,
        service=signed.service,
        nonce=nonce,
        submitted_at=at,
        settled_at=at,
        offer_ends_at=None,
        version=1,
    )


def _person(signed: SignUp) -> dict[str, str]:
    return {
        "last_name": signed.last_name,
        "first_name": signed.first_name,
        "email": signed.email,
        "identity": signed.identity,
        "service": signed.service,
        "search": signed.search,
    }


def write_answers(
    db: Database, registration_id: int, answers: Mapping[str, str], purges: Mapping[str, date], signed: SignUp
) -> None:
    """Write what somebody answered and who sits beside them, in place of what was there."""
    db.run("DELETE FROM answers WHERE registration_id = ?", (registration_id,))
    db.run("DELETE FROM companions WHERE registration_id = ?", (registration_id,))
    for field, value in answers.items():
        db.run(
            "INSERT INTO answers (registration_id, field, value, purge_on) VALUES (?, ?, ?, ?)",
            (registration_id, field, value, purges[field].isoformat()),
        )
    for position, each in enumerate(signed.companions, 1):
        db.run(
            "INSERT INTO companions (registration_id, position, last_name, first_name) VALUES (?, ?, ?, ?)",
            (registration_id, position, each.last_name, each.first_name),
        )


def write_person(db: Database, registration_id: int, signed: SignUp, *, seats: int) -> None:
    """Write who somebody is, corrected."""
    db.run(
        "UPDATE registrations SET last_name = :last_name, first_name = :first_name, email = :email,"
        " identity = :identity, service = :service, search = :search, seats = :seats, version = version + 1"
        " WHERE id = :id",
        {"id": registration_id, "seats": seats, **_person(signed)},
    )


def write_seats(db: Database, registration_id: int, *, origin: str, pool_id: int | None) -> None:
    """Write where somebody comes from and where their seats are held, corrected."""
    db.run("UPDATE registrations SET origin = ?, pool_id = ? WHERE id = ?", (origin, pool_id, registration_id))


def write_move(
    db: Database,
    registration: Registration,
    status: Status,
    *,
    pool_id: int | None,
    at: datetime,
    offer_ends_at: datetime | None = None,
) -> None:
    """Write a registration's new status, with where its seats are held from now on."""
    db.run(
        "UPDATE registrations SET status = ?, pool_id = ?, settled_at = ?, offer_ends_at = ?, version = version + 1"
        " WHERE id = ?",
        (
            status,
            pool_id,
            clock.to_text(at),
            None if offer_ends_at is None else clock.to_text(offer_ends_at),
            registration.id,
        ),
    )


def find(db: Database, registration_id: int) -> Registration | None:
    """Return a registration, or None."""
    row = db.row("SELECT * FROM registrations WHERE id = ?", (registration_id,))
    return None if row is None else registration_of(row)


def of_key(db: Database, key: str) -> Registration | None:
    """Return the registration that a form made when it was first sent, or None."""
    row = db.row("SELECT * FROM registrations WHERE key = ?", (key,))
    return None if row is None else registration_of(row)


def of_person(db: Database, occurrence_id: int, identity: str) -> Registration | None:
    """Return the standing registration of somebody for a date, or None."""
    row = db.row(
        "SELECT * FROM registrations WHERE occurrence_id = ? AND identity = ?"
        " AND status IN ('draft', 'submitted', 'pending', 'confirmed', 'waitlisted', 'offered')",
        (occurrence_id, identity),
    )
    return None if row is None else registration_of(row)


def standing_of(db: Database, email: str, *, now: datetime, most: int) -> list[Registration]:
    """Return what stands under an address for the dates that are not over, the next ones first."""
    rows = db.rows(
        "SELECT r.* FROM registrations r JOIN occurrences o ON o.id = r.occurrence_id WHERE r.email = ?"
        " AND r.status IN ('submitted', 'pending', 'confirmed', 'waitlisted', 'offered')"
        " AND o.state = 'planned' AND o.ends_at >= ? ORDER BY o.starts_at, r.id LIMIT ?",
        (email, clock.to_text(now), most),
    )
    return [registration_of(row) for row in rows]


def of_link(db: Database, link: str, token_hash: str) -> Registration | None:
    """Return the registration of a link, or None; `link` is 'manage', 'entry' or 'manager'."""
    row = db.row(_OF_LINK[link], (token_hash,))
    return None if row is None else registration_of(row)


_OF_LINK = {
    "manage": "SELECT * FROM registrations WHERE manage_hash = ?",
    "entry": "SELECT * FROM registrations WHERE entry_hash = ?",
    "manager": "SELECT * FROM registrations WHERE manager_hash = ?",
}


def of_occurrence(db: Database, occurrence_id: int, statuses: frozenset[Status]) -> list[Registration]:
    """Return the registrations of a date in these statuses, in the order of arrival."""
    rows = db.rows(
        "SELECT * FROM registrations WHERE occurrence_id = ? AND status IN (SELECT value FROM json_each(?)) ORDER BY id",
        (occurrence_id, json.dumps(sorted(statuses))),
    )
    return [registration_of(row) for row in rows]


def next_of(
    db: Database, occurrence_id: int, statuses: frozenset[Status], *, after: int, most: int
) -> list[Registration]:
    """Return the next registrations of a date in these statuses after one of them, in the order of arrival."""
    rows = db.rows(
        "SELECT * FROM registrations WHERE occurrence_id = ? AND id > ?"
        " AND status IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?",
        (occurrence_id, after, json.dumps(sorted(statuses)), most),
    )
    return [registration_of(row) for row in rows]


def bearing(db: Database, occurrence_id: int, words: str, *, most: int) -> list[Registration]:
    """Return the registrations of a date that carry every one of these words, without case nor accents."""
    found = db.rows(
        "SELECT * FROM registrations r WHERE r.occurrence_id = :occurrence AND r.status <> 'anonymised'"
        " AND NOT EXISTS (SELECT 1 FROM json_each(:words) w WHERE instr(r.search, w.value) = 0)"
        " ORDER BY r.last_name, r.first_name, r.id LIMIT :most",
        {"occurrence": occurrence_id, "words": json.dumps(folded(words).split()), "most": most},
    )
    return [registration_of(row) for row in found]


def known(db: Database, registration: Registration) -> Known:
    """Return a registration with its answers, who sits beside, and its place on the list."""
    answers = db.rows("SELECT * FROM answers WHERE registration_id = ? ORDER BY field", (registration.id,))
    others = db.rows("SELECT * FROM companions WHERE registration_id = ? ORDER BY position", (registration.id,))
    return Known(
        registration=registration,
        answers=tuple(
            Answer(field=row["field"], value=row["value"], purge_on=date.fromisoformat(row["purge_on"]))
            for row in answers
        ),
        companions=tuple(Companion(last_name=row["last_name"], first_name=row["first_name"]) for row in others),
        place=place(db, registration) if registration.status is Status.WAITLISTED else None,
    )


def place(db: Database, registration: Registration) -> int:
    """Return somebody's place on the waiting list, from 1."""
    return int(
        db.value(
            "SELECT count(*) FROM registrations WHERE occurrence_id = ? AND status = 'waitlisted' AND id <= ?",
            (registration.occurrence_id, registration.id),
        )
    )


def registration_of(row: Row) -> Registration:
    """Return a registration from its row."""
    return Registration(
        id=row["id"],
        occurrence_id=row["occurrence_id"],
        form_id=row["form_id"],
        status=Status(row["status"]),
        pool_id=row["pool_id"],
        seats=row["seats"],
        last_name=row["last_name"],
        first_name=row["first_name"],
        email=row["email"],
        origin=row["origin"],
        service=row["service"],
        nonce=None if row["nonce"] is None else Nonce(row["nonce"]),
        submitted_at=clock.from_text(row["submitted_at"]),
        settled_at=clock.from_text(row["settled_at"]),
        offer_ends_at=None if row["offer_ends_at"] is None else clock.from_text(row["offer_ends_at"]),
        version=row["version"],
    )
