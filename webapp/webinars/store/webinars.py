"""The cupboard of webinars: rows in, values out. Only this package's service and queries open it."""

import json
from collections.abc import Iterable
from datetime import datetime

from webapp.kernel import clock
from webapp.storage.database import Database, Row
from webapp.webinars.model import (
    Channel,
    Content,
    Organiser,
    OrganiserRole,
    Room,
    RoomKind,
    Speaker,
    Webinar,
    WebinarState,
)

_SELECT = (
    "SELECT w.*, (SELECT json_group_array(json_object('name', s.name, 'title', s.title) ORDER BY s.position)"
    " FROM speakers s WHERE s.webinar_id = w.id) AS speakers FROM webinars w"
)
_ORGANISED = (
    f"{_SELECT} WHERE :person IS NULL OR EXISTS"  # noqa: S608 — constants alone
    " (SELECT 1 FROM webinar_organisers o WHERE o.webinar_id = w.id AND o.person_id = :person) ORDER BY w.id DESC"
)
_PUBLISHED = f"{_SELECT} WHERE w.published_at IS NOT NULL AND w.id IN (SELECT value FROM json_each(?))"  # noqa: S608 — constants alone


def add_webinar(db: Database, code: str, content: Content, *, by: int | None, at: datetime) -> int:
    """Write a webinar that nobody sees yet."""
    number = db.run(
        "INSERT INTO webinars (code, channel_id, series, state, title, summary, description, audience, threshold,"
        " search, cancel_reason, created_at, created_by, version) VALUES (:code, :channel, :series, 'prepared', :title,"
        " :summary, :description, :audience, :threshold, :search, '', :at, :by, 1)",
        {"code": code, **_content(content), "at": clock.to_text(at), "by": by},
    )
    _write_speakers(db, number, content.speakers)
    return number


def write_content(db: Database, webinar_id: int, content: Content) -> None:
    """Write what is shown of a webinar, corrected."""
    db.run(
        "UPDATE webinars SET channel_id = :channel, series = :series, title = :title, summary = :summary,"
        " description = :description, audience = :audience, threshold = :threshold, search = :search,"
        " version = version + 1 WHERE id = :id",
        {"id": webinar_id, **_content(content)},
    )
    db.run("DELETE FROM speakers WHERE webinar_id = ?", (webinar_id,))
    _write_speakers(db, webinar_id, content.speakers)


def _content(content: Content) -> dict[str, object]:
    return {
        "channel": content.channel_id,
        "series": content.series,
        "title": content.title,
        "summary": content.summary,
        "description": content.description,
        "audience": content.audience,
        "threshold": content.threshold,
        "search": content.search,
    }


def _write_speakers(db: Database, webinar_id: int, speakers: Iterable[Speaker]) -> None:
    for position, each in enumerate(speakers, 1):
        db.run("INSERT INTO speakers VALUES (?, ?, ?, ?)", (webinar_id, position, each.name, each.title))


def write_published(db: Database, webinar_id: int, at: datetime) -> None:
    """Show a webinar."""
    db.run(
        "UPDATE webinars SET state = 'published', published_at = ?, version = version + 1 WHERE id = ?",
        (clock.to_text(at), webinar_id),
    )


def write_hosted(db: Database, webinar_id: int, at: datetime) -> None:
    """Write that another prefecture organises a webinar."""
    db.run("UPDATE webinars SET hosted_at = ? WHERE id = ?", (clock.to_text(at), webinar_id))


def write_cancelled(db: Database, webinar_id: int, reason: str, at: datetime) -> None:
    """Mark a webinar as cancelled; it stays visible, with the reason."""
    db.run(
        "UPDATE webinars SET state = 'cancelled', cancelled_at = ?, cancel_reason = ?, version = version + 1 WHERE id = ?",
        (clock.to_text(at), reason, webinar_id),
    )


def find(db: Database, webinar_id: int) -> Webinar | None:
    """Return a webinar, or None."""
    return _first(db.rows(f"{_SELECT} WHERE w.id = ?", (webinar_id,)))


def find_by_code(db: Database, code: str) -> Webinar | None:
    """Return a webinar by what its address calls it, or None."""
    return _first(db.rows(f"{_SELECT} WHERE w.code = ?", (code,)))


def codes_like(db: Database, code: str) -> frozenset[str]:
    """Return the addresses already taken that begin so."""
    rows = db.rows("SELECT code FROM webinars WHERE code = ? OR code GLOB ? || '-*'", (code, code))
    return frozenset(row["code"] for row in rows)


def organised_by(db: Database, person_id: int | None) -> list[Webinar]:
    """Return the webinars that somebody organises (None: all), the latest first."""
    rows = db.rows(_ORGANISED, {"person": person_id})
    return [_webinar(row) for row in rows]


def published(db: Database, ids: Iterable[int]) -> list[Webinar]:
    """Return those of these webinars that were published."""
    rows = db.rows(_PUBLISHED, (json.dumps(list(ids)),))
    return [_webinar(row) for row in rows]


def _first(rows: list[Row]) -> Webinar | None:
    return _webinar(rows[0]) if rows else None


def _webinar(row: Row) -> Webinar:
    return Webinar(
        id=row["id"],
        code=row["code"],
        state=WebinarState(row["state"]),
        content=Content(
            title=row["title"],
            summary=row["summary"],
            description=row["description"],
            audience=row["audience"],
            series=row["series"],
            channel_id=row["channel_id"],
            threshold=row["threshold"],
            speakers=tuple(Speaker(**each) for each in json.loads(row["speakers"])),
        ),
        published_at=None if row["published_at"] is None else clock.from_text(row["published_at"]),
        cancelled_at=None if row["cancelled_at"] is None else clock.from_text(row["cancelled_at"]),
        cancel_reason=row["cancel_reason"],
        version=row["version"],
        hosted=row["hosted_at"] is not None,
    )


def add_channel(db: Database, code: str, name: str, about: str) -> int:
    """Write a channel."""
    return db.run("INSERT INTO channels (code, name, about) VALUES (?, ?, ?)", (code, name, about))


def channels(db: Database) -> list[Channel]:
    """Return every channel, by name."""
    return [
        Channel(id=row["id"], code=row["code"], name=row["name"], about=row["about"])
        for row in db.rows("SELECT * FROM channels ORDER BY name")
    ]


def write_organiser(db: Database, webinar_id: int, person_id: int, role: OrganiserRole) -> None:
    """Write who organises, and as what."""
    db.run(
        "INSERT INTO webinar_organisers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role",
        (webinar_id, person_id, role),
    )


def remove_organiser(db: Database, webinar_id: int, person_id: int) -> None:
    """Take somebody off the organisers."""
    db.run("DELETE FROM webinar_organisers WHERE webinar_id = ? AND person_id = ?", (webinar_id, person_id))


def organisers(db: Database, webinar_id: int) -> list[Organiser]:
    """Return who organises a webinar."""
    return [
        Organiser(person_id=row["person_id"], role=OrganiserRole(row["role"]))
        for row in db.rows(
            "SELECT * FROM webinar_organisers WHERE webinar_id = ? ORDER BY role, person_id", (webinar_id,)
        )
    ]


def organises(db: Database, webinar_id: int, person_id: int) -> bool:
    """Whether somebody organises a webinar."""
    return bool(
        db.value(
            "SELECT EXISTS (SELECT 1 FROM webinar_organisers WHERE webinar_id = ? AND person_id = ?)",
            (webinar_id, person_id),
        )
    )


def write_room(db: Database, occurrence_id: int, room: Room) -> None:
    """Write where a date takes place; whoever follows their link next is led there."""
    db.run(
        "INSERT INTO rooms (occurrence_id, kind, address, dial_in, overflow, capacity, opens_minutes, version)"
        " VALUES (:id, :kind, :address, :dial_in, :overflow, :capacity, :opens, 1) ON CONFLICT (occurrence_id)"
        " DO UPDATE SET kind = :kind, address = :address, dial_in = :dial_in, overflow = :overflow,"
        " capacity = :capacity, opens_minutes = :opens, version = version + 1",
        {
            "id": occurrence_id,
            "kind": room.kind,
            "address": room.address,
            "dial_in": room.dial_in,
            "overflow": room.overflow,
            "capacity": room.capacity,
            "opens": room.opens_minutes,
        },
    )


def room(db: Database, occurrence_id: int) -> Room | None:
    """Return where a date takes place, or None."""
    return rooms(db, [occurrence_id]).get(occurrence_id)


def rooms(db: Database, occurrence_ids: Iterable[int]) -> dict[int, Room]:
    """Return where dates take place, those whose room is known."""
    rows = db.rows(
        "SELECT * FROM rooms WHERE occurrence_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(occurrence_ids)),),
    )
    return {row["occurrence_id"]: _room(row) for row in rows}


def _room(row: Row) -> Room:
    return Room(
        kind=RoomKind(row["kind"]),
        address=row["address"],
        dial_in=row["dial_in"],
        overflow=row["overflow"],
        capacity=row["capacity"],
        opens_minutes=row["opens_minutes"],
        version=row["version"],
    )


def act_done(db: Database, key: str) -> Row | None:
    """Return what a form's key has done already, or None."""
    return db.row("SELECT * FROM webinar_acts WHERE key = ?", (key,))


def remember_act(db: Database, key: str, webinar_id: int, *, act: str, result: int | None, at: datetime) -> None:
    """Write that a form's key has done its act."""
    db.run("INSERT INTO webinar_acts VALUES (?, ?, ?, ?, ?)", (key, webinar_id, act, result, clock.to_text(at)))
