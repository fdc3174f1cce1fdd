"""Who was signed in, on which device, from when to when: kept no longer than its rule says (LAW ARC-1)."""

from datetime import datetime

from webapp.accounts import store
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.storage.database import Database, unit_of_work


def forget_connections(db: Database, *, before: datetime, rule: str, now: datetime) -> int:
    """Remove the connections that were over before an instant, under a rule; the journal says how many."""
    with unit_of_work(db):
        number = store.forget_sessions(db, before)
        if number:
            audit.record(
                db, "retention.connections_erased", "system", by=SYSTEM, now=now, number=number, rule=rule, cause="term"
            )
    return number
