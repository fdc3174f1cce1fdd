"""Rows of what people ask of their data, and all that is held of them."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from webapp.kernel import clock
from webapp.registrations.model import Registration
from webapp.registrations.model.retention import RequestState, Right, RightsRequest, Way
from webapp.registrations.store.registrations import find
from webapp.storage.database import Database, Row

_REQUESTS = (
    "SELECT q.*, (SELECT json_group_array(registration_id) FROM rights_request_registrations l"
    " WHERE l.request_id = q.id) AS registrations FROM rights_requests q"
)
_ABOUT = (
    f"{_REQUESTS} WHERE q.id IN (SELECT request_id FROM rights_request_registrations WHERE registration_id = ?)"  # noqa: S608 — constants alone
    " ORDER BY q.id"
)


def add_request(
    db: Database,
    kind: Right,
    way: Way,
    registrations: Iterable[int],
    *,
    state: RequestState,
    due_on: date,
    key: str,
    by: int | None,
    at: datetime,
) -> int | None:
    """Write a request, settled at once or to be decided; None when this form did so already."""
    settled = state is not RequestState.RECEIVED
    added = db.change(
        "INSERT INTO rights_requests (kind, way, state, received_at, received_by, due_on, settled_at, settled_by, reason,"
        " key) VALUES (:kind, :way, :state, :at, :by, :due_on, :settled_at, :settled_by, '', :key)"
        " ON CONFLICT (key) DO NOTHING",
        {
            "kind": kind,
            "way": way,
            "state": state,
            "at": clock.to_text(at),
            "by": by,
            "due_on": due_on.isoformat(),
            "settled_at": clock.to_text(at) if settled else None,
            "settled_by": by if settled else None,
            "key": key,
        },
    )
    if not added:
        return None
    number = int(db.value("SELECT id FROM rights_requests WHERE key = ?", (key,)))
    for each in registrations:
        db.run("INSERT INTO rights_request_registrations VALUES (?, ?)", (number, each))
    return number


def settle_request(
    db: Database, request_id: int, state: RequestState, *, reason: str, by: int | None, at: datetime
) -> None:
    """Write what was decided."""
    db.run(
        "UPDATE rights_requests SET state = ?, reason = ?, settled_by = ?, settled_at = ? WHERE id = ?",
        (state, reason, by, clock.to_text(at), request_id),
    )


def request(db: Database, request_id: int) -> RightsRequest | None:
    """Return a request, or None."""
    row = db.row(f"{_REQUESTS} WHERE q.id = ?", (request_id,))
    return None if row is None else _request(row)


def request_made(db: Database, key: str) -> bool:
    """Whether a form made its request already."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM rights_requests WHERE key = ?)", (key,)))


def requests(db: Database, state: RequestState | None = None, *, limit: int = -1) -> list[RightsRequest]:
    """Return the requests in a state, or all: those to decide first, then the latest."""
    rows = db.rows(
        f"{_REQUESTS} WHERE :state IS NULL OR q.state = :state"
        " ORDER BY q.state <> 'received', CASE q.state WHEN 'received' THEN q.id ELSE -q.id END LIMIT :limit",
        {"state": state, "limit": limit},
    )
    return [_request(row) for row in rows]


def requests_about(db: Database, registration_id: int) -> list[RightsRequest]:
    """Return what was asked about a registration, the first ones first."""
    rows = db.rows(_ABOUT, (registration_id,))
    return [_request(row) for row in rows]


def at_address(db: Database, email: str) -> list[Registration]:
    """Return every registration made with an address, the latest first."""
    rows = db.rows("SELECT id FROM registrations WHERE email = ? ORDER BY id DESC", (email,))
    return [found for row in rows if (found := find(db, row["id"])) is not None]


def _request(row: Row) -> RightsRequest:
    return RightsRequest(
        id=row["id"],
        kind=Right(row["kind"]),
        way=Way(row["way"]),
        state=RequestState(row["state"]),
        received_at=clock.from_text(row["received_at"]),
        due_on=date.fromisoformat(row["due_on"]),
        settled_at=None if row["settled_at"] is None else clock.from_text(row["settled_at"]),
        settled_by=row["settled_by"],
        reason=row["reason"],
        registrations=tuple(json.loads(row["registrations"])),
    )
