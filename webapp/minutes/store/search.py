"""The index of the words of minutes; every write stands in the unit of the text itself."""

import json
from collections.abc import Iterator
from datetime import date

from webapp.minutes.model.search import ENDED, FOUND, Hit, Reader, Reading, Words
from webapp.storage.database import Database, Row

SNIPPET_WORDS = 28
TITLE_WEIGHT = 4.0
# A reader gets the whole text where they may read it, the published one elsewhere.
_READ = (
    " s.reading = CASE WHEN (:desks IS NULL OR s.committee_id IN (SELECT value FROM json_each(:desks)))"
    " OR (coalesce(m.state, 'draft') IN ('final', 'signed') AND (:committees IS NULL OR s.committee_id IN (SELECT value FROM json_each(:committees))"
    " OR s.meeting_id IN (SELECT value FROM json_each(:meetings)))) THEN 'whole' ELSE 'published' END"
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
    db.run(
        "INSERT INTO searched_minutes (meeting_id, reading, committee_id, held_on, title, body) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (meeting_id, reading) DO UPDATE SET committee_id = excluded.committee_id,"
        " held_on = excluded.held_on, title = excluded.title, body = excluded.body"
        " WHERE (title, body, held_on) IS NOT (excluded.title, excluded.body, excluded.held_on)",
        (words.meeting_id, reading, words.committee_id, words.held_on.isoformat(), words.title, words.body),
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
    """Return a page of the minutes that hold all the words, the best first, and how many there are; in two queries."""
    chosen = {
        **_seen_by(reader),
        "asked": asked,
        "committee": committee,
        "year": None if year is None else f"{year:04}",
    }
    number = int(db.value(f"SELECT count(*){_MATCHING}", chosen))
    if not number:
        return [], 0
    rows = db.rows(
        f"WITH best AS MATERIALIZED (SELECT s.id, bm25(minutes_words, {TITLE_WEIGHT}, 1.0) AS score{_MATCHING}"  # noqa: S608 — constants of this file
        " ORDER BY score, s.held_on DESC, s.id DESC LIMIT :limit OFFSET :offset)"
        " SELECT s.*, coalesce(m.state, 'draft') AS state,"
        f" snippet(minutes_words, 1, :found, :ended, '…', {SNIPPET_WORDS}) AS extract"
        " FROM best JOIN minutes_words ON minutes_words.rowid = best.id JOIN searched_minutes s ON s.id = best.id"
        " LEFT JOIN minutes m ON m.meeting_id = s.meeting_id WHERE minutes_words MATCH :asked"
        " ORDER BY score, s.held_on DESC, s.id DESC",
        {**chosen, "limit": limit, "offset": offset, "found": FOUND, "ended": ENDED},
    )
    return [_hit(row) for row in rows], number


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
        extract=tuple(_parted(row["extract"])),
    )


def _parted(extract: str) -> Iterator[tuple[str, bool]]:
    before, *found = extract.split(FOUND)
    yield before, False
    for each in found:
        word, _, after = each.partition(ENDED)
        yield word, True
        yield after, False
