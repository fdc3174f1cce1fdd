"""Items entrusted to services."""

from datetime import date

from webapp.kernel import clock
from webapp.meetings.sitting import Entrusted, MeetingState, Task
from webapp.storage.database import Database, Row


def entrusted_of(row: Row) -> Entrusted:
    """Read an entrusted item out of a row."""
    return Entrusted(
        item_id=row["item_id"],
        person_id=row["person_id"],
        due_on=date.fromisoformat(row["due_on"]),
        entrusted_by=row["entrusted_by"],
        entrusted_at=clock.from_text(row["entrusted_at"]),
    )


def entrusted(db: Database, item_id: int) -> Entrusted | None:
    """Return to whom an item is entrusted, or None."""
    row = db.row("SELECT * FROM entrusted_items WHERE item_id = ?", (item_id,))
    return None if row is None else entrusted_of(row)


def entrusted_items(db: Database, meeting_id: int) -> list[Entrusted]:
    """Return what is entrusted in a sitting."""
    sql = (
        "SELECT entrusted_items.* FROM entrusted_items JOIN agenda_items ON agenda_items.id = item_id"
        " WHERE meeting_id = ? ORDER BY item_id"
    )
    return [entrusted_of(row) for row in db.rows(sql, (meeting_id,))]


def tasks(db: Database, person_id: int) -> list[Task]:
    """Return what is entrusted to a person, the latest sitting first."""
    sql = (
        "SELECT entrusted_items.*, agenda_items.meeting_id, agenda_items.title, meetings.committee_id,"
        " meetings.starts_at, meetings.state FROM entrusted_items"
        " JOIN agenda_items ON agenda_items.id = item_id JOIN meetings ON meetings.id = agenda_items.meeting_id"
        " WHERE person_id = ? ORDER BY meetings.starts_at DESC, agenda_items.position"
    )
    return [
        Task(
            entrusted=entrusted_of(row),
            meeting_id=row["meeting_id"],
            committee_id=row["committee_id"],
            title=row["title"],
            starts_at=clock.from_text(row["starts_at"]),
            state=MeetingState(row["state"]),
        )
        for row in db.rows(sql, (person_id,))
    ]


def write_entrusted(db: Database, given: Entrusted) -> None:
    """Write to whom an item is entrusted, in the place of whoever had it."""
    db.run(
        "INSERT INTO entrusted_items (item_id, person_id, due_on, entrusted_by, entrusted_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (item_id) DO UPDATE SET person_id = excluded.person_id, due_on = excluded.due_on,"
        " entrusted_by = excluded.entrusted_by, entrusted_at = excluded.entrusted_at",
        (
            given.item_id,
            given.person_id,
            given.due_on.isoformat(),
            given.entrusted_by,
            clock.to_text(given.entrusted_at),
        ),
    )


def remove_entrusted(db: Database, item_id: int) -> None:
    """Take an item back from whoever it was entrusted to."""
    db.change("DELETE FROM entrusted_items WHERE item_id = ?", (item_id,))
