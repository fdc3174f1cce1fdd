"""What a fact of the ledger does to votes: rights of the one that is open, and the chair's decision on those it touches late."""

from collections.abc import Iterable, Sequence

from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Choice, Quorum
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.rules.vote import Frame, judge_vote, known, quorum_at, rights_of
from webapp.meetings.service.unit import Unit
from webapp.meetings.sitting import Fact, LateEntry, MeetingRefusal, Motion, MotionState, Opening, VoteResult
from webapp.polls import queries as polls
from webapp.polls import service as polling


def follow(unit: Unit, fact_ids: Sequence[int]) -> tuple[LateEntry, ...]:
    """Draw the consequences of facts just written: set the open vote's rights, list the votes touched late."""
    frame = unit.frame
    facts = store.ledger(unit.db, unit.meeting.id)
    motions = store.motions(unit.db, unit.meeting.id)
    for motion in motions:
        if motion.state is MotionState.OPEN:
            _set_rights(unit, frame, facts, motion)
    earliest = [fact for fact in facts if fact.id in fact_ids and fact.effective_at < fact.entered_at]
    late = [entry for fact in earliest for entry in _touched(unit, frame, facts, motions, fact)]
    for entry in late:
        store.add_late_entry(unit.db, entry.fact.id, entry.motion_id, entry.poll_id)
        unit.journal("ledger.late", fact=entry.fact.id, motion=entry.motion_id)
    return tuple(late)


def _set_rights(unit: Unit, frame: Frame, facts: Sequence[Fact], motion: Motion) -> None:
    presence = presence_at(facts, unit.at, frame.titulars)
    rights = rights_of(frame, presence, motion.item_id)
    changed = polling.set_rights(unit.db, motion.poll_id or 0, rights, now=unit.at)
    if changed:
        unit.journal(
            "vote.rights_changed",
            motion=motion.id,
            rights={seat: f"{right.state}:{right.reason}" for seat, right in sorted(changed.items())},
        )


def _touched(
    unit: Unit, frame: Frame, facts: Sequence[Fact], motions: Iterable[Motion], fact: Fact
) -> Iterable[LateEntry]:
    """Yield an entry for each vote, opened or closed since the fact's hour, whose quorum or result it would change."""
    entries = store.late_entries(unit.db, unit.meeting.id)
    for motion in motions:
        ends = motion.closed_at or motion.opened_at
        if motion.poll_id is None or ends is None or ends < fact.effective_at:
            continue
        admitted = recomputed(unit, entries, motion)
        if _judged(unit, frame, facts, motion, admitted) != _judged(unit, frame, facts, motion, {*admitted, fact.id}):
            yield LateEntry(
                fact=fact, motion_id=motion.id, item_id=motion.item_id, poll_id=motion.poll_id, decision_id=None
            )


def recomputed(unit: Unit, entries: Iterable[LateEntry], motion: Motion) -> set[int]:
    """Return the late facts that the chair let into a vote."""
    let_in = {
        decision.fact_id
        for decision in store.decisions(unit.db, unit.meeting.id)
        if decision.rule == "late_entry" and decision.decision == "recomputed" and decision.motion_id == motion.id
    }
    return {entry.fact.id for entry in entries if entry.motion_id == motion.id and entry.fact.id in let_in}


def _judged(
    unit: Unit, frame: Frame, facts: Sequence[Fact], motion: Motion, admitted: Iterable[int]
) -> tuple[Quorum, object, object]:
    """Return of a vote what a fact could change: quorum, rights, result."""
    found = opening_quorum(frame, facts, motion, admitted)
    if motion.closed_at is None:
        return found, None, None
    seen = known(facts, motion.result.mark if motion.result else 0, admitted)
    rights = rights_of(frame, presence_at(seen, motion.closed_at, frame.titulars), motion.item_id)
    return found, rights, closing_result(unit, frame, facts, motion, admitted)


def opening_quorum(frame: Frame, facts: Sequence[Fact], motion: Motion, admitted: Iterable[int]) -> Quorum:
    """Count the quorum at a vote's opening from what was known then and what was let in since."""
    if motion.opening is None or motion.opened_at is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
    return quorum_at(frame, known(facts, motion.opening.mark, admitted), motion.opened_at, motion.item_id)


def closing_result(
    unit: Unit, frame: Frame, facts: Sequence[Fact], motion: Motion, admitted: Iterable[int]
) -> VoteResult:
    """Judge a closed vote again from what was known at its closing and the late facts let in since."""
    if motion.closed_at is None or motion.result is None or motion.poll_id is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_CLOSED)
    mark = motion.result.mark
    presence = presence_at(known(facts, mark, admitted), motion.closed_at, frame.titulars)
    declaration = motion.result.chair.declaration
    return judge_vote(
        frame,
        presence,
        motion.item_id,
        polls.last_ballots(unit.db, motion.poll_id),
        found=opening_quorum(frame, facts, motion, admitted),
        declaration=None if declaration is None else Choice(declaration),
        paper=motion.result.paper,
        mark=mark,
    )


def facts_of(unit: Unit, motion: Motion) -> list[Fact]:
    """Return the facts on which a closed vote stands: those known at its closing and those let in since."""
    entries = store.late_entries(unit.db, unit.meeting.id)
    mark = motion.result.mark if motion.result is not None else 0
    return known(store.ledger(unit.db, unit.meeting.id), mark, recomputed(unit, entries, motion))


def decide(unit: Unit, fact_id: int, motion_id: int, *, recompute: bool, reason: str) -> None:
    """Write the chair's decision on one late entry; recomputing keeps both results (LAW PV-3)."""
    entries = store.late_entries(unit.db, unit.meeting.id)
    pending = [each for each in entries if (each.fact.id, each.motion_id) == (fact_id, motion_id)]
    if not pending or pending[0].decision_id is not None:
        raise Refusal(MeetingRefusal.NO_LATE_ENTRY)
    motion = unit.motion(motion_id)
    details = _recompute(unit, motion, {*recomputed(unit, entries, motion), fact_id}) if recompute else {}
    number = unit.decide(
        "late_entry",
        reason,
        decision="recomputed" if recompute else "kept",
        item_id=motion.item_id,
        motion_id=motion_id,
        fact_id=fact_id,
        **details,
    )
    store.decide_late_entry(unit.db, fact_id, motion_id, number)


def _recompute(unit: Unit, motion: Motion, admitted: set[int]) -> dict[str, object]:
    frame = unit.frame
    facts = store.ledger(unit.db, unit.meeting.id)
    if motion.result is None or motion.first_result is None:
        return _recompute_opening(unit, frame, facts, motion, admitted)
    after = closing_result(unit, frame, facts, motion, admitted)
    store.write_result(unit.db, motion.id, standing=after, first=motion.first_result)
    return {"before": store.result_values(motion.result), "after": store.result_values(after)}


def _recompute_opening(
    unit: Unit, frame: Frame, facts: Sequence[Fact], motion: Motion, admitted: set[int]
) -> dict[str, object]:
    if motion.opening is None or motion.poll_id is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
    after = opening_quorum(frame, facts, motion, admitted)
    store.write_opening_quorum(unit.db, motion.id, Opening(quorum=after, mark=motion.opening.mark))
    return {
        "before": {"counted": motion.opening.quorum.counted, "reached": motion.opening.quorum.reached},
        "after": {"counted": after.counted, "reached": after.reached},
    }
