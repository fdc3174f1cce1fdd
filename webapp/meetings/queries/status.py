"""The one line that is always true on a member's screen."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum, auto

from webapp.kernel.models import frozen
from webapp.meetings.model import BallotRefusal, Mode
from webapp.meetings.queries.state import OpenVote, Sitting
from webapp.meetings.rules.presence import running
from webapp.meetings.rules.written import phase
from webapp.meetings.sitting import ClosingKind, MeetingState, Motion, MotionState
from webapp.polls.model import RightState


class Line(StrEnum):
    """What is true of the sitting for one person now; `wording.status` says it in French."""

    NOT_OPEN = auto()
    CLOSED = auto()
    CLOSED_NO_QUORUM = auto()
    SUSPENDED = auto()
    ENTERED_AFTERWARDS = auto()
    BETWEEN_ITEMS = auto()
    ITEM_IN_HAND = auto()
    VOTE_ENTITLED = auto()
    VOTE_LAST_CALL = auto()
    VOTE_CAST = auto()
    VOTE_RECUSED = auto()
    VOTE_CHAIR_WITHOUT_VOTE = auto()
    VOTE_TITULAR_SITS = auto()
    VOTE_REPRESENTED = auto()
    VOTE_MANDATE_VOID = auto()
    VOTE_NOT_PRESENT = auto()
    VOTE_OBSERVER = auto()
    VOTE_CLOSED = auto()
    VOTE_SET_ASIDE = auto()
    VOTE_REDONE = auto()
    VOTE_ON_PAPER = auto()
    RESULT_KNOWN = auto()
    WRITTEN_PREPARED = auto()
    WRITTEN_ANNOUNCED = auto()
    WRITTEN_DEBATE = auto()
    WRITTEN_DEBATE_OVER = auto()
    WRITTEN_DEBATE_CLOSED = auto()
    WRITTEN_VOTE = auto()
    WRITTEN_VOTE_OVER = auto()
    WRITTEN_VOTE_CLOSED = auto()
    WRITTEN_RESULTS_SENT = auto()
    WRITTEN_NO_EFFECT = auto()


@frozen
class StatusLine:
    """A line and what fills its sentence; `can_vote`: the vote page has something to do for this person."""

    kind: Line
    facts: Mapping[str, object] = field(default_factory=dict)
    can_vote: bool = False


def status_line(sitting: Sitting, person_id: int | None) -> StatusLine:
    """Say what is true of the sitting for a member (None: for nobody in particular, as on the projector)."""
    if sitting.meeting.mode is Mode.WRITTEN:
        return _in_writing(sitting)
    if sitting.meeting.entry_hour is not None:
        return StatusLine(kind=Line.ENTERED_AFTERWARDS)
    if sitting.meeting.state is not MeetingState.OPEN:
        return _before_or_after(sitting)
    if sitting.meeting.suspended_at is not None:
        return StatusLine(kind=Line.SUSPENDED, facts={"suspended_at": sitting.meeting.suspended_at})
    if sitting.open is not None:
        return _while_voting(sitting, sitting.open, person_id)
    return _between_votes(sitting)


def _before_or_after(sitting: Sitting) -> StatusLine:
    if sitting.meeting.state is MeetingState.PREPARED:
        return StatusLine(kind=Line.NOT_OPEN, facts={"starts_at": sitting.meeting.starts_at})
    no_quorum = sitting.meeting.closing_kind is ClosingKind.NO_QUORUM
    return StatusLine(
        kind=Line.CLOSED_NO_QUORUM if no_quorum else Line.CLOSED, facts={"closed_at": sitting.meeting.closed_at}
    )


def _in_writing(sitting: Sitting) -> StatusLine:
    """Say where a consultation stands: the same for everybody, since all may write and vote until the same hours."""
    if sitting.meeting.closing_kind is ClosingKind.NO_QUORUM:
        return StatusLine(kind=Line.WRITTEN_NO_EFFECT)
    found = sitting.consultation
    facts: dict[str, object] = {"opens_at": sitting.meeting.starts_at}
    if found is not None:
        facts["closes_at"] = found.vote_closes_at or found.debate_closes_at
    return StatusLine(kind=Line(f"written_{phase(found, sitting.at)}"), facts=facts)


def _between_votes(sitting: Sitting) -> StatusLine:
    if sitting.item is None:
        return StatusLine(kind=Line.BETWEEN_ITEMS)
    facts = {"item": sitting.item.label, "title": sitting.item.title}
    aside = _set_aside(sitting, sitting.item.id)
    if aside is not None:
        return StatusLine(kind=aside, facts=facts)
    last = _last_voted(sitting, sitting.item.id)
    if last is None:
        return StatusLine(kind=Line.ITEM_IN_HAND, facts=facts)
    if last.state is MotionState.ANNOUNCED and last.result is not None:
        return StatusLine(kind=Line.RESULT_KNOWN, facts={**facts, "outcome": last.result.outcome.wording})
    return StatusLine(kind=Line.VOTE_CLOSED, facts={**facts, "number": last.number})


def _set_aside(sitting: Sitting, item_id: int) -> Line | None:
    """Say what became of the vote that the next one does again, if there was one."""
    motion = sitting.next_motion(item_id)
    if motion is None or not motion.attempts:
        return None
    taken = [each.decision for each in sitting.decisions if (each.rule, each.motion_id) == ("vote", motion.id)]
    return Line.VOTE_REDONE if taken[-1:] == ["redone"] else Line.VOTE_SET_ASIDE


def _last_voted(sitting: Sitting, item_id: int) -> Motion | None:
    voted = [each for each in sitting.motions_of(item_id) if each.closed_at is not None]
    return voted[-1] if voted else None


def _while_voting(sitting: Sitting, vote: OpenVote, person_id: int | None) -> StatusLine:
    facts: dict[str, object] = {"item": vote.item.label, "title": vote.motion.title, "number": vote.motion.number}
    if vote.motion.secret:
        return StatusLine(kind=Line.VOTE_ON_PAPER, facts=facts)
    seats = vote.seats_of.get(person_id, ()) if person_id is not None else ()
    if seats:
        awaited = [seat for seat in seats if seat not in vote.voted]
        last_call = vote.motion.last_call_at is not None
        kind = (Line.VOTE_LAST_CALL if last_call else Line.VOTE_ENTITLED) if awaited else Line.VOTE_CAST
        return StatusLine(
            kind=kind,
            facts={**facts, "ballots": len(seats), "awaited": len(awaited)},
            can_vote=bool(awaited) or sitting.settings.revote,
        )
    return _why_not(sitting, vote, person_id, facts)


def _why_not(sitting: Sitting, vote: OpenVote, person_id: int | None, facts: Mapping[str, object]) -> StatusLine:
    held = [seat.seat.id for seat, _ in sitting.seats_held_by(person_id)] if person_id is not None else []
    if not held:
        return StatusLine(kind=Line.VOTE_OBSERVER, facts=facts)
    seat = held[0]
    right = vote.rights.get(seat)
    taken = sitting.presence.seats.get(seat)
    if taken is not None and taken.occupant.person_id != person_id:
        return StatusLine(
            kind=Line.VOTE_TITULAR_SITS, facts={**facts, "name": sitting.person_name(taken.occupant.person_id)}
        )
    if right is not None and right.state is RightState.GRANTED:
        holder = next((each.holder for each in running(sitting.presence) if each.mandator == seat), seat)
        return StatusLine(kind=Line.VOTE_REPRESENTED, facts={**facts, "name": sitting.seat_name(holder)})
    kinds = {
        BallotRefusal.RECUSED: Line.VOTE_RECUSED,
        BallotRefusal.CHAIR_WITHOUT_VOTE: Line.VOTE_CHAIR_WITHOUT_VOTE,
        BallotRefusal.MANDATE_VOID: Line.VOTE_MANDATE_VOID,
    }
    why = None if right is None else BallotRefusal(right.reason)
    return StatusLine(kind=kinds.get(why, Line.VOTE_NOT_PRESENT) if why else Line.VOTE_NOT_PRESENT, facts=facts)
