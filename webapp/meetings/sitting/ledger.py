"""The ledger of a sitting, what is decided on it, and who is there once it is folded."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from webapp.kernel.models import frozen
from webapp.meetings.sitting.states import Act, FloorState, Form


@frozen
class Fact:
    """One line of the ledger; `effective_at` is the hour it happened, `entered_at` the hour it was written.

    `at_door`: somebody wrote it themselves, at the tablet of the door.
    `paper`: the file of what a last-minute substitute showed or of a written mandate, named by its SHA-256 and what it is.
    """

    id: int
    meeting_id: int
    act: Act
    seat: int | None
    other_seat: int | None
    person_id: int | None
    item_id: int | None
    form: Form | None
    text: str
    refers_to: int | None
    effective_at: datetime
    entered_at: datetime
    entered_by: int | None
    at_door: bool = False
    paper: str | None = None


@frozen
class Decision:
    """A decision of the chair: `rule` overridden, or 'late_entry' with decision 'kept' or 'recomputed'."""

    id: int
    meeting_id: int
    item_id: int | None
    motion_id: int | None
    fact_id: int | None
    rule: str
    decision: str
    reason: str
    details: Mapping[str, object]
    taken_at: datetime
    taken_by: int | None


@frozen
class LateEntry:
    """A fact entered after its hour that would change a vote: the chair decides, 'kept' or 'recomputed'."""

    fact: Fact
    motion_id: int
    item_id: int
    poll_id: int
    decision_id: int | None


@frozen
class Occupant:
    """Somebody present for a seat."""

    person_id: int
    form: Form
    since: datetime
    fact_id: int


@frozen
class Occupancy:
    """A seat that is taken: `occupant` sits and votes, `others` are there for the same seat and do not (LAW COM-6)."""

    seat: int
    occupant: Occupant
    others: tuple[Occupant, ...]
    replaced: bool


@frozen
class GivenMandate:
    """A mandate received; `end` is 'mandator_arrived' or 'withdrawn' once it has ended (LAW MAN-3)."""

    fact_id: int
    mandator: int
    holder: int
    received_at: datetime
    ended_at: datetime | None
    end: str | None


@frozen
class Recusal:
    """A member withdrawn from an item, from an hour on (CRPA R133-12)."""

    fact_id: int
    seat: int
    item_id: int
    person_id: int | None
    since: datetime


@frozen
class Presiding:
    """Who presides, since when, by which delegation."""

    fact_id: int
    seat: int | None
    person_id: int | None
    since: datetime
    delegation: str


@frozen
class Guest:
    """A person heard, a service, a rapporteur: never a ballot (CRPA R133-6, LAW COM-9)."""

    fact_id: int
    name: str
    since: datetime


@frozen
class Presence:
    """Who is there at one instant, folded from the ledger; `mandates` in order of receipt, ended ones included."""

    at: datetime
    seats: Mapping[int, Occupancy] = field(default_factory=dict)
    mandates: tuple[GivenMandate, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    chair: Presiding | None = None
    guests: tuple[Guest, ...] = ()

    def recused(self, item_id: int) -> frozenset[int]:
        """Seats withdrawn from this item; the withdrawal is the person's, not that of another who now sits there."""
        return frozenset(
            each.seat
            for each in self.recusals
            if each.item_id == item_id
            and (each.seat not in self.seats or self.seats[each.seat].occupant.person_id == each.person_id)
        )

    @property
    def chair_sits(self) -> bool:
        """Whether who presides is present in the seat they preside from."""
        if self.chair is None or self.chair.seat is None or self.chair.seat not in self.seats:
            return False
        return self.seats[self.chair.seat].occupant.person_id == self.chair.person_id


@frozen
class FloorRequest:
    """Somebody who asks to speak on an item, in the order of `place`."""

    id: int
    item_id: int
    person_id: int
    place: int
    state: FloorState
    asked_at: datetime


@frozen
class Hearing:
    """Somebody to be heard on an item (CRPA R133-6); `fact_id` is their entry once they are in the room."""

    id: int
    item_id: int
    name: str
    planned_at: datetime | None
    fact_id: int | None

    def expected_at(self, delay_minutes: int) -> datetime | None:
        """Return when they are expected, the hearings running late."""
        return None if self.planned_at is None else self.planned_at + timedelta(minutes=delay_minutes)


@frozen
class HearingLink:
    """A link without account for somebody to be heard; `draft` is the text transmitted, empty when none was.

    `read_at`: when they said, by a button, that they had read its page.
    """

    id: int
    meeting_id: int
    hearing_id: int
    address: str | None
    draft: str
    made_at: datetime
    read_at: datetime | None
    revoked_at: datetime | None


@frozen
class HearingObservation:
    """What somebody to be heard wrote, as it was sent."""

    hearing_id: int
    item_id: int
    name: str
    body: str
    received_at: datetime
