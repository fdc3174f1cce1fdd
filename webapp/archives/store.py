"""Exports made and certificates of elimination; writes stand in the caller's unit of work."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from webapp.archives.model import Elimination, Export, Going, Visa
from webapp.kernel import clock
from webapp.registrations.model.retention import Category, RetentionRule
from webapp.storage.database import Database, Row


def add_export(
    db: Database, meeting_id: int, *, manifest: str, files: int, size: int, key: str, at: datetime, by: int | None
) -> bool:
    """Keep an export; False when this form made it already."""
    return bool(
        db.change(
            "INSERT INTO archive_exports (meeting_id, manifest, files, bytes, made_at, made_by, key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (meeting_id, manifest, files, size, clock.to_text(at), by, key),
        )
    )


def exports(db: Database, meeting_id: int) -> list[Export]:
    """Return the exports of a sitting, the latest first."""
    return [
        Export(
            id=row["id"],
            manifest=row["manifest"],
            files=row["files"],
            bytes=row["bytes"],
            made_at=clock.from_text(row["made_at"]),
            made_by=row["made_by"],
        )
        for row in db.rows("SELECT * FROM archive_exports WHERE meeting_id = ? ORDER BY id DESC", (meeting_id,))
    ]


def listed(going: Sequence[Going]) -> str:
    """Write what goes, as the certificate keeps it: its SHA-256 is that of these characters."""
    return json.dumps([asdict(each) for each in going], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def add_elimination(
    db: Database,
    meeting_id: int,
    part: Category,
    *,
    rule: RetentionRule | None,
    visa: Visa | None,
    listing: str,
    sha256: str,
    number: int,
    at: datetime,
    by: int | None,
) -> int:
    """Write a certificate; return its number."""
    return db.run(
        "INSERT INTO eliminations (meeting_id, category, rule_id, visa_number, visa_on, visa_authority, express,"
        " listing, sha256, number, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            meeting_id,
            part,
            None if rule is None else rule.id,
            "" if visa is None else visa.number,
            None if visa is None else visa.on.isoformat(),
            "" if visa is None else visa.authority,
            int(visa is not None and visa.express),
            listing,
            sha256,
            number,
            clock.to_text(at),
            by,
        ),
    )


def eliminations(db: Database, meeting_id: int, rules: Sequence[RetentionRule]) -> dict[Category, Elimination]:
    """Return the certificates of a sitting, by part; `rules` are all those ever adopted."""
    known = {each.id: each for each in rules}
    found = db.rows("SELECT * FROM eliminations WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    return {each.part: each for each in (_elimination(row, known) for row in found)}


def eliminated(db: Database) -> list[tuple[int, Category, datetime]]:
    """Return what was ever eliminated: of which sitting, which part, when."""
    found = db.rows("SELECT meeting_id, category, at FROM eliminations")
    return [(row["meeting_id"], Category(row["category"]), clock.from_text(row["at"])) for row in found]


def _elimination(row: Row, known: dict[int, RetentionRule]) -> Elimination:
    visa = None
    if row["visa_number"]:
        visa = Visa(
            number=row["visa_number"],
            on=date.fromisoformat(row["visa_on"]),
            authority=row["visa_authority"],
            express=bool(row["express"]),
        )
    return Elimination(
        id=row["id"],
        meeting_id=row["meeting_id"],
        part=Category(row["category"]),
        rule=None if row["rule_id"] is None else known[row["rule_id"]],
        visa=visa,
        listing=tuple(Going(**each) for each in json.loads(row["listing"])),
        sha256=row["sha256"],
        at=clock.from_text(row["at"]),
        by=row["by"],
    )
