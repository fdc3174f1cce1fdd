"""The order of passage of the persons heard."""

from datetime import datetime

from webapp.meetings.sitting import Hearing
from webapp.meetings.store.values import instant, written
from webapp.storage.database import Database


def hearings(db: Database, meeting_id: int) -> list[Hearing]:
    """Return those to be heard, in the order of their hours."""
    found = db.rows(
        "SELECT * FROM hearings WHERE meeting_id = ? ORDER BY planned_at IS NULL, planned_at, id", (meeting_id,)
    )
    return [
        Hearing(
            id=row["id"],
            item_id=row["item_id"],
            name=row["name"],
            planned_at=instant(row["planned_at"]),
            fact_id=row["ledger_id"],
        )
        for row in found
    ]


def add_hearing(db: Database, meeting_id: int, item_id: int, name: str, planned_at: datetime | None) -> int:
    """Write somebody to be heard; return the number."""
    return db.run(
        "INSERT INTO hearings (meeting_id, item_id, name, planned_at) VALUES (?, ?, ?, ?)",
        (meeting_id, item_id, name, written(planned_at)),
    )


def remove_hearing(db: Database, hearing_id: int) -> None:
    """Take somebody who has not entered off the list."""
    db.run("DELETE FROM hearings WHERE id = ?", (hearing_id,))


def write_entry(db: Database, hearing_id: int, fact_id: int) -> None:
    """Tie somebody to be heard to the fact of their entry."""
    db.run("UPDATE hearings SET ledger_id = ? WHERE id = ?", (fact_id, hearing_id))


def write_delay(db: Database, meeting_id: int, minutes: int) -> None:
    """Write how late the hearings run."""
    db.run("UPDATE meetings SET delay_minutes = ? WHERE id = ?", (minutes, meeting_id))
