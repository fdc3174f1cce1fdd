"""The people of a date or of a campaign, by pages and by pieces: what lists, exports and figures are made of."""

import json
from collections.abc import Iterable
from datetime import datetime

from webapp.kernel import clock
from webapp.registrations.model import Companion, Registration
from webapp.registrations.store.registrations import registration_of
from webapp.storage.database import Database, Row
from webapp.wording.typography import folded

_EXPECTED = (
    "FROM registrations r WHERE r.occurrence_id = :occurrence AND r.status = 'confirmed'"
    " AND NOT EXISTS (SELECT 1 FROM json_each(:words) w WHERE instr(r.search, w.value) = 0)"
)
_PAGE = f"SELECT r.* {_EXPECTED} ORDER BY r.last_name, r.first_name, r.id LIMIT :limit OFFSET :offset"
_NUMBER = f"SELECT count(*) {_EXPECTED}"


def expected(
    db: Database, occurrence_id: int, *, words: str = "", limit: int = -1, offset: int = 0
) -> list[Registration]:
    """Return who is confirmed for a date, by name; those whose line says all these words; -1: all of them."""
    asked = {"occurrence": occurrence_id, "words": _words(words), "limit": limit, "offset": offset}
    return [registration_of(row) for row in db.rows(_PAGE, asked)]


def expected_number(db: Database, occurrence_id: int, *, words: str = "") -> int:
    """Count those whom `expected` returns."""
    return int(db.value(_NUMBER, {"occurrence": occurrence_id, "words": _words(words)}))


def confirmed_numbers(db: Database, campaign_id: int) -> dict[int, int]:
    """Count the confirmed of each date of a campaign, those anonymised since included; a date without any is not there."""
    rows = db.rows(
        "SELECT occurrence_id AS id, count(*) AS number FROM registrations"
        " WHERE (status = 'confirmed' OR (status = 'anonymised' AND former = 'confirmed')) AND occurrence_id IN"
        " (SELECT id FROM occurrences WHERE campaign_id = ?) GROUP BY occurrence_id",
        (campaign_id,),
    )
    return {int(row["id"]): int(row["number"]) for row in rows}


def _words(typed: str) -> str:
    return json.dumps(folded(typed).split())


def companions_of(db: Database, ids: Iterable[int]) -> dict[int, dict[int, Companion]]:
    """Return those behind the same screen, by registration then by place."""
    found: dict[int, dict[int, Companion]] = {}
    rows = db.rows(
        "SELECT * FROM companions WHERE registration_id IN (SELECT value FROM json_each(?)) ORDER BY position",
        (json.dumps(list(ids)),),
    )
    for row in rows:
        others = found.setdefault(int(row["registration_id"]), {})
        others[int(row["position"])] = Companion(last_name=row["last_name"], first_name=row["first_name"])
    return found


def of_ids(db: Database, ids: Iterable[int]) -> dict[int, Registration]:
    """Return these registrations by number."""
    rows = db.rows("SELECT * FROM registrations WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
    return {int(row["id"]): registration_of(row) for row in rows}


def after(db: Database, campaign_id: int, last_id: int, *, limit: int) -> list[Registration]:
    """Return the next registrations of a campaign in the order of arrival: an export reads them piece by piece."""
    rows = db.rows(
        "SELECT * FROM registrations WHERE id > ? AND status NOT IN ('draft', 'anonymised') AND occurrence_id IN"
        " (SELECT id FROM occurrences WHERE campaign_id = ?) ORDER BY id LIMIT ?",
        (last_id, campaign_id, limit),
    )
    return [registration_of(row) for row in rows]


def answers_of(db: Database, ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what these registrations answered, by question."""
    found: dict[int, dict[str, str]] = {}
    rows = db.rows(
        "SELECT * FROM answers WHERE registration_id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    for row in rows:
        found.setdefault(int(row["registration_id"]), {})[row["field"]] = row["value"]
    return found


def answers_to(db: Database, occurrence_id: int, fields: Iterable[str], *, most: int) -> list[tuple[int, str, str]]:
    """Return what the confirmed of a date answered to some questions, in the order of arrival: number, question, answer."""
    rows = db.rows(
        "SELECT a.registration_id, a.field, a.value FROM answers a JOIN registrations r ON r.id = a.registration_id"
        " WHERE r.occurrence_id = ? AND r.status = 'confirmed' AND a.field IN (SELECT value FROM json_each(?))"
        " ORDER BY a.registration_id, a.field LIMIT ?",
        (occurrence_id, json.dumps(sorted(fields)), most),
    )
    return [(row["registration_id"], row["field"], row["value"]) for row in rows]


def hours_of_arrival(db: Database, campaign_id: int) -> list[tuple[datetime, int]]:
    """Return how many signed up in each hour; the day that it belongs to is the reader's to say."""
    rows = db.rows(
        "SELECT substr(submitted_at, 1, 13) AS hour, count(*) AS number FROM registrations WHERE status <> 'draft'"
        " AND occurrence_id IN (SELECT id FROM occurrences WHERE campaign_id = ?) GROUP BY hour ORDER BY hour",
        (campaign_id,),
    )
    return [(clock.from_text(f"{row['hour']}:00:00.000Z"), int(row["number"])) for row in rows]


def numbers_by(db: Database, campaign_id: int, *, came: Iterable[int]) -> list[Row]:
    """Return for each service and origin how many signed up, are confirmed, and are among those who came."""
    return db.rows(
        "SELECT r.service, r.origin, count(*) AS signed, sum(coalesce(r.former, r.status) = 'confirmed') AS confirmed,"
        " sum(r.id IN (SELECT value FROM json_each(:came))) AS came FROM registrations r WHERE r.status <> 'draft'"
        " AND r.occurrence_id IN (SELECT id FROM occurrences WHERE campaign_id = :campaign)"
        " GROUP BY r.service, r.origin",
        {"campaign": campaign_id, "came": json.dumps(list(came))},
    )
