"""What members said of their coming."""

from webapp.kernel import clock
from webapp.meetings.sitting import Reply, ReplyKind
from webapp.storage.database import Database, Row


def reply_of(row: Row) -> Reply:
    """Read a reply out of a row."""
    return Reply(
        meeting_id=row["meeting_id"],
        seat=row["seat_id"],
        kind=ReplyKind(row["kind"]),
        substitute_id=row["substitute_id"],
        holder=row["holder_seat_id"],
        titular_id=row["titular_id"],
        holder_id=row["holder_id"],
        replied_by=row["replied_by"],
        replied_at=clock.from_text(row["replied_at"]),
    )


def replies(db: Database, meeting_id: int) -> dict[int, Reply]:
    """Return what was last replied to the notice for each seat, by whoever held it then."""
    found = db.rows("SELECT * FROM replies WHERE meeting_id = ?", (meeting_id,))
    return {row["seat_id"]: reply_of(row) for row in found}


def write_reply(db: Database, reply: Reply) -> None:
    """Write what was replied for a seat, in the place of an earlier reply."""
    remove_reply(db, reply.meeting_id, reply.seat)
    db.run(
        "INSERT INTO replies (meeting_id, seat_id, kind, substitute_id, holder_seat_id, titular_id, holder_id,"
        " replied_by, replied_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reply.meeting_id,
            reply.seat,
            reply.kind,
            reply.substitute_id,
            reply.holder,
            reply.titular_id,
            reply.holder_id,
            reply.replied_by,
            clock.to_text(reply.replied_at),
        ),
    )


def remove_reply(db: Database, meeting_id: int, seat: int) -> None:
    """Forget what was replied for a seat: it is silent again."""
    db.change("DELETE FROM replies WHERE meeting_id = ? AND seat_id = ?", (meeting_id, seat))
