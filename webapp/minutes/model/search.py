"""What the search of minutes finds, and for whom."""

from datetime import date
from enum import StrEnum, auto

from webapp.kernel.models import frozen


class Reading(StrEnum):
    """Which text of the minutes is indexed: the whole one, or the one that may be published (LAW PUB-1)."""

    WHOLE = auto()
    PUBLISHED = auto()


@frozen
class Reader:
    """Who searches: in drafts of these committees (desk), in the final minutes of others and of these sittings.

    None: of every committee. Of everything else, the published text alone.
    """

    desks: frozenset[int] | None = frozenset()
    committees: frozenset[int] | None = frozenset()
    meetings: frozenset[int] = frozenset()


@frozen
class Words:
    """The words of one reading of the minutes of a sitting."""

    meeting_id: int
    committee_id: int
    held_on: date
    title: str
    body: str


@frozen
class Hit:
    """Minutes that hold all the words; `body` is their whole text."""

    meeting_id: int
    committee_id: int
    held_on: date
    title: str
    state: str
    reading: Reading
    body: str


@frozen
class Results:
    """A page of what was found, how many there are in all."""

    hits: tuple[Hit, ...]
    number: int
