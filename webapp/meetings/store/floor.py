"""Who asks to speak."""

from datetime import datetime

from webapp.kernel import clock
from webapp.meetings.sitting import FloorRequest, FloorState
from webapp.storage.database import Database, Row


def request_of(row: Row) -> FloorRequest:
    """Read a request out of a row."""
    return FloorRequest(
        id=row["id"],
        item_id=row["item_id"],
        person_id=row["person_id"],
        place=row["place"],
        state=FloorState(row["state"]),
        asked_at=clock.from_text(row["asked_at"]),
    )


def floor(db: Database, meeting_id: int, item_id: int) -> list[FloorRequest]:
    """Return the requests on an item that are not over, in their order."""
    found = db.rows(
        "SELECT * FROM floor_requests WHERE meeting_id = ? AND item_id = ? AND state IN ('waiting', 'speaking')"
        " ORDER BY state = 'waiting', place, id",
        (meeting_id, item_id),
    )
    return [request_of(row) for row in found]


def add_request(db: Database, meeting_id: int, item_id: int, person_id: int, *, at: datetime) -> int:
    """Write a request, last in the order; return its number."""
    return db.run(
        "INSERT INTO floor_requests (meeting_id, item_id, person_id, place, asked_at) VALUES (:meeting, :item, :person,"
        " (SELECT coalesce(max(place), 0) + 1 FROM floor_requests WHERE item_id = :item), :at)",
        {"meeting": meeting_id, "item": item_id, "person": person_id, "at": clock.to_text(at)},
    )


def write_request(db: Database, request_id: int, state: FloorState) -> None:
    """Move a request on."""
    db.run("UPDATE floor_requests SET state = ? WHERE id = ?", (state, request_id))


def place_request(db: Database, request_id: int, place: int) -> None:
    """Give a request its place."""
    db.run("UPDATE floor_requests SET place = ? WHERE id = ?", (place, request_id))
