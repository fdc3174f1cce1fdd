"""The worker says that it lives by a file in the instance; the server and `doctor` read it."""

from datetime import datetime, timedelta
from pathlib import Path

from webapp.kernel import clock

EVERY = timedelta(seconds=5)
STALE = timedelta(seconds=20)
_FILE = "worker.beat"


def beat(instance: Path, *, now: datetime) -> None:
    """Say that the worker lives."""
    draft = instance / f".{_FILE}"
    draft.write_text(clock.to_text(now), encoding="ascii")
    draft.replace(instance / _FILE)


def end(instance: Path) -> None:
    """Say that the worker has stopped."""
    (instance / _FILE).unlink(missing_ok=True)


def last(instance: Path) -> datetime | None:
    """Return the last sign of life, None when there is no worker."""
    try:
        return clock.from_text((instance / _FILE).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def is_alive(instance: Path, *, now: datetime) -> bool:
    """Whether a worker gave a sign of life lately."""
    seen = last(instance)
    return seen is not None and abs(now - seen) <= STALE
