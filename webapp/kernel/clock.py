"""The only source of the hour: aware UTC instants, shown in Europe/Paris by `wording.dates`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

_offset_file: Path | None = None


def shift_by_file(path: Path | None) -> None:
    """Add to every reading the seconds written in this file; demonstrations and tests only (settings refuse it elsewhere)."""
    global _offset_file  # noqa: PLW0603 — one process, one clock
    _offset_file = path


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    instant = datetime.now(UTC)  # noqa: TID251 — this is the one place
    if _offset_file is None:
        return instant
    try:
        text = _offset_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return instant
    return instant + timedelta(seconds=float(text or 0))


def to_text(instant: datetime) -> str:
    """Write an instant as the database and the JSON facts keep it: UTC, milliseconds, Z."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read back what `to_text` wrote."""
    return datetime.fromisoformat(text)
