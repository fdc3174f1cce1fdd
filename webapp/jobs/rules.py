"""When to try again, and when to give up."""

from datetime import datetime, timedelta

PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))
MOST_ATTEMPTS = len(PAUSES) + 1


def next_attempt(attempts: int, *, now: datetime) -> datetime | None:
    """Return when work that has been tried `attempts` times is due again; None when it has been tried enough."""
    return now + PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None
