"""Reading a consultation in writing: what was written, who can take part, what each may cast."""

from collections.abc import Mapping
from datetime import datetime

from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.queries.state import OpenVote, Sitting, open_vote
from webapp.meetings.rules import written as rules
from webapp.meetings.rules.written import phase, unready
from webapp.meetings.sitting import (
    Consultation,
    Contribution,
    Extension,
    LateArrival,
    Means,
    MotionState,
    Phase,
)
from webapp.storage.database import Database


@frozen
class Exchange:
    """A consultation as its pages and its minutes tell it."""

    sitting: Sitting
    phase: Phase
    means: Mapping[int, Means]
    extensions: tuple[Extension, ...]
    contributions: tuple[Contribution, ...]
    late: tuple[LateArrival, ...]

    @property
    def consultation(self) -> Consultation | None:
        return self.sitting.consultation

    @property
    def unready(self) -> tuple[int, ...]:
        """Seats held by somebody whose means are neither confirmed nor provided (ECR-1)."""
        return tuple(seat.seat.id for seat in unready(self.sitting.roster, self.means))

    def seen_by(self, seats: tuple[int, ...]) -> tuple[Contribution, ...]:
        """Return what may be read for these seats: never the thread of an item from which one withdrew (DEP-1)."""
        presence = self.sitting.presence
        hidden = {each.id for each in self.sitting.items if presence.recused(each.id) & set(seats)}
        return tuple(each for each in self.contributions if each.item_id not in hidden)

    def seats_of(self, person_id: int) -> tuple[int, ...]:
        """Return the seats for which somebody takes part, or which they hold while that is not settled."""
        voters = self.sitting.frame.voters
        held = self.sitting.seats_held_by(person_id)
        return tuple(
            seat.seat.id
            for seat, appointment in held
            if voters.get(seat.seat.id) == person_id or (seat.seat.id not in voters and appointment is seat.titular)
        )


def exchange(db: Database, sitting: Sitting) -> Exchange:
    """Read what a consultation is made of beside its sitting."""
    meeting_id = sitting.meeting.id
    return Exchange(
        sitting=sitting,
        phase=phase(sitting.consultation, sitting.at),
        means=store.means(db, meeting_id),
        extensions=tuple(store.extensions(db, meeting_id)),
        contributions=tuple(store.contributions(db, meeting_id)),
        late=tuple(store.late_arrivals(db, meeting_id)),
    )


def open_votes(db: Database, sitting: Sitting) -> tuple[OpenVote, ...]:
    """Return every vote that is open, in the order of the agenda; of what was cast, only that it was (VOT-9)."""
    found = []
    for motion in sitting.motions:
        item = sitting.item_of(motion.item_id)
        if motion.state is MotionState.OPEN and item is not None:
            found.append(open_vote(db, motion, item))
    return tuple(found)


def means(db: Database, meeting_id: int) -> dict[int, Means]:
    """Return who takes part for each seat, and by which means."""
    return store.means(db, meeting_id)


def contributions(db: Database, meeting_id: int) -> list[Contribution]:
    """Return what members wrote, in the order in which it was received."""
    return store.contributions(db, meeting_id)


def received_until(sitting: Sitting) -> datetime | None:
    """Return until when a ballot may still be received, the committee's tolerance included (ECR-8)."""
    found = sitting.consultation
    if found is None or found.vote_closes_at is None:
        return None
    return rules.received_until(found.vote_closes_at, sitting.settings.closing_grace)
