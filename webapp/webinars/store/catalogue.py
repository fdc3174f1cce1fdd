"""What the catalogue is looked up by, and the calendar files written once for each date."""

import json
from datetime import datetime

from webapp.kernel import clock
from webapp.registrations.model import Occurrence
from webapp.storage.database import Database, Row
from webapp.webinars.model import Channel, Sought, Webinar
from webapp.wording.typography import folded

WORDS_MOST = 200


def topics_sought(db: Database, sought: Sought) -> str:
    """Return, as one JSON list, what the dates of the webinars sought are planned for."""
    return str(
        db.value(
            "SELECT json_group_array('webinar:' || w.id) FROM webinars w WHERE w.published_at IS NOT NULL"
            " AND (:series = '' OR w.series = :series)"
            " AND (:channel = '' OR w.channel_id = (SELECT id FROM channels WHERE code = :channel))"
            " AND NOT EXISTS (SELECT 1 FROM json_each(:words) word WHERE instr(w.search, word.value) = 0)"
            " AND NOT EXISTS (SELECT 1 FROM webinar_access a WHERE a.webinar_id = w.id AND a.kind = 'hidden')",
            {
                "series": sought.series,
                "channel": sought.channel,
                "words": json.dumps(folded(sought.words[:WORDS_MOST]).split()),
            },
        )
    )


def series(db: Database) -> list[str]:
    """Return every series that people see, by name."""
    rows = db.rows(
        "SELECT DISTINCT w.series FROM webinars w WHERE w.published_at IS NOT NULL AND w.series <> ''"
        " AND NOT EXISTS (SELECT 1 FROM webinar_access a WHERE a.webinar_id = w.id AND a.kind = 'hidden')"
        " ORDER BY w.series"
    )
    return [row["series"] for row in rows]


def channel_by_code(db: Database, code: str) -> Channel | None:
    """Return a channel by what its address calls it, or None."""
    row = db.row("SELECT * FROM channels WHERE code = ?", (code,))
    return None if row is None else _channel(row)


def channel(db: Database, channel_id: int) -> Channel | None:
    """Return a channel, or None."""
    row = db.row("SELECT * FROM channels WHERE id = ?", (channel_id,))
    return None if row is None else _channel(row)


def _channel(row: Row) -> Channel:
    return Channel(id=row["id"], code=row["code"], name=row["name"], about=row["about"])


def calendar_file(db: Database, webinar: Webinar, occurrence: Occurrence, method: str) -> str | None:
    """Return the file written for a date as it stands, or None."""
    found = db.value(
        "SELECT file FROM calendar_files WHERE occurrence_id = ? AND sequence = ? AND webinar_version = ? AND method = ?",
        (occurrence.id, occurrence.sequence, webinar.version, method),
    )
    return None if found is None else str(found)


def add_calendar_file(
    db: Database, webinar: Webinar, occurrence: Occurrence, method: str, *, file: str, at: datetime
) -> None:
    """Write which file a date has as it stands."""
    db.run(
        "INSERT INTO calendar_files VALUES (?, ?, ?, ?, ?, ?)",
        (occurrence.id, occurrence.sequence, webinar.version, method, file, clock.to_text(at)),
    )


def calendar_stamps(db: Database, occurrence_ids: list[int]) -> dict[int, datetime]:
    """Return when the last calendar file of each date was written, of those that have one."""
    rows = db.rows(
        "SELECT occurrence_id, max(made_at) AS made_at FROM calendar_files"
        " WHERE occurrence_id IN (SELECT value FROM json_each(?)) GROUP BY occurrence_id",
        (json.dumps(occurrence_ids),),
    )
    return {row["occurrence_id"]: clock.from_text(row["made_at"]) for row in rows}
