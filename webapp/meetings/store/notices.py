"""Notices: the versions sent, to whom, and what proves that each was received."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from webapp.kernel import clock
from webapp.meetings.model import Mode
from webapp.meetings.sitting import Notice, NoticedItem, NoticeFacts, NoticeKind, Proof, Reception, Recipient
from webapp.meetings.store.values import as_json, instant
from webapp.storage.database import Database, Row


def notice_of(row: Row) -> Notice:
    """Read a notice out of a row."""
    return Notice(
        id=row["id"],
        meeting_id=row["meeting_id"],
        version=row["version"],
        kind=NoticeKind(row["kind"]),
        uid=row["uid"],
        facts=_facts(json.loads(row["facts"])),
        agenda_hash=row["agenda_hash"],
        sent_at=clock.from_text(row["sent_at"]),
        sent_by=row["sent_by"],
        job_id=row["job_id"],
        pdf=row["pdf"],
        calendar=row["calendar"],
        rendered_at=instant(row["rendered_at"]),
    )


def _facts(values: dict[str, Any]) -> NoticeFacts:
    first = values["first_sitting"]
    return NoticeFacts(
        **{
            **values,
            "mode": Mode(values["mode"]),
            "starts_at": clock.from_text(values["starts_at"]),
            "first_sitting": None if first is None else date.fromisoformat(first),
            "agenda": tuple(NoticedItem(**each) for each in values["agenda"]),
        }
    )


def _facts_json(facts: NoticeFacts) -> str:
    first = facts.first_sitting
    return as_json(
        {
            **asdict(facts),
            "starts_at": clock.to_text(facts.starts_at),
            "first_sitting": None if first is None else first.isoformat(),
        }
    )


def add_notice(
    db: Database,
    meeting_id: int,
    kind: NoticeKind,
    facts: NoticeFacts,
    *,
    version: int,
    uid: str,
    agenda_hash: str,
    by: int | None,
    at: datetime,
) -> int:
    """Keep a version; return its number."""
    return db.run(
        "INSERT INTO notices (meeting_id, version, kind, uid, facts, agenda_hash, sent_at, sent_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (meeting_id, version, kind, uid, _facts_json(facts), agenda_hash, clock.to_text(at), by),
    )


def write_recipients(db: Database, found: Iterable[Recipient]) -> None:
    """Keep to whom a version is addressed."""
    for each in found:
        db.run(
            "INSERT INTO notice_recipients (notice_id, person_id, seat_id, rank) VALUES (?, ?, ?, ?)",
            (each.notice_id, each.person_id, each.seat, "titular" if each.titular else "substitute"),
        )


def write_notice_job(db: Database, notice_id: int, job_id: int) -> None:
    """Tie a version to the work that makes its files."""
    db.run("UPDATE notices SET job_id = ? WHERE id = ?", (job_id, notice_id))


def write_notice_files(db: Database, notice_id: int, *, pdf: str, calendar: str, at: datetime) -> int:
    """Keep the names of a version's files, once; 0 when it has them."""
    return db.change(
        "UPDATE notices SET pdf = ?, calendar = ?, rendered_at = ? WHERE id = ? AND rendered_at IS NULL",
        (pdf, calendar, clock.to_text(at), notice_id),
    )


def write_convened(db: Database, meeting_id: int, notice_id: int, *, on: date | None, urgency: str) -> None:
    """Write on the sitting which notice is its last, and since when it is convened; None: it no longer is."""
    db.run(
        "UPDATE meetings SET notice_id = ?, notice_sent_on = ?, notice_urgency = ? WHERE id = ?",
        (notice_id, None if on is None else on.isoformat(), urgency, meeting_id),
    )


def sent_instants(db: Database, meeting_id: int) -> list[datetime]:
    """Return when each version of a notice was sent, oldest first."""
    rows = db.rows("SELECT sent_at FROM notices WHERE meeting_id = ? ORDER BY version", (meeting_id,))
    return [clock.from_text(row["sent_at"]) for row in rows]


def notice(db: Database, meeting_id: int, notice_id: int) -> Notice | None:
    """Return one version of this sitting, or None."""
    row = db.row("SELECT * FROM notices WHERE id = ? AND meeting_id = ?", (notice_id, meeting_id))
    return None if row is None else notice_of(row)


def notices(db: Database, meeting_id: int) -> list[Notice]:
    """Return every version of a sitting's notice, oldest first."""
    rows = db.rows("SELECT * FROM notices WHERE meeting_id = ? ORDER BY version", (meeting_id,))
    return [notice_of(row) for row in rows]


def latest_notice(db: Database, meeting_id: int) -> Notice | None:
    """Return the last version, or None."""
    row = db.row("SELECT * FROM notices WHERE meeting_id = ? ORDER BY version DESC LIMIT 1", (meeting_id,))
    return None if row is None else notice_of(row)


def recipients(db: Database, notice_id: int) -> list[Recipient]:
    """Return to whom a version was addressed."""
    rows = db.rows("SELECT * FROM notice_recipients WHERE notice_id = ? ORDER BY seat_id, person_id", (notice_id,))
    return [
        Recipient(
            notice_id=row["notice_id"],
            person_id=row["person_id"],
            seat=row["seat_id"],
            titular=row["rank"] == "titular",
        )
        for row in rows
    ]


def add_reception(db: Database, found: Reception) -> int:
    """Keep a proof of reception; an act of one's own keeps its first day, a paper the day last noted. 0: nothing new."""
    return db.change(
        "INSERT INTO notice_receptions (notice_id, person_id, proof, received_on, entered_at, entered_by)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (notice_id, person_id, proof) DO UPDATE SET"
        " received_on = excluded.received_on, entered_at = excluded.entered_at, entered_by = excluded.entered_by"
        " WHERE excluded.proof IN ('in_hand', 'post')",
        (
            found.notice_id,
            found.person_id,
            found.proof,
            found.received_on.isoformat(),
            clock.to_text(found.entered_at),
            found.entered_by,
        ),
    )


def receptions(db: Database, meeting_id: int) -> list[Reception]:
    """Return every proof of reception of a sitting's notices."""
    rows = db.rows(
        "SELECT r.* FROM notice_receptions r JOIN notices n ON n.id = r.notice_id WHERE n.meeting_id = ?"
        " ORDER BY r.received_on, r.entered_at, r.person_id",
        (meeting_id,),
    )
    return [
        Reception(
            notice_id=row["notice_id"],
            person_id=row["person_id"],
            proof=Proof(row["proof"]),
            received_on=date.fromisoformat(row["received_on"]),
            entered_at=clock.from_text(row["entered_at"]),
            entered_by=row["entered_by"],
        )
        for row in rows
    ]


def receptions_of(db: Database, notice_id: int, person_id: int) -> frozenset[Proof] | None:
    """Return what proves that somebody has a version; None when it is not addressed to them."""
    rows = db.rows(
        "SELECT p.proof FROM notice_recipients r LEFT JOIN notice_receptions p USING (notice_id, person_id)"
        " WHERE r.notice_id = ? AND r.person_id = ?",
        (notice_id, person_id),
    )
    return None if not rows else frozenset(Proof(row["proof"]) for row in rows if row["proof"] is not None)


def forget_late(db: Database, meeting_id: int) -> None:
    """Forget which items came after an earlier notice: a new one announces them all."""
    db.run("UPDATE agenda_items SET added_after = NULL WHERE meeting_id = ?", (meeting_id,))


def forget_proofs(db: Database, meeting_id: int) -> None:
    """Remove to whom notices were addressed, what proves their reception, and what was replied."""
    for table in ("notice_receptions", "notice_recipients"):
        db.change(
            f"DELETE FROM {table} WHERE notice_id IN (SELECT id FROM notices WHERE meeting_id = ?)",  # noqa: S608 — two tables of ours
            (meeting_id,),
        )
    db.change("DELETE FROM replies WHERE meeting_id = ?", (meeting_id,))
