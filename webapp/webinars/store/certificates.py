"""Certificates and attendance sheets: what was issued, revoked, made."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from webapp.kernel import clock
from webapp.storage.database import Database, Row
from webapp.webinars.model.attendance import Certificate, Sheet, Who


def add(
    db: Database,
    number: str,
    occurrence_id: int,
    who: Who,
    *,
    facts: Mapping[str, Any],
    fingerprint: str,
    by: int | None,
    at: datetime,
) -> int:
    """Write a certificate as it is issued."""
    return db.run(
        "INSERT INTO certificates (number, occurrence_id, registration_id, position, facts, hash, issued_at, issued_by,"
        " revoke_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
        (
            number,
            occurrence_id,
            who.registration_id,
            who.position,
            json.dumps(facts, ensure_ascii=False, sort_keys=True),
            fingerprint,
            clock.to_text(at),
            by,
        ),
    )


def revoke(db: Database, certificate_id: int, reason: str, *, by: int | None, at: datetime) -> None:
    """Write that a certificate attests nothing any more."""
    db.run(
        "UPDATE certificates SET revoked_at = ?, revoked_by = ?, revoke_reason = ? WHERE id = ?",
        (clock.to_text(at), by, reason, certificate_id),
    )


def write_forgotten(db: Database, certificate_id: int, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Write what is left of a certificate once its person is erased: no file; its number and its fingerprint stay."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    db.run(
        "UPDATE certificates SET facts = ?, sha256 = NULL, bytes = NULL, forgotten_at = ? WHERE id = ?",
        (text, clock.to_text(at), certificate_id),
    )


def write_made(db: Database, certificate_id: int, sha256: str, size: int) -> bool:
    """Keep the file that was made of a certificate, once; False when its person was erased meanwhile."""
    return bool(
        db.change(
            "UPDATE certificates SET sha256 = ?, bytes = ? WHERE id = ? AND sha256 IS NULL AND forgotten_at IS NULL",
            (sha256, size, certificate_id),
        )
    )


def of_number(db: Database, number: str) -> Certificate | None:
    """Return the certificate of a number, revoked ones included, or None."""
    row = db.row("SELECT * FROM certificates WHERE number = ?", (number,))
    return None if row is None else _certificate(row)


def of_registrations(db: Database, ids: Iterable[int]) -> list[Certificate]:
    """Return the certificates of these registrations, revoked ones included, the first issued first."""
    rows = db.rows(
        "SELECT * FROM certificates WHERE registration_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(ids)),),
    )
    return [_certificate(row) for row in rows]


def of_date(db: Database, occurrence_id: int) -> list[Certificate]:
    """Return the certificates of a date, revoked ones included."""
    rows = db.rows("SELECT * FROM certificates WHERE occurrence_id = ? ORDER BY id", (occurrence_id,))
    return [_certificate(row) for row in rows]


def standing_numbers(db: Database, occurrence_ids: Iterable[int]) -> dict[int, int]:
    """Count for each date the certificates that stand; a date without any is not there."""
    rows = db.rows(
        "SELECT occurrence_id AS id, count(*) AS number FROM certificates WHERE revoked_at IS NULL AND occurrence_id IN"
        " (SELECT value FROM json_each(?)) GROUP BY occurrence_id",
        (json.dumps(list(occurrence_ids)),),
    )
    return {int(row["id"]): int(row["number"]) for row in rows}


def next_to_make(db: Database, occurrence_id: int) -> Certificate | None:
    """Return the next certificate of a date whose file is not made yet, or None."""
    row = db.row(
        "SELECT * FROM certificates WHERE occurrence_id = ? AND sha256 IS NULL AND revoked_at IS NULL"
        " AND forgotten_at IS NULL ORDER BY id LIMIT 1",
        (occurrence_id,),
    )
    return None if row is None else _certificate(row)


def add_sheet(db: Database, occurrence_id: int, *, at: datetime) -> int:
    """Write that an attendance sheet was asked for."""
    return db.run(
        "INSERT INTO attendance_sheets (occurrence_id, requested_at) VALUES (?, ?)", (occurrence_id, clock.to_text(at))
    )


def write_sheet_job(db: Database, sheet_id: int, job_id: int) -> None:
    """Tie a sheet to the work that makes it."""
    db.run("UPDATE attendance_sheets SET job_id = ? WHERE id = ?", (job_id, sheet_id))


def write_sheet_made(db: Database, sheet_id: int, sha256: str, size: int, *, at: datetime) -> None:
    """Keep the file that was made of a sheet, once."""
    db.run(
        "UPDATE attendance_sheets SET sha256 = ?, bytes = ?, rendered_at = ? WHERE id = ? AND sha256 IS NULL",
        (sha256, size, clock.to_text(at), sheet_id),
    )


def sheet(db: Database, sheet_id: int) -> Sheet | None:
    """Return one sheet, or None."""
    row = db.row("SELECT * FROM attendance_sheets WHERE id = ?", (sheet_id,))
    return None if row is None else _sheet(row)


def latest_sheet(db: Database, occurrence_id: int) -> Sheet | None:
    """Return the last sheet asked for of a date, or None."""
    row = db.row("SELECT * FROM attendance_sheets WHERE occurrence_id = ? ORDER BY id DESC LIMIT 1", (occurrence_id,))
    return None if row is None else _sheet(row)


def _certificate(row: Row) -> Certificate:
    return Certificate(
        id=row["id"],
        number=row["number"],
        occurrence_id=row["occurrence_id"],
        who=Who(row["registration_id"], row["position"]),
        facts=json.loads(row["facts"]),
        hash=row["hash"],
        issued_at=clock.from_text(row["issued_at"]),
        sha256=row["sha256"],
        revoked_at=None if row["revoked_at"] is None else clock.from_text(row["revoked_at"]),
        revoke_reason=row["revoke_reason"],
        forgotten_at=None if row["forgotten_at"] is None else clock.from_text(row["forgotten_at"]),
    )


def _sheet(row: Row) -> Sheet:
    return Sheet(
        id=row["id"],
        occurrence_id=row["occurrence_id"],
        job_id=row["job_id"],
        requested_at=clock.from_text(row["requested_at"]),
        sha256=row["sha256"],
        rendered_at=None if row["rendered_at"] is None else clock.from_text(row["rendered_at"]),
    )
