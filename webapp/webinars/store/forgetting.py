"""What names people beside their registration, erased inside the unit that erases them (ARC-1)."""

import json
from collections.abc import Collection

from webapp.storage.database import Database

_OF_PEOPLE = "registration_id IN (SELECT value FROM json_each(?))"


def forget_files(db: Database, ids: Collection[int]) -> list[str]:
    """Leave the certificates of people without their files, which name them; return the fingerprints to remove."""
    chosen = (json.dumps(sorted(ids)),)
    made = db.rows(f"SELECT sha256 FROM certificates WHERE sha256 IS NOT NULL AND {_OF_PEOPLE}", chosen)  # noqa: S608 — constants alone
    db.change(f"UPDATE certificates SET sha256 = NULL, bytes = NULL WHERE {_OF_PEOPLE}", chosen)  # noqa: S608 — constants alone
    return [row["sha256"] for row in made]


def forget_replies(db: Database, ids: Collection[int]) -> None:
    """Erase whether people said that they come."""
    db.change(f"DELETE FROM coming_replies WHERE {_OF_PEOPLE}", (json.dumps(sorted(ids)),))  # noqa: S608 — constants alone


def forget_sheets(db: Database, occurrence_id: int) -> list[str]:
    """Erase the sheets of a date, which name everybody; return the fingerprints to remove."""
    made = db.rows(
        "SELECT sha256 FROM attendance_sheets WHERE sha256 IS NOT NULL AND occurrence_id = ?", (occurrence_id,)
    )
    db.change("DELETE FROM attendance_sheets WHERE occurrence_id = ?", (occurrence_id,))
    return [row["sha256"] for row in made]


def invitations_of(db: Database, ids: Collection[int]) -> list[int]:
    """Return the invitations of people, to the webinars that they signed up for; before they are anonymised."""
    rows = db.rows(
        "SELECT i.id FROM registrations r JOIN occurrences o ON o.id = r.occurrence_id"
        " JOIN campaigns c ON c.id = o.campaign_id"
        " JOIN invitations i ON c.topic = 'webinar:' || i.webinar_id AND i.identity = r.identity"
        " WHERE r.id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )
    return [row["id"] for row in rows]


def invitations_to(db: Database, topic: str) -> list[int]:
    """Return every invitation to a webinar."""
    rows = db.rows("SELECT id FROM invitations WHERE 'webinar:' || webinar_id = ?", (topic,))
    return [row["id"] for row in rows]


def forget_invitations(db: Database, ids: Collection[int]) -> None:
    """Erase invitations, with the people whom they name."""
    db.change("DELETE FROM invitations WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))
