"""The files of the folders; every write inside a unit of work."""

from datetime import datetime

from webapp.folder.model import FolderFile, Part
from webapp.kernel import clock
from webapp.storage.database import Database, Row


def add(db: Database, meeting_id: int, part: Part, *, source: str, revision: int, at: datetime) -> int:
    """Keep that a part was asked for; return its number."""
    return db.run(
        "INSERT INTO folder_files (meeting_id, part, source_hash, revision, requested_at) VALUES (?, ?, ?, ?, ?)",
        (meeting_id, part, source, revision, clock.to_text(at)),
    )


def write_job(db: Database, file_id: int, job_id: int) -> None:
    """Tie a part to the work that renders it."""
    db.change("UPDATE folder_files SET job_id = ? WHERE id = ?", (job_id, file_id))


def write_seen(db: Database, file_id: int, revision: int) -> None:
    """Keep that a part still says what the sitting is at this revision."""
    db.change("UPDATE folder_files SET revision = ? WHERE id = ?", (revision, file_id))


def write_rendered(
    db: Database, file_id: int, *, source: str, revision: int, sha256: str, size: int, at: datetime
) -> None:
    """Keep what came out, once."""
    db.change(
        "UPDATE folder_files SET source_hash = ?, revision = ?, sha256 = ?, bytes = ?, rendered_at = ?"
        " WHERE id = ? AND sha256 IS NULL",
        (source, revision, sha256, size, clock.to_text(at), file_id),
    )


def latest(db: Database, meeting_id: int) -> dict[Part, FolderFile]:
    """Return the last file asked for of each part, in one query."""
    found = db.rows(
        "SELECT * FROM folder_files WHERE id IN"
        " (SELECT max(id) FROM folder_files WHERE meeting_id = ? GROUP BY part) ORDER BY id",
        (meeting_id,),
    )
    return {Part(row["part"]): _file(row) for row in found}


def file(db: Database, file_id: int) -> FolderFile | None:
    """Return one file."""
    row = db.row("SELECT * FROM folder_files WHERE id = ?", (file_id,))
    return None if row is None else _file(row)


def _file(row: Row) -> FolderFile:
    return FolderFile(
        id=row["id"],
        meeting_id=row["meeting_id"],
        part=Part(row["part"]),
        job_id=row["job_id"],
        source=row["source_hash"],
        revision=row["revision"],
        sha256=row["sha256"],
        bytes=row["bytes"],
        requested_at=clock.from_text(row["requested_at"]),
        rendered_at=None if row["rendered_at"] is None else clock.from_text(row["rendered_at"]),
    )


def remove(db: Database, meeting_id: int) -> list[int]:
    """Remove every file asked for of a sitting; return the numbers of their work."""
    found = db.rows("SELECT job_id FROM folder_files WHERE meeting_id = ? AND job_id IS NOT NULL", (meeting_id,))
    db.change("DELETE FROM folder_files WHERE meeting_id = ?", (meeting_id,))
    return [int(row["job_id"]) for row in found]
