"""How instants and JSON are written in the tables of sittings."""

import json
from datetime import datetime

from webapp.kernel import clock


def instant(text: str | None) -> datetime | None:
    """Read an optional instant."""
    return None if text is None else clock.from_text(text)


def written(at: datetime | None) -> str | None:
    """Write an optional instant."""
    return None if at is None else clock.to_text(at)


def as_json(values: object) -> str:
    """Write JSON, the same text for the same values."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
