"""Writing the journal: called inside the unit of work of the fact itself."""

import json
from datetime import datetime, timedelta

from webapp.audit.model import GENESIS, SYSTEM, By, seal
from webapp.kernel import clock
from webapp.storage.database import Database

TOLERATED_STEP_BACK = timedelta(seconds=2)


def effective_instant(db: Database, now: datetime) -> datetime:
    """Return the later of the clock and the journal's last instant, so that no act precedes one already sealed.

    Call it under the lock. A step back of more than two seconds is itself journaled (ARCHITECTURE, Time).
    """
    last = db.row("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
    if last is None:
        return now
    latest = clock.from_text(str(last["at"]))
    if latest - now > TOLERATED_STEP_BACK and _last_step_back(db) != last["at"]:
        details: dict[str, object] = {"clock": clock.to_text(now)}
        _append(db, "clock.stepped_back", "system", by=SYSTEM, at=str(last["at"]), scope=None, details=details)
    return max(now, latest)


def _last_step_back(db: Database) -> object:
    """Return the instant at which the house already stands still, waiting for the clock to catch up."""
    return db.value("SELECT at FROM journal WHERE act = 'clock.stepped_back' ORDER BY id DESC LIMIT 1")


def record(
    db: Database, act: str, subject: str, *, by: By, now: datetime, scope: str | None = None, **details: object
) -> datetime:
    """Seal one act into the journal, inside the caller's unit of work; return the instant it carries.

    `act` is 'subject.verb' ("meeting.opened"), `subject` and `scope` are "kind:id"; `details` are plain JSON values and
    never hold a secret.
    """
    instant = effective_instant(db, now)
    _append(db, act, subject, by=by, at=clock.to_text(instant), scope=scope, details=details)
    return instant


def _append(
    db: Database, act: str, subject: str, *, by: By, at: str, scope: str | None, details: dict[str, object]
) -> None:
    previous = db.value("SELECT hash FROM journal ORDER BY id DESC LIMIT 1") or GENESIS
    fields = {
        "at": at,
        "actor": by.person_id,
        "actor_name": by.name,
        "act": act,
        "subject": subject,
        "scope": scope,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }
    db.run(
        "INSERT INTO journal (at, actor, actor_name, act, subject, scope, details, previous, hash)"
        " VALUES (:at, :actor, :actor_name, :act, :subject, :scope, :details, :previous, :hash)",
        {**fields, "previous": previous, "hash": seal(str(previous), fields)},
    )


def touch(db: Database, topic: str) -> None:
    """Grow the number that open pages of this topic watch ("meeting:12"), inside the unit that changes it."""
    db.run(
        "INSERT INTO versions (topic, version) VALUES (:topic, 1)"
        " ON CONFLICT (topic) DO UPDATE SET version = version + 1",
        {"topic": topic},
    )
