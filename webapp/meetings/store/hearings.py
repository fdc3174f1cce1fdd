"""The order of passage of the persons heard, their links, and what they wrote."""

from datetime import datetime

from webapp.kernel import clock
from webapp.meetings.sitting import Hearing, HearingLink, HearingObservation
from webapp.meetings.store.values import instant, written
from webapp.storage.database import Database, Row


def _hearing_of(row: Row) -> Hearing:
    return Hearing(
        id=row["id"],
        item_id=row["item_id"],
        name=row["name"],
        planned_at=instant(row["planned_at"]),
        fact_id=row["ledger_id"],
    )


def hearings(db: Database, meeting_id: int) -> list[Hearing]:
    """Return those to be heard, in the order of their hours; whoever will not come is none of them."""
    return hearings_and_writing(db, meeting_id)[0]


def hearings_and_writing(db: Database, meeting_id: int) -> tuple[list[Hearing], bool]:
    """Return the same, and whether anybody who was on the list wrote to the committee, come or not."""
    found = db.rows(
        "SELECT *, EXISTS (SELECT 1 FROM hearing_observations o WHERE o.hearing_id = hearings.id) AS wrote"
        " FROM hearings WHERE meeting_id = ? ORDER BY planned_at IS NULL, planned_at, id",
        (meeting_id,),
    )
    expected = [_hearing_of(row) for row in found if row["cancelled_at"] is None]
    return expected, any(row["wrote"] for row in found)


def hearing(db: Database, meeting_id: int, hearing_id: int) -> Hearing | None:
    """Return somebody to be heard, or None once they will not come."""
    sql = "SELECT * FROM hearings WHERE meeting_id = ? AND id = ? AND cancelled_at IS NULL"
    row = db.row(sql, (meeting_id, hearing_id))
    return None if row is None else _hearing_of(row)


def add_hearing(db: Database, meeting_id: int, item_id: int, name: str, planned_at: datetime | None) -> int:
    """Write somebody to be heard; return the number."""
    return db.run(
        "INSERT INTO hearings (meeting_id, item_id, name, planned_at) VALUES (?, ?, ?, ?)",
        (meeting_id, item_id, name, written(planned_at)),
    )


def remove_hearing(db: Database, hearing_id: int) -> None:
    """Take somebody who has not entered, and was not invited, off the list."""
    db.run("DELETE FROM hearings WHERE id = ?", (hearing_id,))


def cancel_hearing(db: Database, hearing_id: int, *, at: datetime) -> None:
    """Keep that somebody who was invited does not come."""
    db.run("UPDATE hearings SET cancelled_at = ? WHERE id = ?", (clock.to_text(at), hearing_id))


def write_entry(db: Database, hearing_id: int, fact_id: int) -> None:
    """Tie somebody to be heard to the fact of their entry."""
    db.run("UPDATE hearings SET ledger_id = ? WHERE id = ?", (fact_id, hearing_id))


def write_delay(db: Database, meeting_id: int, minutes: int) -> None:
    """Write how late the hearings run."""
    db.run("UPDATE meetings SET delay_minutes = ? WHERE id = ?", (minutes, meeting_id))


def _link_of(row: Row) -> HearingLink:
    return HearingLink(
        id=row["id"],
        meeting_id=row["meeting_id"],
        hearing_id=row["hearing_id"],
        address=row["address"],
        draft=row["draft"] or "",
        made_at=clock.from_text(row["made_at"]),
        read_at=instant(row["read_at"]),
        revoked_at=instant(row["revoked_at"]),
    )


def hearing_links(db: Database, meeting_id: int) -> list[HearingLink]:
    """Return every link made for the persons heard, oldest first; a revoked one stays."""
    return [
        _link_of(row) for row in db.rows("SELECT * FROM hearing_links WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    ]


def live_link(db: Database, token_hash: str) -> HearingLink | None:
    """Return the link whose token has this hash, None once it is revoked."""
    row = db.row("SELECT * FROM hearing_links WHERE token_hash = ? AND revoked_at IS NULL", (token_hash,))
    return None if row is None else _link_of(row)


def add_link(
    db: Database,
    hearing: tuple[int, int],
    *,
    address: str | None,
    draft: str,
    token_hash: str,
    at: datetime,
    by: int | None,
) -> int:
    """Write a link for somebody to be heard (sitting, hearing); return its number."""
    return db.run(
        "INSERT INTO hearing_links (meeting_id, hearing_id, address, draft, token_hash, made_at, made_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*hearing, address, draft or None, token_hash, clock.to_text(at), by),
    )


def revoke_link(db: Database, hearing_id: int, *, at: datetime) -> bool:
    """Revoke the live link of somebody to be heard; say whether there was one."""
    sql = "UPDATE hearing_links SET revoked_at = ? WHERE hearing_id = ? AND revoked_at IS NULL"
    return bool(db.change(sql, (clock.to_text(at), hearing_id)))


def acknowledge_link(db: Database, link_id: int, *, at: datetime) -> bool:
    """Keep that the person read the page, the first time; say whether it was."""
    sql = "UPDATE hearing_links SET read_at = ? WHERE id = ? AND read_at IS NULL"
    return bool(db.change(sql, (clock.to_text(at), link_id)))


def hearing_observations(db: Database, meeting_id: int) -> list[HearingObservation]:
    """Return what the persons heard wrote, oldest first."""
    found = db.rows(
        "SELECT o.*, h.item_id, h.name FROM hearing_observations o JOIN hearings h ON h.id = o.hearing_id"
        " WHERE o.meeting_id = ? ORDER BY o.id",
        (meeting_id,),
    )
    return [
        HearingObservation(
            hearing_id=row["hearing_id"],
            item_id=row["item_id"],
            name=row["name"],
            body=row["body"],
            received_at=clock.from_text(row["received_at"]),
        )
        for row in found
    ]


def add_observation(db: Database, meeting_id: int, hearing_id: int, body: str, *, at: datetime) -> int:
    """Write what somebody to be heard sent, never to be changed; return its number."""
    return db.run(
        "INSERT INTO hearing_observations (meeting_id, hearing_id, body, received_at) VALUES (?, ?, ?, ?)",
        (meeting_id, hearing_id, body, clock.to_text(at)),
    )
