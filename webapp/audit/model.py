"""One line of the journal, and how its seal is computed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from webapp.kernel.models import frozen

GENESIS = "0" * 64
ACCESS = "access"  # the topic that grows when somebody may no longer enter where they did: open pages ask again


@frozen
class By:
    """Who acts: a person of the house, or the system itself (`person_id` None)."""

    person_id: int | None
    name: str


SYSTEM = By(person_id=None, name="système")


@frozen
class Entry:
    """An act of the journal, exactly as it was sealed."""

    id: int
    at: str
    actor: int | None
    actor_name: str
    act: str
    subject: str
    scope: str | None
    details: str
    previous: str
    hash: str

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def facts(self) -> dict[str, object]:
        return dict(json.loads(self.details))


@frozen
class ChainReport:
    """What a walk over the whole journal found: `broken_at` is the first entry whose seal does not hold."""

    entries: int
    last_hash: str
    broken_at: int | None

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def seal(previous: str, fields: Mapping[str, object]) -> str:
    """Hash an entry's fields (at, actor, actor_name, act, subject, scope, details) chained to the seal before it."""
    names = ("at", "actor", "actor_name", "act", "subject", "scope", "details")
    text = json.dumps([previous, *(fields[name] for name in names)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
