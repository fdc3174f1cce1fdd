"""One act of the desk: its unit of work, its hour, its journal entry, its form's key, the pages it wakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Mode
from webapp.meetings.queries.state import Framed
from webapp.meetings.queries.state import frame as read_frame
from webapp.meetings.rules.vote import Frame
from webapp.meetings.sitting import Decision, Item, Meeting, MeetingRefusal, MeetingState, Motion, MotionState
from webapp.polls import rules as polls
from webapp.storage.database import Database, unit_of_work
from webapp.wording.sitting import BY_THE_CHAIR

LONGEST_LINE = 500
LONGEST_TEXT = 50_000

PREPARED = frozenset({MeetingState.PREPARED})
OPEN = frozenset({MeetingState.OPEN})
NOT_CLOSED = frozenset({MeetingState.PREPARED, MeetingState.OPEN})
EVER = frozenset(MeetingState)
CONDUCTED = (
    "chair.", "door.", "floor.", "guest.", "hearing.", "item.", "late_entry.", "ledger.", "meeting.", "motion.",
    "presence.", "vote.",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Unit:
    """An act being done; `at` is its instant, `done` true when this very form already did it, with `result`.

    `entered` is when it is written: later than `at` only where the desk enters a sitting held on paper.
    """

    db: Database
    meeting: Meeting
    by: By
    now: datetime
    at: datetime
    entered: datetime
    done: bool = False
    result: int | None = None
    _framed: Framed | None = None

    def framed(self) -> Framed:
        """Return what does not move during the sitting, read once per act."""
        if self._framed is None:
            self._framed = read_frame(self.db, self.meeting)
        return self._framed

    def reread(self) -> None:
        """Read the roster again: this act has just changed it."""
        self._framed = None

    @property
    def frame(self) -> Frame:
        """Return what the rules stand on."""
        return self.framed().frame

    def journal(self, act: str, **details: object) -> None:
        """Seal the act into the journal, in the sitting's scope."""
        topic = self.meeting.topic
        if self.meeting.entry_hour is not None:
            details.setdefault("effective_at", clock.to_text(self.at))
        audit.record(self.db, act, topic, by=self.by, now=self.entered, scope=topic, **details)

    def decide(
        self,
        rule: str,
        reason: str,
        *,
        decision: str = "overridden",
        item_id: int | None = None,
        motion_id: int | None = None,
        fact_id: int | None = None,
        **details: object,
    ) -> int:
        """Keep and journal a decision of the chair (LAW 7, head)."""
        number = store.add_decision(
            self.db,
            Decision(
                id=0,
                meeting_id=self.meeting.id,
                item_id=item_id,
                motion_id=motion_id,
                fact_id=fact_id,
                rule=rule,
                decision=decision,
                reason=reason.strip(),
                details=details,
                taken_at=self.at,
                taken_by=self.by.person_id,
            ),
        )
        self.journal(
            "decision.taken", rule=rule, decision=decision, reason=reason.strip(), item=item_id, motion=motion_id
        )
        return number

    def agenda(self, decision: str, reason: str = "", *, item_id: int, **details: Any) -> None:
        """Keep the chair's decision on the agenda of a sitting that is open; in preparation the desk writes it freely."""
        if self.meeting.state is MeetingState.OPEN:
            self.decide("agenda", reason.strip() or BY_THE_CHAIR, decision=decision, item_id=item_id, **details)

    def item(self, item_id: int) -> Item:
        """Return an item of this sitting or refuse."""
        found = store.item(self.db, self.meeting.id, item_id)
        if found is None:
            raise Refusal(MeetingRefusal.UNKNOWN_ITEM)
        return found

    def motion(self, motion_id: int) -> Motion:
        """Return a motion of this sitting or refuse."""
        found = store.motion(self.db, self.meeting.id, motion_id)
        if found is None:
            raise Refusal(MeetingRefusal.UNKNOWN_MOTION)
        return found

    def going_on(self) -> None:
        """Refuse what cannot be done while the sitting is suspended."""
        if self.meeting.suspended_at is not None:
            raise Refusal(MeetingRefusal.SUSPENDED)

    def open_motion(self, motion_id: int) -> Motion:
        """Return a motion whose vote is open or refuse."""
        found = self.motion(motion_id)
        if found.state is not MotionState.OPEN:
            raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
        return found


@contextmanager
def act(
    db: Database,
    meeting_id: int,
    name: str,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
    states: frozenset[MeetingState] = OPEN,
    quietly: bool = False,
) -> Iterator[Unit]:
    """Do one act of a sitting in one unit of work; a form's `key` seen before does nothing and gives its result again.

    Wakes the members' pages and the desk's, and grows the sitting's revision; `quietly`, the desk's pages alone.
    """
    if key is not None:
        polls.check_key(key)
    with unit_of_work(db):
        meeting = store.meeting(db, meeting_id)
        if meeting is None:
            raise Refusal(MeetingRefusal.UNKNOWN_MEETING)
        entered = audit.effective_instant(db, now, scope=meeting.topic)
        unit = Unit(db=db, meeting=meeting, by=by, now=now, at=meeting.entry_hour or entered, entered=entered)
        if key is not None and _done_before(unit, key, name):
            yield unit
            return
        _check_state(meeting, states)
        _check_mode(meeting, name)
        yield unit
        if not quietly:
            store.grow(db, meeting_id)
            audit.touch(db, meeting.topic)
        audit.touch(db, meeting.desk_topic)
        if key is not None:
            store.remember_act(db, key, meeting_id, act=name, result=unit.result, at=unit.entered)


def _done_before(unit: Unit, key: str, name: str) -> bool:
    done = store.act_done(unit.db, key)
    if done is None:
        return False
    if (done["meeting_id"], done["act"]) != (unit.meeting.id, name):
        raise Refusal(MeetingRefusal.KEY_REUSED)
    unit.done, unit.result = True, done["result"]
    return True


def _check_state(meeting: Meeting, states: frozenset[MeetingState]) -> None:
    if meeting.state in states:
        return
    if meeting.state is MeetingState.CLOSED:
        raise Refusal(MeetingRefusal.ALREADY_CLOSED)
    if meeting.state is MeetingState.OPEN:
        raise Refusal(MeetingRefusal.NOT_PREPARED)
    raise Refusal(MeetingRefusal.NOT_OPEN)


def _check_mode(meeting: Meeting, name: str) -> None:
    """Refuse to conduct as in a room what is held in writing (décret 2014-1627): it has acts of its own."""
    if meeting.mode is not Mode.WRITTEN or name == "vote.casting_declared":
        return
    if name == "meeting.opened" or (meeting.state is not MeetingState.PREPARED and name.startswith(CONDUCTED)):
        raise Refusal(MeetingRefusal.HELD_IN_WRITING)


def check_lengths(lines: tuple[str, ...], texts: tuple[str, ...] = ()) -> None:
    """Refuse what no page can show: a line over 500 signs, a text over 50,000."""
    if any(len(line) > LONGEST_LINE for line in lines) or any(len(text) > LONGEST_TEXT for text in texts):
        raise Refusal(MeetingRefusal.TOO_LONG, most=LONGEST_LINE, most_text=LONGEST_TEXT)


def check_reason(reason: str) -> str:
    """Return a reason that was given, or refuse."""
    if not reason.strip():
        raise Refusal(MeetingRefusal.REASON_MISSING)
    check_lengths((), (reason,))
    return reason.strip()
