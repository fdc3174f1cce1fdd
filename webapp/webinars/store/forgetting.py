"""What names people beside their registration, erased inside the unit that erases them (ARC-1)."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from webapp.kernel import clock
from webapp.registrations.model.retention import FEW
from webapp.storage.database import Database, Row

_OF_PEOPLE = "registration_id IN (SELECT value FROM json_each(?))"


def dates_of_presence(db: Database, before: datetime) -> list[int]:
    """Return the dates ended before an instant, of which something still says who came."""
    rows = db.rows(
        "SELECT o.id FROM occurrences o WHERE o.ends_at < ? AND ("
        " EXISTS (SELECT 1 FROM attendance a WHERE a.occurrence_id = o.id)"
        " OR EXISTS (SELECT 1 FROM certificates c WHERE c.occurrence_id = o.id AND c.forgotten_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM attendance_sheets h WHERE h.occurrence_id = o.id)"
        " OR EXISTS (SELECT 1 FROM bbb_events b WHERE b.occurrence_id = o.id)"
        " OR EXISTS (SELECT 1 FROM attendance_unknown u JOIN attendance_lists l ON l.id = u.list_id"
        "  WHERE l.occurrence_id = o.id)) ORDER BY o.id",
        (clock.to_text(before),),
    )
    return [row["id"] for row in rows]


def concerned(db: Database, occurrence_id: int) -> list[int]:
    """Return the registrations of a date that something says came, those anonymised included."""
    rows = db.rows(
        "SELECT registration_id AS id FROM attendance WHERE occurrence_id = :date UNION"
        " SELECT registration_id FROM certificates WHERE occurrence_id = :date AND forgotten_at IS NULL ORDER BY 1",
        {"date": occurrence_id},
    )
    return [row["id"] for row in rows]


def count_presence(db: Database, ids: Collection[int]) -> None:
    """Add these people to how many came, before what says so of each is erased; a service that few named is not kept."""
    db.change(
        "WITH large AS (SELECT occurrence_id, service FROM registrations WHERE occurrence_id IN"
        "  (SELECT occurrence_id FROM registrations WHERE id IN (SELECT value FROM json_each(:ids)))"
        "  GROUP BY occurrence_id, service HAVING count(*) >= :few)"
        " INSERT INTO presence_counts (occurrence_id, service, origin, came)"
        " SELECT r.occurrence_id, CASE WHEN (r.occurrence_id, r.service) IN (SELECT occurrence_id, service FROM large)"
        "  THEN r.service ELSE '' END AS kept, r.origin, count(*) FROM registrations r"
        "  WHERE EXISTS (SELECT 1 FROM attendance a WHERE a.registration_id = r.id AND NOT EXISTS"
        "   (SELECT 1 FROM attendance_set_aside s WHERE s.attendance_id = a.id))"
        "  AND r.id IN (SELECT value FROM json_each(:ids)) GROUP BY r.occurrence_id, kept, r.origin"
        " ON CONFLICT DO UPDATE SET came = came + excluded.came",
        {"ids": json.dumps(sorted(ids)), "few": FEW},
    )


def forget_strangers(db: Database, occurrence_id: int) -> int:
    """Erase the people of brought lists whom nobody recognised, and what the room told of a date; count the former."""
    db.change("DELETE FROM bbb_events WHERE occurrence_id = ?", (occurrence_id,))
    return db.change(
        "DELETE FROM attendance_unknown WHERE list_id IN (SELECT id FROM attendance_lists WHERE occurrence_id = ?)",
        (occurrence_id,),
    )


def forget_stays(db: Database, ids: Collection[int]) -> None:
    """Erase when people were in a room, as it told by the number of their registration."""
    db.change(
        "DELETE FROM bbb_events WHERE user_id IN (SELECT 'registration:' || value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )


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


def webinars_invited_to(db: Database, before: datetime) -> list[int]:
    """Return the last date of each webinar that was all over before an instant, and whose invited are still named."""
    rows = db.rows(
        "SELECT max(o.id) AS id FROM occurrences o JOIN campaigns c ON c.id = o.campaign_id"
        " WHERE EXISTS (SELECT 1 FROM invitations i WHERE c.topic = 'webinar:' || i.webinar_id)"
        " GROUP BY c.id HAVING max(o.ends_at) < ? ORDER BY 1",
        (clock.to_text(before),),
    )
    return [row["id"] for row in rows]


# What somebody may have a copy of.


def invitations_held(db: Database, registration_id: int) -> list[Row]:
    """Return the invitations of somebody to the webinar that they signed up for."""
    return db.rows(
        "SELECT * FROM invitations WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(invitations_of(db, [registration_id])),),
    )


def replies_held(db: Database, registration_id: int) -> list[Row]:
    """Return what somebody said of their coming."""
    return db.rows("SELECT * FROM coming_replies WHERE registration_id = ? ORDER BY starts_at", (registration_id,))


def stays_held(db: Database, registration_id: int) -> list[Row]:
    """Return when somebody was in a BigBlueButton room, as it told."""
    return db.rows("SELECT * FROM bbb_events WHERE user_id = ? ORDER BY id", (f"registration:{registration_id}",))


def turnout_held(db: Database, registration_id: int) -> bool | None:
    """Return whether somebody answered the evaluation; None: they were not asked."""
    found = db.value("SELECT answered FROM evaluation_turnout WHERE registration_id = ?", (registration_id,))
    return None if found is None else bool(found)


def rename_invitation(db: Database, webinar_id: int, before: str, after: Mapping[str, str]) -> None:
    """Have the invitation of somebody who is corrected say so too: it is found, and goes, with them."""
    db.run(
        "UPDATE OR REPLACE invitations SET last_name = :last_name, first_name = :first_name, email = :email,"
        " identity = :identity WHERE webinar_id = :webinar AND identity = :before",
        {**after, "webinar": webinar_id, "before": before},
    )
