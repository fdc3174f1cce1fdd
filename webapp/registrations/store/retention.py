"""Rows of the rules of retention and of the certificates of purge; what is erased of people."""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime

from webapp.kernel import clock
from webapp.registrations.model.retention import FEW, Category, Cause, Erased, Fate, Purge, RetentionRule
from webapp.storage.database import Database, Row

_PURGES = (
    "SELECT p.*, o.starts_at, c.topic, r.category, r.reference, r.days, r.fate, r.adopted_at, r.adopted_by FROM purges p"
    " JOIN occurrences o ON o.id = p.occurrence_id JOIN campaigns c ON c.id = o.campaign_id"
    " JOIN retention_rules r ON r.id = p.rule_id"
)
_OF_DATE = "registration_id IN (SELECT id FROM registrations WHERE occurrence_id = :occurrence)"


def add_rule(
    db: Database, category: Category, reference: str, days: int, fate: Fate, *, key: str, by: int | None, at: datetime
) -> int | None:
    """Write a rule, which replaces the former one of its category from now on; None when this form did so already."""
    added = db.change(
        "INSERT INTO retention_rules (category, reference, days, fate, adopted_at, adopted_by, key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
        (category, reference, days, fate, clock.to_text(at), by, key),
    )
    return int(db.value("SELECT id FROM retention_rules WHERE key = ?", (key,))) if added else None


def rules_adopted(db: Database) -> list[RetentionRule]:
    """Return every rule ever adopted, the latest first."""
    return [
        RetentionRule(
            id=row["id"],
            category=Category(row["category"]),
            reference=row["reference"],
            days=row["days"],
            fate=Fate(row["fate"]),
            adopted_at=clock.from_text(row["adopted_at"]),
            adopted_by=row["adopted_by"],
        )
        for row in db.rows("SELECT * FROM retention_rules ORDER BY id DESC")
    ]


def adopted(db: Database) -> dict[Category, RetentionRule]:
    """Return the rule in force of each category that has one."""
    return {each.category: each for each in reversed(rules_adopted(db))}


# What is due.


def dates_of_people(db: Database, before: datetime) -> list[int]:
    """Return the dates ended before an instant, of which somebody is still named."""
    rows = db.rows(
        "SELECT o.id FROM occurrences o WHERE o.ends_at < ? AND EXISTS"
        " (SELECT 1 FROM registrations r WHERE r.occurrence_id = o.id AND r.status <> 'anonymised') ORDER BY o.id",
        (clock.to_text(before),),
    )
    return [row["id"] for row in rows]


def dates_of_answers(db: Database, day: date, *, now: datetime) -> list[int]:
    """Return the dates that are over, of which an answer is to be erased by a day."""
    rows = db.rows(
        "SELECT DISTINCT o.id FROM answers a JOIN registrations r ON r.id = a.registration_id"
        " JOIN occurrences o ON o.id = r.occurrence_id WHERE a.purge_on <= ? AND o.ends_at <= ? ORDER BY o.id",
        (day.isoformat(), clock.to_text(now)),
    )
    return [row["id"] for row in rows]


def named(db: Database, occurrence_id: int) -> list[int]:
    """Return the registrations of a date that still name somebody."""
    rows = db.rows(
        "SELECT id FROM registrations WHERE occurrence_id = ? AND status <> 'anonymised' ORDER BY id", (occurrence_id,)
    )
    return [row["id"] for row in rows]


def sensitive_keys(db: Database, campaign_id: int) -> frozenset[str]:
    """Return the questions of a campaign that were sensitive in any version of its form."""
    rows = db.rows(
        "SELECT DISTINCT json_extract(j.value, '$.key') AS key FROM form_versions f, json_each(f.fields) j"
        " WHERE f.campaign_id = ? AND json_extract(j.value, '$.sensitive')",
        (campaign_id,),
    )
    return frozenset(row["key"] for row in rows)


# What is erased.


def erase_answers(db: Database, occurrence_id: int, keys: Iterable[str], *, among: bool, day: date) -> int:
    """Erase the answers of a date whose day has come, to these questions (`among`) or to all others; count them."""
    return db.change(
        f"DELETE FROM answers WHERE {_OF_DATE} AND purge_on <= :day"  # noqa: S608 — a constant
        " AND (field IN (SELECT value FROM json_each(:keys))) = :among",
        {"occurrence": occurrence_id, "day": day.isoformat(), "keys": json.dumps(sorted(keys)), "among": among},
    )


def anonymise(db: Database, ids: Collection[int], *, at: datetime) -> int:
    """Erase who people were, with their answers, companions and links; what is counted stays."""
    chosen = json.dumps(sorted(ids))
    db.run("DELETE FROM answers WHERE registration_id IN (SELECT value FROM json_each(?))", (chosen,))
    db.run("DELETE FROM companions WHERE registration_id IN (SELECT value FROM json_each(?))", (chosen,))
    return db.change(
        "WITH large AS (SELECT occurrence_id, service FROM registrations WHERE occurrence_id IN"
        "  (SELECT occurrence_id FROM registrations WHERE id IN (SELECT value FROM json_each(:ids)))"
        "  GROUP BY occurrence_id, service HAVING count(*) >= :few)"
        " UPDATE registrations SET former = status, status = 'anonymised', pool_id = NULL, offer_ends_at = NULL,"
        " key = NULL, last_name = '', first_name = '', email = '', identity = NULL, search = '', nonce = NULL,"
        " manage_hash = NULL, entry_hash = NULL, manager_hash = NULL, settled_at = :at, version = version + 1,"
        " service = CASE WHEN (occurrence_id, service) IN (SELECT occurrence_id, service FROM large)"
        "  THEN service ELSE '' END"
        " WHERE id IN (SELECT value FROM json_each(:ids)) AND status <> 'anonymised'",
        {"ids": chosen, "few": FEW, "at": clock.to_text(at)},
    )


def shift_answers(db: Database, occurrence_id: int, days: int) -> None:
    """Move with a date the day on which its answers are erased: none goes before the date is over."""
    db.run(
        f"UPDATE answers SET purge_on = date(purge_on, :days) WHERE {_OF_DATE}",  # noqa: S608 — a constant
        {"occurrence": occurrence_id, "days": f"{days:+d} days"},
    )


# Certificates.


def add_purge(
    db: Database, erased: Erased, occurrence_id: int, rule_id: int, *, cause: Cause, number: int, at: datetime
) -> int:
    """Write a certificate; return its number."""
    return db.run(
        "INSERT INTO purges (erased, occurrence_id, rule_id, cause, number, at) VALUES (?, ?, ?, ?, ?, ?)",
        (erased, occurrence_id, rule_id, cause, number, clock.to_text(at)),
    )


def purges(db: Database, *, limit: int = -1, offset: int = 0) -> list[Purge]:
    """Return certificates, the latest first; -1: all of them."""
    return [_purge(row) for row in db.rows(f"{_PURGES} ORDER BY p.id DESC LIMIT ? OFFSET ?", (limit, offset))]


def purges_number(db: Database) -> int:
    """Count the certificates."""
    return int(db.value("SELECT count(*) FROM purges"))


def purge(db: Database, purge_id: int) -> Purge | None:
    """Return a certificate, or None."""
    row = db.row(f"{_PURGES} WHERE p.id = ?", (purge_id,))
    return None if row is None else _purge(row)


def _purge(row: Row) -> Purge:
    rule = RetentionRule(
        id=row["rule_id"],
        category=Category(row["category"]),
        reference=row["reference"],
        days=row["days"],
        fate=Fate(row["fate"]),
        adopted_at=clock.from_text(row["adopted_at"]),
        adopted_by=row["adopted_by"],
    )
    return Purge(
        id=row["id"],
        erased=Erased(row["erased"]),
        topic=row["topic"],
        occurrence_id=row["occurrence_id"],
        starts_at=clock.from_text(row["starts_at"]),
        rule=rule,
        cause=Cause(row["cause"]),
        number=row["number"],
        at=clock.from_text(row["at"]),
    )
