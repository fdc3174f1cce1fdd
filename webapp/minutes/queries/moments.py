"""Who was there at any instant of a sitting, the ledger being folded once for each state it went through."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from webapp.meetings.queries import Sitting
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.rules.quorum import quorum
from webapp.meetings.rules.vote import attendance_of, known
from webapp.meetings.sitting import Fact, Motion, Presence, VoteResult
from webapp.minutes.model.votes import QuorumLine, quorum_line


class Moments:
    """The instants of one sitting, remembered while its minutes are put together."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self._folded: dict[tuple[int, ...], Presence] = {}

    def at(self, instant: datetime, facts: Sequence[Fact] | None = None) -> Presence:
        """Return who is there at an instant, from the whole ledger or from what was known of it."""
        before = [fact for fact in (self.sitting.facts if facts is None else facts) if fact.effective_at <= instant]
        key = tuple(fact.id for fact in before)
        if key not in self._folded:
            self._folded[key] = presence_at(before, instant, self.sitting.frame.titulars)
        return replace(self._folded[key], at=instant)

    def closing(self, motion: Motion, result: VoteResult) -> Presence:
        """Return who was there when a vote closed, as known then, with the late facts that the chair let in since."""
        admitted = [
            each.fact_id
            for each in self.sitting.decisions
            if (each.rule, each.decision, each.motion_id) == ("late_entry", "recomputed", motion.id)
        ]
        facts = known(self.sitting.facts, result.mark, [each for each in admitted if each is not None])
        return self.at(motion.closed_at or result.at, facts)

    def chair_at(self, instant: datetime) -> str:
        """Return who presided at an instant, empty for nobody."""
        chair = self.at(instant).chair
        return "" if chair is None else self.sitting.person_name(chair.person_id)

    def quorum(self, instant: datetime, item_id: int | None) -> QuorumLine:
        """Count the quorum of an item, or at the opening where the committee takes it only then (CRPA R133-10; QUO-4)."""
        frame = self.sitting.frame
        if frame.quorum_from is not None:
            instant, item_id = frame.quorum_from, None
        return quorum_line(quorum(attendance_of(frame, self.at(instant), item_id), frame.voting))
