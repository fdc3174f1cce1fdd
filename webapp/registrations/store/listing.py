"""The list of a date as its organisers read it: by name without accents, searched, a page at a time."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from webapp.registrations.model import Listing, Occurrence, PrivacyNotice, Status
from webapp.registrations.store.campaigns import occurrences_of_rows
from webapp.registrations.store.registrations import registration_of
from webapp.storage.database import Database

# The index alone is walked, until the page is full; the rows themselves are read for the page.
_PAGE = (
    "SELECT r.* FROM (SELECT id, search FROM registrations INDEXED BY registrations_searched"
    " WHERE occurrence_id = :occurrence{conditions} ORDER BY search, id LIMIT :most OFFSET :skipped) m"
    " JOIN registrations r ON r.id = m.id ORDER BY m.search, m.id"
)
_TOTAL = (
    "SELECT count(*) FROM registrations INDEXED BY registrations_searched WHERE occurrence_id = :occurrence{conditions}"
)
# Each status by itself: to group them takes twice as long as to count them.
_COUNTS = (
    "SELECT value AS status, (SELECT count(*) FROM registrations WHERE occurrence_id = :occurrence AND status = value)"
    " AS number FROM json_each(:statuses)"
)
_PATTERN_SIGNS = re.compile(r"[*?\[]")
_OF_TOPICS = (
    "SELECT c.topic, o.*, p.id AS pool_id, p.origin, p.allowed, p.held,"
    " (SELECT count(*) FROM registrations r WHERE r.occurrence_id = o.id AND r.status = 'waitlisted') AS waiting"
    " FROM campaigns c JOIN occurrences o ON o.campaign_id = c.id JOIN pools p ON p.occurrence_id = o.id"
    " WHERE c.topic IN (SELECT value FROM json_each(?)) ORDER BY o.starts_at, o.id, p.id"
)


def counts(db: Database, occurrence_id: int) -> dict[Status, int]:
    """Return how many registrations of a date are in each status that some are in."""
    rows = db.rows(_COUNTS, {"occurrence": occurrence_id, "statuses": json.dumps(list(Status))})
    return {Status(row["status"]): row["number"] for row in rows if row["number"]}


def to_decide(db: Database, occurrence_ids: Iterable[int]) -> Counter[int]:
    """Return how many requests wait for somebody's word, by date (WEB-4)."""
    rows = db.rows(
        "SELECT occurrence_id, count(*) AS number FROM registrations WHERE occurrence_id IN"
        " (SELECT value FROM json_each(?)) AND status IN ('submitted', 'pending') GROUP BY occurrence_id",
        (json.dumps(list(occurrence_ids)),),
    )
    return Counter({row["occurrence_id"]: row["number"] for row in rows})


def listing(
    db: Database,
    occurrence_id: int,
    *,
    words: Iterable[str] = (),
    statuses: Iterable[Status] | None = None,
    counts: Mapping[Status, int],
    skipped: int,
    most: int,
) -> Listing:
    """Return a page of a date's list by name; `words` are folded, `counts` are the date's own."""
    said = {f"word{place}": _anywhere(word) for place, word in enumerate(words)}
    wanted = {f"status{place}": each for place, each in enumerate(counts if statuses is None else statuses)}
    conditions = "".join(f" AND search GLOB :{name}" for name in said)
    if statuses is not None:
        conditions += f" AND status IN ({', '.join(f':{name}' for name in wanted)})"
    parameters = {"occurrence": occurrence_id, **said, **wanted}
    most_found = sum(counts.get(each, 0) for each in wanted.values())
    rows = (
        db.rows(_PAGE.format(conditions=conditions), {**parameters, "skipped": skipped, "most": most})
        if skipped < most_found
        else []
    )
    if not said:
        total = most_found
    elif 0 < len(rows) < most or not (rows or skipped):  # the end was met: the list is not read a second time
        total = skipped + len(rows)
    else:
        total = int(db.value(_TOTAL.format(conditions=conditions), parameters))
    return Listing(rows=tuple(registration_of(row) for row in rows), total=total)


def _anywhere(word: str) -> str:
    """Return the pattern of what holds a word; GLOB leaps from one first letter to the next, instr() tries each."""
    literal = _PATTERN_SIGNS.sub(r"[\g<0>]", word)
    return f"*{literal}*"


def occurrences_of_topics(db: Database, topics: Iterable[str]) -> dict[str, list[Occurrence]]:
    """Return the dates of what people sign up for, by topic, the first ones first."""
    rows = db.rows(_OF_TOPICS, (json.dumps(list(topics)),))
    found: dict[str, list[Occurrence]] = {}
    topic_of = {row["id"]: row["topic"] for row in rows}
    for each in occurrences_of_rows(rows):
        found.setdefault(topic_of[each.id], []).append(each)
    return found


def quotas(db: Database, occurrence_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return the seats kept for each origin, by date."""
    found: dict[int, dict[str, int]] = {}
    for row in db.rows(
        "SELECT * FROM quotas WHERE occurrence_id IN (SELECT value FROM json_each(?)) ORDER BY origin",
        (json.dumps(list(occurrence_ids)),),
    ):
        found.setdefault(row["occurrence_id"], {})[row["origin"]] = row["seats"]
    return found


def write_quotas(db: Database, occurrence_id: int, kept: Mapping[str, int]) -> None:
    """Write the seats kept for each origin at a date."""
    db.run("DELETE FROM quotas WHERE occurrence_id = ?", (occurrence_id,))
    for origin, seats in kept.items():
        db.run("INSERT INTO quotas VALUES (?, ?, ?)", (occurrence_id, origin, seats))


def last_notice(db: Database, *, before: int) -> tuple[str, PrivacyNotice] | None:
    """Return the latest notice that was filled in for another campaign, with what that one is for, or None."""
    row = db.row(
        "SELECT c.topic, f.notice FROM form_versions f JOIN campaigns c ON c.id = f.campaign_id"
        " WHERE f.campaign_id <> ? AND json_extract(f.notice, '$.controller') <> '' ORDER BY f.id DESC LIMIT 1",
        (before,),
    )
    return None if row is None else (row["topic"], PrivacyNotice(**json.loads(row["notice"])))
