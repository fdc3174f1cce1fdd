"""Writing the journal: called inside the unit of work of the fact itself."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from webapp.audit.model import GENESIS, SYSTEM, By, seal
from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.storage.database import Database, Row

TOLERATED_STEP_BACK = timedelta(seconds=2)


@frozen
class _Place:
    """Where the next entry goes: its instant, the seal it follows, its number in a rehearsal's own journal."""

    at: datetime
    previous: str
    apart: int | None = None


def effective_instant(db: Database, now: datetime, *, scope: str | None = None) -> datetime:
    """Return the later of the clock and the journal's last instant, so that no act precedes one already sealed.

    Call it under the lock. The journal is that of the act's `scope`: a rehearsal's own never moves the true one's
    hours. A step back of more than two seconds is itself journaled (ARCHITECTURE, Time).
    """
    return _place(db, now, scope).at


def _place(db: Database, now: datetime, scope: str | None) -> _Place:
    """Return where the next entry of a scope goes: into its own journal where a rehearsal was begun."""
    last = _last(db, scope)
    if last is None:
        return _Place(at=now, previous=GENESIS)
    at, place = str(last["at"]), _Place(at=now, previous=str(last["hash"]), apart=last["apart"])
    latest = clock.from_text(at)
    if latest - now > TOLERATED_STEP_BACK and _last_step_back(db, scope, place) != at:
        details: dict[str, object] = {"clock": clock.to_text(now)}
        place = _append(db, "clock.stepped_back", "system", place, by=SYSTEM, at=at, scope=scope, details=details)
    return replace(place, at=max(now, latest))


def _last(db: Database, scope: str | None) -> Row | None:
    """Return the entry that the next one of a scope follows; `apart`: the next one's number in a rehearsal's journal."""
    found = db.rows(
        "SELECT * FROM (SELECT at, hash, id + 1 AS apart FROM rehearsal_journal WHERE scope = :scope"
        " ORDER BY id DESC LIMIT 1) UNION ALL"
        " SELECT * FROM (SELECT at, hash, NULL FROM journal ORDER BY id DESC LIMIT 1)",
        {"scope": scope},
    )
    return next((row for row in found if row["apart"] is not None), found[0] if found else None)


def _last_step_back(db: Database, scope: str | None, place: _Place) -> object:
    """Return the instant at which the journal already stands still, waiting for the clock to catch up."""
    sql = "SELECT at FROM journal WHERE act = 'clock.stepped_back' ORDER BY id DESC LIMIT 1"
    if place.apart is None:
        return db.value(sql)
    return db.value(sql.replace("journal WHERE", "rehearsal_journal WHERE scope = ? AND"), (scope,))


def record(
    db: Database, act: str, subject: str, *, by: By, now: datetime, scope: str | None = None, **details: object
) -> datetime:
    """Seal one act into the journal, inside the caller's unit of work; return the instant it carries.

    `act` is 'subject.verb' ("meeting.opened"), `subject` and `scope` are "kind:id"; `details` are plain JSON values and
    never hold a secret.
    """
    place = _place(db, now, scope)
    _append(db, act, subject, place, by=by, at=clock.to_text(place.at), scope=scope, details=details)
    return place.at


def begin_rehearsal(db: Database, act: str, scope: str, *, by: By, now: datetime) -> None:
    """Begin a journal apart with its first act: whatever is recorded in this scope from then on goes there."""
    place = _Place(at=now, previous=GENESIS, apart=1)
    _append(db, act, scope, place, by=by, at=clock.to_text(now), scope=scope, details={})


def forget_rehearsal(db: Database, scope: str) -> None:
    """Remove a rehearsal's own journal and what its pages watched; the database refuses it unless it is being purged."""
    db.change("DELETE FROM rehearsal_journal WHERE scope = ?", (scope,))
    db.change("DELETE FROM versions WHERE topic = ? OR topic GLOB ? || ':*'", (scope, scope))


def _append(
    db: Database,
    act: str,
    subject: str,
    place: _Place,
    *,
    by: By,
    at: str,
    scope: str | None,
    details: dict[str, object],
) -> _Place:
    """Write one entry; return the place of the one after."""
    fields = {
        "at": at,
        "actor": by.person_id,
        "actor_name": by.name,
        "act": act,
        "subject": subject,
        "scope": scope,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }
    sealed = seal(place.previous, fields)
    values = {**fields, "previous": place.previous, "hash": sealed}
    if place.apart is None:
        db.run(
            "INSERT INTO journal (at, actor, actor_name, act, subject, scope, details, previous, hash)"
            " VALUES (:at, :actor, :actor_name, :act, :subject, :scope, :details, :previous, :hash)",
            values,
        )
        return replace(place, previous=sealed)
    db.run(
        "INSERT INTO rehearsal_journal (scope, id, at, actor, actor_name, act, subject, details, previous, hash)"
        " VALUES (:scope, :id, :at, :actor, :actor_name, :act, :subject, :details, :previous, :hash)",
        {**values, "id": place.apart},
    )
    return replace(place, previous=sealed, apart=place.apart + 1)


def touch(db: Database, topic: str) -> None:
    """Grow the number that open pages of this topic watch ("meeting:12"), inside the unit that changes it."""
    db.run(
        "INSERT INTO versions (topic, version) VALUES (:topic, 1)"
        " ON CONFLICT (topic) DO UPDATE SET version = version + 1",
        {"topic": topic},
    )
