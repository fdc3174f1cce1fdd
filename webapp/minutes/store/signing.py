"""Signatures of final minutes, and the versions that rectify them; every write inside a unit of work."""

from webapp.kernel import clock
from webapp.minutes.model import FileKind, Paper, Rectification, Signed, Way
from webapp.pdf.signatures import Certificate, Profile, Quality
from webapp.storage.database import Database, Row


def signatures(db: Database, meeting_id: int) -> list[Signed]:
    """Return every signature of a sitting's minutes, of every version, oldest first."""
    found = db.rows("SELECT * FROM minute_signatures WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    return [_signed(row) for row in found]


def awaiting_first_signature(db: Database) -> frozenset[int]:
    """Return the sittings whose final minutes nobody has begun to sign, of the version that stands, in one query."""
    found = db.rows(
        "SELECT meeting_id FROM minutes m WHERE state = 'final' AND NOT EXISTS (SELECT 1 FROM minute_signatures s"
        " JOIN minute_files f ON f.id = s.file_id AND f.kind = 'minutes'"
        " WHERE s.meeting_id = m.meeting_id AND s.place IS NOT NULL"
        " AND s.file_id NOT IN (SELECT file_id FROM minute_rectifications))"
    )
    return frozenset(int(row["meeting_id"]) for row in found)


def awaiting(db: Database) -> list[int]:
    """Return the true sittings whose minutes wait for somebody: submitted, or final and not signed by all."""
    found = db.rows(
        "SELECT meeting_id FROM minutes JOIN meetings ON meetings.id = meeting_id"
        " WHERE minutes.state IN ('submitted', 'final') AND rehearsal_of IS NULL AND eliminated_at IS NULL ORDER BY meeting_id"
    )
    return [row["meeting_id"] for row in found]


def signed_as(db: Database, sha256: str) -> int | None:
    """Return the sitting one of whose signed files has this hash."""
    found = db.value("SELECT meeting_id FROM minute_signatures WHERE sha256 = ? LIMIT 1", (sha256,))
    return None if found is None else int(found)


def paper_signed_as(db: Database, sha256: str) -> Paper | None:
    """Return what the signed file of this hash is."""
    row = db.row(
        "SELECT kind, item_id FROM minute_files WHERE id ="
        " (SELECT file_id FROM minute_signatures WHERE sha256 = ? ORDER BY id DESC LIMIT 1)",
        (sha256,),
    )
    return None if row is None else (FileKind(row["kind"]), row["item_id"])


def file_signed_as(db: Database, sha256: str) -> int | None:
    """Return the number of the file that was signed into the one of this hash."""
    found = db.value("SELECT file_id FROM minute_signatures WHERE sha256 = ? ORDER BY id DESC LIMIT 1", (sha256,))
    return None if found is None else int(found)


def stated_as(db: Database, facts: str) -> int | None:
    """Return the sitting whose final minutes carry the facts of this hash."""
    query = "SELECT meeting_id FROM minute_files WHERE facts_sha256 = ? AND state = 'final' ORDER BY id DESC LIMIT 1"
    found = db.value(query, (facts,))
    return None if found is None else int(found)


def add_signature(db: Database, meeting_id: int, signed: Signed) -> int:
    """Keep a signature; its own number is given here."""
    return db.run(
        "INSERT INTO minute_signatures (meeting_id, file_id, place, role, way, signer, issuer, certificate, quality,"
        " profile, signed_at, lacking, before, sha256, ending, recorded_at, recorded_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            meeting_id,
            signed.file_id,
            signed.place,
            signed.role,
            signed.way,
            signed.signer,
            signed.issuer,
            signed.certificate,
            signed.quality,
            signed.profile,
            clock.to_text(signed.signed_at),
            " ".join(signed.lacking),
            signed.before,
            signed.sha256,
            signed.ending,
            clock.to_text(signed.recorded_at),
            signed.recorded_by,
        ),
    )


def rectifications(db: Database, meeting_id: int) -> list[Rectification]:
    """Return what has been rectified, the first first."""
    found = db.rows("SELECT * FROM minute_rectifications WHERE meeting_id = ? ORDER BY number", (meeting_id,))
    return [rectification_of(row) for row in found]


def add_rectification(db: Database, meeting_id: int, opened: Rectification, *, by: int | None) -> int:
    """Keep that a new version was opened on a final one."""
    return db.run(
        "INSERT INTO minute_rectifications (meeting_id, number, file_id, sha256, signed, reason, opened_at, opened_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            meeting_id,
            opened.number,
            opened.file_id,
            opened.sha256,
            int(opened.signed),
            opened.reason,
            clock.to_text(opened.opened_at),
            by,
        ),
    )


def rectification_of(row: Row) -> Rectification:
    """Read a rectification out of a row."""
    return Rectification(
        number=row["number"],
        file_id=row["file_id"],
        sha256=row["sha256"],
        signed=bool(row["signed"]),
        reason=row["reason"],
        opened_at=clock.from_text(row["opened_at"]),
    )


def _signed(row: Row) -> Signed:
    return Signed(
        id=row["id"],
        file_id=row["file_id"],
        place=row["place"],
        role=row["role"],
        way=Way(row["way"]),
        signer=row["signer"],
        issuer=row["issuer"],
        certificate=None if row["certificate"] is None else Certificate(row["certificate"]),
        quality=None if row["quality"] is None else Quality(row["quality"]),
        profile=None if row["profile"] is None else Profile(row["profile"]),
        signed_at=clock.from_text(row["signed_at"]),
        lacking=tuple(row["lacking"].split()),
        before=row["before"],
        sha256=row["sha256"],
        ending=row["ending"],
        recorded_at=clock.from_text(row["recorded_at"]),
        recorded_by=row["recorded_by"],
    )
