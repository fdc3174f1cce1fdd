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
    return _place(db, now)[0]


def _place(db: Database, now: datetime) -> tuple[datetime, str]:
    """Return the instant that the next entry carries and the seal it follows."""
    last = db.row("SELECT at, hash FROM journal ORDER BY id DESC LIMIT 1")
    if last is None:
        return now, GENESIS
    at, previous = str(last["at"]), str(last["hash"])
    latest = clock.from_text(at)
    if latest - now > TOLERATED_STEP_BACK and _last_step_back(db) != at:
        details: dict[str, object] = {"clock": clock.to_text(now)}
        previous = _append(db, "clock.stepped_back", "system", previous, by=SYSTEM, at=at, scope=None, details=details)
    return max(now, latest), previous


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
    instant, previous = _place(db, now)
    _append(db, act, subject, previous, by=by, at=clock.to_text(instant), scope=scope, details=details)
    return instant


def _append(
    db: Database,
    act: str,
    subject: str,
    previous: str,
    *,
    by: By,
    at: str,
    scope: str | None,
    details: dict[str, object],
) -> str:
    fields = {
        "at": at,
        "actor": by.person_id,
        "actor_name": by.name,
        "act": act,
        "subject": subject,
        "scope": scope,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }
    sealed = seal(previous, fields)
    db.run(
        "INSERT INTO journal (at, actor, actor_name, act, subject, scope, details, previous, hash)"
        " VALUES (:at, :actor, :actor_name, :act, :subject, :scope, :details, :previous, :hash)",
        {**fields, "previous": previous, "hash": sealed},
    )
    return sealed


def touch(db: Database, topic: str) -> None:
    """Grow the number that open pages of this topic watch ("meeting:12"), inside the unit that changes it."""
    db.run(
        "INSERT INTO versions (topic, version) VALUES (:topic, 1)"
        " ON CONFLICT (topic) DO UPDATE SET version = version + 1",
        {"topic": topic},
    )
