"""The index of the words of minutes; every write stands in the unit of the text itself."""

import json
from datetime import date

from webapp.minutes.model.search import Hit, Reader, Reading, Words
from webapp.storage.database import Database, Row

# A reader gets the whole text where they may read it, elsewhere the published one, while the sitting's page is public.
_READ = (
    " s.reading = CASE WHEN (:desks IS NULL OR s.committee_id IN (SELECT value FROM json_each(:desks)))"
    " OR (coalesce(m.state, 'draft') IN ('final', 'signed') AND (:committees IS NULL OR s.committee_id IN (SELECT value FROM json_each(:committees))"
    " OR s.meeting_id IN (SELECT value FROM json_each(:meetings)))) THEN 'whole' ELSE 'published' END"
    " AND (s.reading = 'whole' OR EXISTS (SELECT 1 FROM public_pages WHERE scope = 'meeting:' || s.meeting_id))"
)
_FROM = " FROM searched_minutes s LEFT JOIN minutes m ON m.meeting_id = s.meeting_id"
_MATCHING = (
    f" FROM minutes_words JOIN searched_minutes s ON s.id = minutes_words.rowid"
    " LEFT JOIN minutes m ON m.meeting_id = s.meeting_id WHERE minutes_words MATCH :asked"
    " AND (:committee IS NULL OR s.committee_id = :committee) AND (:year IS NULL OR substr(s.held_on, 1, 4) = :year)"
    f" AND {_READ}"
)


def write_words(db: Database, reading: Reading, words: Words) -> None:
    """Keep the words of one reading of a sitting's minutes, in the place of those that were there."""
    place = (words.meeting_id, reading, words.committee_id, words.held_on.isoformat())
    db.run(
        "INSERT INTO searched_minutes (meeting_id, reading, committee_id, held_on) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (meeting_id, reading) DO UPDATE SET committee_id = excluded.committee_id, held_on = excluded.held_on",
        place,
    )
    number = db.value("SELECT id FROM searched_minutes WHERE meeting_id = ? AND reading = ?", place[:2])
    db.run(
        "INSERT INTO searched_texts (id, title, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET title = excluded.title, body = excluded.body WHERE (title, body) IS NOT (excluded.title, excluded.body)",
        (number, words.title, words.body),
    )


def remove_words(db: Database, meeting_id: int, *readings: Reading) -> None:
    """Take the words of a sitting's minutes out of the index."""
    kept = json.dumps(readings or tuple(Reading))
    db.change(
        "DELETE FROM searched_minutes WHERE meeting_id = ? AND reading IN (SELECT value FROM json_each(?))",
        (meeting_id, kept),
    )


def without_words(db: Database) -> list[int]:
    """Return the true closed sittings that no search finds yet."""
    found = db.rows(
        "SELECT id FROM meetings WHERE closed_at IS NOT NULL AND rehearsal_of IS NULL AND id NOT IN"
        " (SELECT meeting_id FROM searched_minutes WHERE reading = 'whole')"
        " AND id NOT IN (SELECT meeting_id FROM minutes WHERE eliminated_at IS NOT NULL) ORDER BY id"
    )
    return [row["id"] for row in found]


def matching(
    db: Database, asked: str, reader: Reader, *, committee: int | None, year: int | None, limit: int, offset: int
) -> tuple[list[Hit], int]:
    """Return a page of the minutes that hold all the words, the latest first, and how many there are; in two queries."""
    chosen = {
        **_seen_by(reader),
        "asked": asked,
        "committee": committee,
        "year": None if year is None else f"{year:04}",
    }
    found = [row["id"] for row in db.rows(f"SELECT s.id{_MATCHING} ORDER BY s.held_on DESC, s.id DESC", chosen)]
    shown = found[offset : offset + limit]
    if not shown:
        return [], len(found)
    rows = db.rows(
        f"SELECT s.*, t.title, t.body, coalesce(m.state, 'draft') AS state{_FROM} JOIN searched_texts t ON t.id = s.id"  # noqa: S608 — constants of this file
        " WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.held_on DESC, s.id DESC",
        (json.dumps(shown),),
    )
    return [_hit(row) for row in rows], len(found)


def reachable(db: Database, reader: Reader) -> list[tuple[int, int]]:
    """Return the committees and years of which somebody finds minutes, in one query."""
    rows = db.rows(
        f"SELECT DISTINCT s.committee_id, CAST(substr(s.held_on, 1, 4) AS INTEGER) AS year{_FROM} WHERE {_READ}",
        _seen_by(reader),
    )
    return [(row["committee_id"], row["year"]) for row in rows]


def _seen_by(reader: Reader) -> dict[str, object]:
    return {
        "desks": None if reader.desks is None else json.dumps(sorted(reader.desks)),
        "committees": None if reader.committees is None else json.dumps(sorted(reader.committees)),
        "meetings": json.dumps(sorted(reader.meetings)),
    }


def _hit(row: Row) -> Hit:
    return Hit(
        meeting_id=row["meeting_id"],
        committee_id=row["committee_id"],
        held_on=date.fromisoformat(row["held_on"]),
        title=row["title"],
        state=row["state"],
        reading=Reading(row["reading"]),
        body=row["body"],
    )
