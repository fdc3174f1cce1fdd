"""Counting failures in the database, so that the limits hold across processes."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from webapp.accounts import rules, store
from webapp.accounts.model import Limit
from webapp.kernel.models import frozen
from webapp.storage.database import Database


@frozen(kw_only=False)
class Attempt:
    """One try at a login from an address. Logins are kept hashed: people type passwords in the wrong box."""

    login: str
    address: str

    def key(self, limit: Limit) -> str:
        """Return the row of the table that counts this try under a limit."""
        parts = {
            "login_at_address": f"{self.login}\n{self.address}",
            "login": self.login,
            "address": self.address,
            "codes": "",  # one row for the whole house
        }
        return f"{limit.name}:{hashlib.sha256(parts[limit.name].encode()).hexdigest()[:32]}"


def reserve(db: Database, attempt: Attempt, *, now: datetime, limits: Sequence[Limit] = rules.LIMITS) -> None:
    """Refuse beyond a limit, else count the try before it is judged, so that no number of parallel tries escapes.

    The address alone counts failures only: a whole prefecture signs in from one, in the same minute.
    """
    counts = {limit.name: _count(db, attempt, limit, now) for limit in limits}
    rules.check_attempts(counts, now=now, limits=limits)
    for limit in limits:
        if limit.name != "address":
            store.add_attempt(db, attempt.key(limit), rules.window_of(now, limit)[0])


def fail(db: Database, attempt: Attempt, *, now: datetime, limits: Sequence[Limit] = rules.LIMITS) -> bool:
    """Count a failure; return whether it is the one that closes a door."""
    for limit in limits:
        if limit.name == "address":
            store.add_attempt(db, attempt.key(limit), rules.window_of(now, limit)[0])
    return any(_count(db, attempt, limit, now) == limit.failures for limit in limits)


def succeed(db: Database, attempt: Attempt, *, now: datetime, limits: Sequence[Limit] = rules.LIMITS) -> None:
    """Take back what was counted for a try that was right, and forgive what preceded it at this address."""
    for limit in limits:
        start = rules.window_of(now, limit)[0]
        if limit.name == "login_at_address":
            store.forget_attempts(db, attempt.key(limit), start)
        elif limit.name != "address":
            store.take_back_attempt(db, attempt.key(limit), start)


def _count(db: Database, attempt: Attempt, limit: Limit, now: datetime) -> int:
    return store.attempts(db, attempt.key(limit), rules.window_of(now, limit)[0])
