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
        replied_by=row["replied_by"],
        replied_at=clock.from_text(row["replied_at"]),
    )


def write_reply(db: Database, reply: Reply) -> None:
    """Write what was replied for a seat, in the place of an earlier reply."""
    db.run(
        "INSERT INTO replies (meeting_id, seat_id, kind, substitute_id, replied_by, replied_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (meeting_id, seat_id) DO UPDATE SET kind = excluded.kind,"
        " substitute_id = excluded.substitute_id, replied_by = excluded.replied_by, replied_at = excluded.replied_at",
        (
            reply.meeting_id,
            reply.seat,
            reply.kind,
            reply.substitute_id,
            reply.replied_by,
            clock.to_text(reply.replied_at),
        ),
    )
