"""What is kept of a sitting's minutes, and what goes of it; every write inside a unit of work."""

from datetime import datetime

from webapp.kernel import clock
from webapp.storage.database import Database

WRITTEN = ("fact_corrections", "disagreements", "minute_texts", "item_notes", "minute_maskings")


def kept_names(db: Database, meeting_id: int) -> list[tuple[str, str]]:
    """Return the SHA-256 and the ending of every file kept of a sitting's minutes, each once."""
    found = db.rows(
        "SELECT DISTINCT sha256, ending FROM (SELECT id, sha256, 'pdf' AS ending FROM minute_files WHERE meeting_id = :of"
        " UNION ALL SELECT id, twin_sha256, 'html' FROM minute_files WHERE meeting_id = :of"
        " UNION ALL SELECT id, facts_sha256, 'json' FROM minute_files WHERE meeting_id = :of"
        " UNION ALL SELECT id, sha256, ending FROM minute_signatures WHERE meeting_id = :of)"
        " WHERE sha256 IS NOT NULL ORDER BY ending DESC, sha256",
        {"of": meeting_id},
    )
    return [(row["sha256"], row["ending"]) for row in found]


def written_of(db: Database, meeting_id: int) -> dict[str, int]:
    """Count what was written of a sitting beside its facts, by kind."""
    row = db.row(
        "SELECT (SELECT count(*) FROM minute_texts WHERE meeting_id = :of) AS texts,"
        " (SELECT count(*) FROM item_notes WHERE meeting_id = :of) AS notes,"
        " (SELECT count(*) FROM fact_corrections WHERE meeting_id = :of) AS corrections,"
        " (SELECT count(*) FROM disagreements WHERE meeting_id = :of) AS disagreements",
        {"of": meeting_id},
    )
    return {name: int(number) for name, number in (row or {}).items()}


def eliminate(db: Database, meeting_id: int, at: datetime) -> None:
    """Remove what was written of a sitting and mark its minutes: their steps, signatures and hashes stay."""
    db.change("UPDATE minutes SET eliminated_at = ? WHERE meeting_id = ?", (clock.to_text(at), meeting_id))
    for table in WRITTEN:
        db.change(f"DELETE FROM {table} WHERE meeting_id = ?", (meeting_id,))  # noqa: S608 — table names of this file


def eliminated(db: Database, meeting_id: int) -> bool:
    """Whether the texts and files of these minutes are gone under a visa."""
    return db.value("SELECT eliminated_at FROM minutes WHERE meeting_id = ?", (meeting_id,)) is not None
