"""One piece of due work, and how its handler says no."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from webapp.kernel.models import frozen


class JobState(StrEnum):
    DUE = auto()
    CLAIMED = auto()
    DONE = auto()
    FAILED = auto()


class JobFailed(Exception):  # noqa: N818 — a fact that is kept and shown
    """The work cannot be done, and trying again would not help: `reason` is a French sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@frozen
class Job:
    """A row of the table: `payload` and `result` are JSON values, `progress` a percentage, `message` a French sentence."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    state: JobState
    due_at: datetime
    claimed_at: datetime | None
    attempts: int
    progress: int
    message: str | None
    result: Any
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in {JobState.DONE, JobState.FAILED}
