"""Time stamps that could not be had: asked for again, ever less often, over two months."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.minutes.rules import signing as rules
from webapp.minutes.service.signing import STAMP_JOB
from webapp.pdf.signatures import SignatureRefusal
from webapp.storage.database import Database, unit_of_work


def stamp_later(db: Database, payload: Mapping[str, Any], why: Refusal, *, now: datetime) -> datetime:
    """Leave the same work for later and return when; raise what stood in its way once it was tried for long enough."""
    tries = int(payload.get("tries", 0)) + 1
    due_at = rules.stamp_again(tries, now=now)
    if due_at is None:
        raise why
    with unit_of_work(db):
        jobs.enqueue(db, STAMP_JOB, {**payload, "tries": tries}, now=now, due_at=due_at)
    return due_at


def may_come(reason: object) -> bool:
    """Whether what stood in the way of a time stamp may pass by itself."""
    return reason in {SignatureRefusal.STAMP_UNREACHABLE, SignatureRefusal.PROOFS_UNREACHABLE}
