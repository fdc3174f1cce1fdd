"""A vote of the sitting: opened on a quorum, cast by name, by voice or by hands, confirmed, closed, announced."""

from collections.abc import Collection, Mapping
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Choice as Declared
from webapp.meetings.model import Mode, PaperCount, Quorum, Sense
from webapp.meetings.queries.preview import check_opening
from webapp.meetings.queries.state import open_vote as read_open_vote
from webapp.meetings.rules.notice import check_applicant
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.rules.quorum import check_quorum
from webapp.meetings.rules.vote import Frame, judge_vote, quorum_at, rights_of
from webapp.meetings.service import approval, late
from webapp.meetings.service.by_hand import confirm_list, show_of_hands, voice
from webapp.meetings.service.ledger import presence_of
from webapp.meetings.service.unit import Unit, act, check_reason
from webapp.meetings.sitting import (
    Fact,
    Item,
    ItemState,
    MeetingRefusal,
    Motion,
    MotionState,
    Opening,
    VoteResult,
)
from webapp.polls import queries as polls
from webapp.polls import service as polling
from webapp.polls.model import Choice, Kind, Receipt, Right, RightState, SeatId
from webapp.storage.database import Database, together

__all__ = [
    "announce",
    "cast",
    "close_vote",
    "confirm_list",
    "declare_casting",
    "last_call",
    "open_vote",
    "show_of_hands",
    "voice",
]

APPLICANT = "CNV-8"


def open_vote(
    db: Database,
    meeting_id: int,
    motion_id: int,
    *,
    by: By,
    now: datetime,
    decision: str = "",
    on_paper: bool = False,
    in_presence: str = "",
    without_applicant: str = "",
    key: str | None = None,
) -> None:
    """Open the vote on a motion, its text frozen (VOT-10): never without quorum (CRPA R133-10; QUO-3).

    One vote at a time, an item's motions in their order; every seat gets its right, or the reason why it has none.
    Where the committee votes in secret, voting by name takes a decision of the chair; where it does not, `on_paper`
    does: secret ballots on paper, whose count alone is recorded (`paper.record`). Where the persons heard leave before
    the vote, one who is still there stands in the way, unless the chair decides otherwise (`in_presence`). So does an
    applicant who was not told of the sitting where the law wants it (CNV-8; `without_applicant`).
    """
    with act(db, meeting_id, "vote.opened", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        unit.going_on()
        motion = unit.motion(motion_id)
        item = unit.item(motion.item_id)
        if item.state is not ItemState.IN_HAND:
            raise Refusal(MeetingRefusal.ITEM_NOT_IN_HAND, item=item.label)
        siblings = store.motions(db, meeting_id)
        check_opening(_open_of(siblings), motion, [each for each in siblings if each.item_id == item.id])
        _check_guests(unit, item, in_presence)
        _check_applicant(unit, item, without_applicant)
        _open(unit, item, motion, decision, on_paper=on_paper)


def _check_guests(unit: Unit, item: Item, decision: str) -> None:
    """Ask for a decision while somebody who was heard is still in the room (LAW 7.1, petitionnaire_sort)."""
    guests = presence_of(unit, unit.at).guests
    if not guests or not unit.framed().settings.applicant_leaves:
        return
    if not decision.strip():
        raise Refusal(MeetingRefusal.GUESTS_PRESENT, names=", ".join(each.name for each in guests))
    unit.decide("hearing", check_reason(decision), item_id=item.id)


def _check_applicant(unit: Unit, item: Item, decision: str) -> None:
    """Ask for a decision, once for each item, where the applicant was not told of the sitting (LAW CNV-8)."""
    try:
        check_applicant(item)
    except Refusal:
        if any(
            each.rule == APPLICANT and each.item_id == item.id for each in store.decisions(unit.db, item.meeting_id)
        ):
            return
        if not decision.strip():
            raise
        unit.decide(APPLICANT, check_reason(decision), item_id=item.id)


def _open(unit: Unit, item: Item, motion: Motion, decision: str, *, on_paper: bool) -> None:
    frame, settings = unit.frame, unit.framed().settings
    facts = store.ledger(unit.db, unit.meeting.id)
    found = quorum_at(frame, facts, unit.at, item.id)
    check_quorum(found)
    if not motion.text.strip():
        raise Refusal(MeetingRefusal.TEXT_MISSING, title=motion.title)
    rights = rights_of(frame, presence_at(facts, unit.at, frame.titulars), item.id)
    if not any(right.state is RightState.GRANTED for right in rights.values()):
        raise Refusal(MeetingRefusal.NOBODY_ENTITLED)
    if (settings.ballot_kind == "secret") is not on_paper:
        if not decision.strip():
            raise Refusal(MeetingRefusal.SECRET_ON_PAPER if on_paper else MeetingRefusal.SECRET_NOT_OFFERED)
        unit.decide(
            "ballot_kind",
            check_reason(decision),
            decision="secret" if on_paper else "by_name",
            item_id=item.id,
            motion_id=motion.id,
        )
    open_poll(
        unit,
        motion,
        rights,
        Opening(quorum=found, mark=mark_of(facts)),
        revote=settings.revote and not on_paper,
        kind=Kind.SECRET if on_paper else Kind.ROLL_CALL,
    )


def open_poll(
    unit: Unit,
    motion: Motion,
    rights: Mapping[SeatId, Right],
    opening: Opening,
    *,
    revote: bool,
    kind: Kind = Kind.ROLL_CALL,
    closes_at: datetime | None = None,
    received_until: datetime | None = None,
) -> None:
    """Put a motion to the vote from this act on, its quorum and its rights journaled; what may be opened was judged before."""
    poll = polling.open(
        unit.db,
        f"motion:{motion.id}",
        question=motion.title,
        text=motion.text,
        rights=rights,
        revote=revote,
        kind=kind,
        practice=unit.meeting.rehearsal,
        opens_at=unit.at,
        closes_at=closes_at,
        received_until=received_until,
    )
    store.write_opening(unit.db, motion.id, poll.id, opening)
    unit.journal(
        "vote.opened",
        item=motion.item_id,
        motion=motion.id,
        poll=poll.id,
        number=motion.number,
        text_hash=poll.text_hash,
        counted=opening.quorum.counted,
        required=opening.quorum.required,
        rights={seat: f"{right.state}:{right.reason}" for seat, right in sorted(rights.items())},
    )


def cast(
    db: Database,
    meeting_id: int,
    motion_id: int,
    seat: int,
    choice: Choice,
    *,
    key: str,
    by: By,
    received_at: datetime,
) -> Receipt:
    """Take a ballot that a member casts on their own device, for their seat or for that of a mandator (MAN-6).

    The same key gives the same receipt again. The journal says that a ballot was received and seals its receipt; what
    it says is journaled at the closing only (VOT-9). Members' pages are not woken by a ballot, the desk's are.
    """
    return together(db, lambda: take(db, meeting_id, motion_id, seat, choice, key=key, by=by, received_at=received_at))


def take(
    db: Database,
    meeting_id: int,
    motion_id: int,
    seat: int,
    choice: Choice,
    *,
    key: str,
    by: By,
    received_at: datetime,
) -> Receipt:
    """Do what `cast` does, inside the caller's unit of work: a vote annulled before it is closed, and takes no ballot."""
    poll_id = store.poll_of_motion(db, meeting_id, motion_id)
    if poll_id is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
    topic = f"meeting:{meeting_id}"
    receipt, new = polling.cast(
        db, poll_id, SeatId(str(seat)), choice, key=key, cast_by=by.person_id, received_at=received_at, scope=topic
    )
    if new:
        audit.record(
            db,
            "ballot.received",
            topic,
            by=by,
            now=received_at,
            scope=topic,
            motion=motion_id,
            seat=seat,
            receipt=receipt.number,
        )
        audit.touch(db, f"{topic}:desk")
    return receipt


def last_call(db: Database, meeting_id: int, motion_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Call those who have not voted yet; the vote is about to be closed."""
    with act(db, meeting_id, "vote.last_call", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        unit.open_motion(motion_id)
        store.write_last_call(db, motion_id, unit.at)
        unit.journal("vote.last_call", motion=motion_id)


def close_vote(
    db: Database,
    meeting_id: int,
    motion_id: int,
    *,
    by: By,
    now: datetime,
    decision: str = "",
    key: str | None = None,
) -> VoteResult:
    """Close a vote, finally, and judge it: what whoever presides now has cast settles a tie (CRPA R133-11; VOT-5).

    A list entered by the desk must be confirmed first, unless the chair decides otherwise. Closing again gives the
    same result.
    """
    with act(db, meeting_id, "vote.closed", by=by, now=now, key=key) as unit:
        motion = unit.motion(motion_id)
        if motion.result is not None:
            return motion.result
        motion = unit.open_motion(motion_id)
        if motion.secret:
            raise Refusal(MeetingRefusal.SECRET_ON_PAPER)
        vote = read_open_vote(db, motion, unit.item(motion.item_id))
        if vote.list_to_confirm:
            if not decision.strip():
                raise Refusal(MeetingRefusal.LIST_NOT_CONFIRMED)
            unit.decide("list", check_reason(decision), item_id=motion.item_id, motion_id=motion_id)
        return count(unit, motion)


def count(unit: Unit, motion: Motion, paper: PaperCount | None = None) -> VoteResult:
    """Close a vote, judge it and journal what it says: by its ballots, or by the papers of a secret vote."""
    poll = polling.close(unit.db, motion.poll_id or 0, now=unit.at)
    frame = unit.frame
    facts = store.ledger(unit.db, unit.meeting.id)
    ballots = polls.counted(unit.db, poll.id)
    result = judge_vote(
        frame,
        presence_at(facts, unit.at, frame.titulars),
        motion.item_id,
        ballots,
        found=_quorum_of(frame, facts, unit.at, motion),
        paper=paper,
        mark=mark_of(facts),
    )
    store.write_result(unit.db, motion.id, standing=result, first=result)
    unit.journal(
        "vote.closed",
        motion=motion.id,
        poll=poll.id,
        result=store.result_values(result),
        ballots={ballot.seat_id: ballot.choice for ballot in ballots},
    )
    return result


def _quorum_of(frame: Frame, facts: Collection[Fact], at: datetime, motion: Motion) -> Quorum:
    """Return the quorum on which a vote stands: found at its opening; in writing, half took part or not (ECR-9)."""
    if motion.opening is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
    return quorum_at(frame, facts, at, motion.item_id) if frame.mode is Mode.WRITTEN else motion.opening.quorum


def declare_casting(
    db: Database,
    meeting_id: int,
    motion_id: int,
    choice: Choice,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> VoteResult:
    """Record the public declaration by which the chair settles a tie, apart from the totals (VOT-4, VOT-6).

    Only where the committee allows it, and only by who presided at the closing and could vote: after a tie, before
    the announcement.
    """
    with act(db, meeting_id, "vote.casting_declared", by=by, now=now, key=key) as unit:
        motion = unit.motion(motion_id)
        result = motion.result
        if unit.done and result is not None:
            return result
        settings = unit.framed().settings
        if result is None:
            raise Refusal(MeetingRefusal.VOTE_NOT_CLOSED)
        if motion.announced_at is not None:
            raise Refusal(MeetingRefusal.ALREADY_ANNOUNCED)
        if not (settings.casting_declaration and settings.casting_vote and settings.chair_votes):
            raise Refusal(MeetingRefusal.DECLARATION_NOT_OFFERED)
        if result.outcome.sense is not Sense.TIE or choice not in {Choice.FOR, Choice.AGAINST}:
            raise Refusal(MeetingRefusal.NOT_A_TIE)
        settled = _with_declaration(unit, motion, Declared(choice))
        if settled.outcome.sense is Sense.TIE:
            raise Refusal(MeetingRefusal.CHAIR_NOT_SITTING)
        first = motion.first_result if motion.recomputed and motion.first_result is not None else settled
        store.write_result(db, motion_id, standing=settled, first=first)
        unit.journal("vote.casting_declared", motion=motion_id, choice=choice, chair_seat=settled.chair.seat)
        return settled


def _with_declaration(unit: Unit, motion: Motion, declaration: Declared) -> VoteResult:
    frame = unit.frame
    if motion.result is None or motion.closed_at is None or motion.poll_id is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_CLOSED)
    facts = late.facts_of(unit, motion)
    return judge_vote(
        frame,
        presence_at(facts, motion.closed_at, frame.titulars),
        motion.item_id,
        polls.last_ballots(unit.db, motion.poll_id),
        found=motion.result.quorum,
        declaration=declaration,
        paper=motion.result.paper,
        mark=motion.result.mark,
    )


def announce(db: Database, meeting_id: int, motion_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Let members and the projector see the result of a closed vote."""
    with act(db, meeting_id, "vote.announced", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        motion = unit.motion(motion_id)
        if motion.result is None:
            raise Refusal(MeetingRefusal.VOTE_NOT_CLOSED)
        if motion.announced_at is not None:
            raise Refusal(MeetingRefusal.ALREADY_ANNOUNCED)
        store.write_announced(db, motion_id, unit.at)
        unit.journal("vote.announced", motion=motion_id)
        approval.voted(unit, motion)


def _open_of(motions: Collection[Motion]) -> Motion | None:
    return next((each for each in motions if each.state is MotionState.OPEN), None)


def mark_of(facts: Collection[Fact]) -> int:
    """Return the last line of the ledger known now."""
    return max((fact.id for fact in facts), default=0)
