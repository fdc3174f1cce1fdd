"""What was masked by hand in minutes, and who may read their publishable version; every write inside a unit of work."""

from webapp.documents.model import Access
from webapp.kernel import clock
from webapp.minutes.model.publishing import AccessRuling, Ground, Masking
from webapp.storage.database import Database, Row


def maskings(db: Database, meeting_id: int) -> list[Masking]:
    """Return every decision to mask or to leave, of every version, oldest first."""
    found = db.rows("SELECT * FROM minute_maskings WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    return [_masking(row) for row in found]


def add_masking(db: Database, meeting_id: int, made: Masking) -> int:
    """Keep a decision; its own number is given here."""
    return db.run(
        "INSERT INTO minute_maskings (meeting_id, file_id, mask, wording, masked, ground, reason, made_at, made_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            meeting_id,
            made.file_id,
            made.key,
            made.wording,
            int(made.masked),
            made.ground,
            made.reason,
            clock.to_text(made.made_at),
            made.made_by,
        ),
    )


def accesses(db: Database, meeting_id: int) -> list[AccessRuling]:
    """Return every decision on who may read the publishable versions of a sitting, oldest first."""
    found = db.rows("SELECT * FROM minute_accesses WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    return [_ruling(row) for row in found]


def add_access(db: Database, meeting_id: int, ruled: AccessRuling) -> int:
    """Keep a decision on who may read a file."""
    return db.run(
        "INSERT INTO minute_accesses (meeting_id, file_id, access, reason, ruled_at, ruled_by) VALUES (?, ?, ?, ?, ?, ?)",
        (meeting_id, ruled.file_id, ruled.access, ruled.reason, clock.to_text(ruled.ruled_at), ruled.ruled_by),
    )


def _masking(row: Row) -> Masking:
    return Masking(
        id=row["id"],
        file_id=row["file_id"],
        key=row["mask"],
        wording=row["wording"],
        masked=bool(row["masked"]),
        ground=None if row["ground"] is None else Ground(row["ground"]),
        reason=row["reason"],
        made_at=clock.from_text(row["made_at"]),
        made_by=row["made_by"],
    )


def _ruling(row: Row) -> AccessRuling:
    return AccessRuling(
        id=row["id"],
        file_id=row["file_id"],
        access=Access(row["access"]),
        reason=row["reason"],
        ruled_at=clock.from_text(row["ruled_at"]),
        ruled_by=row["ruled_by"],
    )
