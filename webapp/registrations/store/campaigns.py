"""Rows of campaigns, of their form's versions, of their dates and of the seats of these."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from webapp.kernel import clock
from webapp.registrations.model import (
    Approval,
    Campaign,
    CampaignState,
    Condition,
    Field,
    FieldKind,
    FormVersion,
    Occurrence,
    Pool,
    PrivacyNotice,
    Terms,
)
from webapp.storage.database import Database, Row

# A date with its pools in one row each: a list of dates costs one query, however many pools they have.
_OCCURRENCES = (
    "SELECT o.*, p.id AS pool_id, p.origin, p.allowed, p.held,"
    " (SELECT count(*) FROM registrations r WHERE r.occurrence_id = o.id AND r.status = 'waitlisted') AS waiting"
    " FROM occurrences o JOIN pools p ON p.occurrence_id = o.id"
)
_OF_CAMPAIGNS = (
    f"{_OCCURRENCES} WHERE o.campaign_id IN (SELECT value FROM json_each(?)) ORDER BY o.starts_at, o.id, p.id"  # noqa: S608 — constants alone
)


def add_campaign(db: Database, topic: str, terms: Terms) -> int:
    """Write a campaign that is not open yet."""
    return db.run(
        "INSERT INTO campaigns (topic, state, approval, offer_hours, overbooking, largest_group, group_takes, version)"
        " VALUES (:topic, 'prepared', :approval, :offer_hours, :overbooking, :largest_group, :group_takes, 1)",
        {"topic": topic, **asdict(terms)},
    )


def campaign(db: Database, campaign_id: int) -> Campaign | None:
    """Return a campaign, or None."""
    row = db.row("SELECT * FROM campaigns WHERE id = ?", (campaign_id,))
    return None if row is None else _campaign(row)


def campaign_of(db: Database, topic: str) -> Campaign | None:
    """Return the campaign of what people sign up for, or None."""
    row = db.row("SELECT * FROM campaigns WHERE topic = ?", (topic,))
    return None if row is None else _campaign(row)


def _campaign(row: Row) -> Campaign:
    return Campaign(
        id=row["id"],
        topic=row["topic"],
        state=CampaignState(row["state"]),
        terms=Terms(
            approval=Approval(row["approval"]),
            offer_hours=row["offer_hours"],
            overbooking=row["overbooking"],
            largest_group=row["largest_group"],
            group_takes=row["group_takes"],
        ),
        version=row["version"],
    )


def topics(db: Database, campaign_ids: Iterable[int]) -> dict[int, str]:
    """Return what campaigns are for, by number."""
    rows = db.rows(
        "SELECT id, topic FROM campaigns WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(campaign_ids)),),
    )
    return {row["id"]: row["topic"] for row in rows}


def write_campaign_state(db: Database, campaign_id: int, state: CampaignState) -> None:
    """Open or close a campaign."""
    db.run("UPDATE campaigns SET state = ?, version = version + 1 WHERE id = ?", (state, campaign_id))


def write_terms(db: Database, campaign_id: int, terms: Terms) -> None:
    """Write how a campaign takes sign-ups."""
    db.run(
        "UPDATE campaigns SET approval = :approval, offer_hours = :offer_hours, overbooking = :overbooking,"
        " largest_group = :largest_group, group_takes = :group_takes, version = version + 1 WHERE id = :id",
        {"id": campaign_id, **asdict(terms)},
    )


def add_form(
    db: Database, campaign_id: int, asked: Iterable[Field], notice: PrivacyNotice, *, by: int | None, at: datetime
) -> int:
    """Write the next version of a campaign's form."""
    return db.run(
        "INSERT INTO form_versions (campaign_id, number, fields, notice, made_at, made_by) SELECT :campaign,"
        " coalesce(max(number), 0) + 1, :fields, :notice, :at, :by FROM form_versions WHERE campaign_id = :campaign",
        {
            "campaign": campaign_id,
            "fields": json.dumps([asdict(each) for each in asked], ensure_ascii=False),
            "notice": json.dumps(asdict(notice), ensure_ascii=False),
            "at": clock.to_text(at),
            "by": by,
        },
    )


def form(db: Database, form_id: int) -> FormVersion | None:
    """Return a version of a form, or None."""
    row = db.row("SELECT * FROM form_versions WHERE id = ?", (form_id,))
    return None if row is None else _form(row)


def latest_form(db: Database, campaign_id: int) -> FormVersion | None:
    """Return the version of a campaign's form that is in use, or None."""
    row = db.row("SELECT * FROM form_versions WHERE campaign_id = ? ORDER BY number DESC LIMIT 1", (campaign_id,))
    return None if row is None else _form(row)


def _form(row: Row) -> FormVersion:
    return FormVersion(
        id=row["id"],
        campaign_id=row["campaign_id"],
        number=row["number"],
        fields=_fields(row["fields"]),
        notice=PrivacyNotice(**json.loads(row["notice"])),
    )


@lru_cache(maxsize=256)
def _fields(text: str) -> tuple[Field, ...]:
    """Read the questions of a version; it never changes, so its text is read once."""
    return tuple(
        Field(
            **{
                **each,
                "kind": FieldKind(each["kind"]),
                "choices": tuple(each["choices"]),
                "when": None if each["when"] is None else Condition(**each["when"]),
            }
        )
        for each in json.loads(text)
    )


def add_occurrence(
    db: Database, campaign_id: int, *, starts_at: datetime, ends_at: datetime, closes_at: datetime, seats: int | None
) -> int:
    """Write a date; its pools follow by `write_pools`."""
    return db.run(
        "INSERT INTO occurrences (campaign_id, starts_at, ends_at, closes_at, seats, state, sequence, version)"
        " VALUES (?, ?, ?, ?, ?, 'planned', 0, 1)",
        (campaign_id, clock.to_text(starts_at), clock.to_text(ends_at), clock.to_text(closes_at), seats),
    )


def write_pools(db: Database, occurrence_id: int, shares: Mapping[str, int | None]) -> None:
    """Write what each pool allows; one that is no longer kept takes nobody more, and its seats stay held."""
    db.run("UPDATE pools SET allowed = 0 WHERE occurrence_id = ? AND origin <> ''", (occurrence_id,))
    for origin, allowed in shares.items():
        db.run(
            "INSERT INTO pools (occurrence_id, origin, allowed, held) VALUES (?, ?, ?, 0)"
            " ON CONFLICT (occurrence_id, origin) DO UPDATE SET allowed = excluded.allowed",
            (occurrence_id, origin, allowed),
        )


def write_occurrence(db: Database, changed: Occurrence) -> None:
    """Write a date's hours, seats and state, under a new number of its calendar entry."""
    db.run(
        "UPDATE occurrences SET starts_at = ?, ends_at = ?, closes_at = ?, seats = ?, state = ?,"
        " sequence = sequence + 1, version = version + 1 WHERE id = ?",
        (
            clock.to_text(changed.starts_at),
            clock.to_text(changed.ends_at),
            clock.to_text(changed.closes_at),
            changed.seats,
            "cancelled" if changed.cancelled else "planned",
            changed.id,
        ),
    )


def occurrence(db: Database, occurrence_id: int) -> Occurrence | None:
    """Return a date with its seats, or None."""
    found = occurrences_of_rows(db.rows(f"{_OCCURRENCES} WHERE o.id = ?", (occurrence_id,)))
    return found[0] if found else None


def occurrence_of(db: Database, topic: str, occurrence_id: int) -> Occurrence | None:
    """Return a date of what people sign up for, or None."""
    found = occurrences_of_rows(
        db.rows(
            f"{_OCCURRENCES} JOIN campaigns c ON c.id = o.campaign_id WHERE c.topic = ? AND o.id = ?",
            (topic, occurrence_id),
        )
    )
    return found[0] if found else None


def occurrences(db: Database, campaign_ids: Iterable[int]) -> list[Occurrence]:
    """Return the dates of campaigns, the first ones first."""
    return occurrences_of_rows(db.rows(_OF_CAMPAIGNS, (json.dumps(list(campaign_ids)),)))


def occurrences_between(db: Database, since: datetime, until: datetime) -> list[Occurrence]:
    """Return every date that begins within an interval, the first ones first."""
    return occurrences_of_rows(
        db.rows(
            f"{_OCCURRENCES} WHERE o.starts_at BETWEEN ? AND ? ORDER BY o.starts_at, o.id, p.id",
            (clock.to_text(since), clock.to_text(until)),
        )
    )


_CHOSEN = (
    "SELECT o.id, o.starts_at, count(*) OVER () AS total FROM occurrences o JOIN campaigns c ON c.id = o.campaign_id"
    " WHERE c.topic IN (SELECT value FROM json_each(:topics))"
    " AND (NOT :free OR (c.state = 'open' AND o.state = 'planned' AND o.closes_at >= :now"
    " AND NOT EXISTS (SELECT 1 FROM registrations r WHERE r.occurrence_id = o.id AND r.status = 'waitlisted')"
    " AND EXISTS (SELECT 1 FROM pools p WHERE p.occurrence_id = o.id AND (p.allowed IS NULL OR p.held < p.allowed))))"
)
_TO_COME = f"{_CHOSEN} AND o.ends_at >= :now ORDER BY o.starts_at, o.id LIMIT :most OFFSET :skipped"
_OVER = f"{_CHOSEN} AND o.ends_at < :now ORDER BY o.starts_at DESC, o.id DESC LIMIT :most OFFSET :skipped"
_WITH_SEATS = f"SELECT k.total, f.* FROM chosen k JOIN ({_OCCURRENCES}) f ON f.id = k.id"  # noqa: S608 — constants alone
_DATES = {
    False: f"WITH chosen AS ({_TO_COME}) {_WITH_SEATS} ORDER BY k.starts_at, k.id, f.pool_id",
    True: f"WITH chosen AS ({_OVER}) {_WITH_SEATS} ORDER BY k.starts_at DESC, k.id DESC, f.pool_id",
}


def dates(
    db: Database, topics_of: str, *, now: datetime, past: bool, free: bool, most: int, skipped: int
) -> tuple[list[Occurrence], int]:
    """Return a page of the dates of these topics (a JSON list) that are to come, or over, and how many there are in all.

    `free`: those alone for which a seat may still be taken.
    """
    facts = {"topics": topics_of, "now": clock.to_text(now), "free": free, "most": most, "skipped": skipped}
    rows = db.rows(_DATES[past], facts)
    return occurrences_of_rows(rows), rows[0]["total"] if rows else 0


def next_start(db: Database, after: datetime) -> datetime | None:
    """Return when the first date after an instant begins, or None."""
    found = db.value(
        "SELECT min(starts_at) FROM occurrences WHERE state = 'planned' AND starts_at > ?", (clock.to_text(after),)
    )
    return None if found is None else clock.from_text(found)


def occurrences_of_rows(rows: Iterable[Row]) -> list[Occurrence]:
    """Return dates from their rows, one for each of their pools."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return [_occurrence(pools) for pools in found.values()]


def _occurrence(rows: list[Row]) -> Occurrence:
    row = rows[0]
    return Occurrence(
        id=row["id"],
        campaign_id=row["campaign_id"],
        starts_at=clock.from_text(row["starts_at"]),
        ends_at=clock.from_text(row["ends_at"]),
        closes_at=clock.from_text(row["closes_at"]),
        seats=row["seats"],
        cancelled=row["state"] == "cancelled",
        sequence=row["sequence"],
        version=row["version"],
        pools=tuple(
            Pool(id=each["pool_id"], origin=each["origin"], allowed=each["allowed"], held=each["held"]) for each in rows
        ),
        waiting=row["waiting"],
    )
