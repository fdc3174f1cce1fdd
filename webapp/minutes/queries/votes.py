"""What each vote was: figures, mandates, names where they are printed, and the named record kept apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.meetings.model import Mode, PaperCount
from webapp.meetings.queries import Sitting
from webapp.meetings.queries.state import judged
from webapp.meetings.rules.vote import rights_of
from webapp.meetings.sitting import Decision, Item, MeetingState, Motion, Nature, Presence, VoteResult
from webapp.minutes.model import NamedRecord
from webapp.minutes.model.facts import to_minute
from webapp.minutes.model.votes import (
    NAMED,
    REHEARSED_BY_NAME,
    BallotLine,
    Divergence,
    EarlierVote,
    FirstResult,
    NamedVote,
    PaperLine,
    RecordedVote,
    VoteLine,
    VoteMandate,
    quorum_line,
)
from webapp.minutes.queries.moments import Moments
from webapp.minutes.queries.people import sitter, someone
from webapp.polls.model import Ballot, RightState
from webapp.wording.outcomes import typeset

Ballots = Mapping[int, Sequence[Ballot]]


@frozen(kw_only=False)
class _Stood:
    """One seat entitled at the closing: who holds it, who cast for it, and the ballot if there is one."""

    seat: str
    name: str
    cast_by: str
    ballot: Ballot | None


def vote_line(moments: Moments, item: Item, motion: Motion, number: int, ballots: Ballots) -> VoteLine:
    """Return one motion and its vote, or that it was never put to the vote."""
    sitting = moments.sitting
    result = motion.result if motion.closed_at is not None else None
    counts = None if result is None else result.counts
    entered = 0 if result is None else result.hands + result.voices + result.sheets
    presence = None if result is None else moments.closing(motion, result)
    by_name = result is not None and result.paper is None
    voted = counts.entitled - result.silent if counts is not None and result is not None and by_name else 0
    return VoteLine(
        number=number,
        kind=motion.kind.value,
        title=motion.title,
        text=motion.text,
        text_hash=motion.text_hash or "" if result is not None else "",
        held=result is not None,
        opened_at=None if result is None or motion.opened_at is None else to_minute(motion.opened_at),
        closed_at=None if result is None or motion.closed_at is None else to_minute(motion.closed_at),
        quorum=None if result is None else quorum_line(result.quorum),
        entitled=0 if counts is None else counts.entitled,
        in_favour=0 if counts is None else counts.in_favour,
        against=0 if counts is None else counts.against,
        abstain=0 if counts is None else counts.abstain,
        no_part=0 if result is None else result.no_part,
        silent=0 if result is None else result.silent,
        device=voted - entered,
        hands=0 if result is None else result.hands,
        voices=0 if result is None else result.voices,
        sheets=0 if result is None else result.sheets,
        list_confirmed_by=sitting.person_name(motion.list_confirmed_by) if result is not None else "",
        presided_by="" if result is None else sitting.person_name(result.chair.person_id),
        casting_vote_used=result is not None and result.outcome.casting_vote_used,
        casting_declaration=None if result is None else result.chair.declaration,
        sense=None if result is None or result.outcome.sense is None else result.outcome.sense.value,
        wording=None if result is None else _typeset(result.outcome.wording),
        divergence=None if result is None else _divergence(sitting, result),
        mandates=() if presence is None else _mandates(sitting, presence, item),
        names=_names(sitting, item, motion, presence, ballots) if presence is not None else (),
        first=_first(motion),
        attempt=motion.number,
        earlier=_earlier(moments, motion),
        paper=None if result is None or result.paper is None else _paper(result.paper),
    )


def _paper(paper: PaperCount) -> PaperLine:
    return PaperLine(
        scrutineers=paper.scrutineers,
        distributed=paper.distributed,
        found=paper.found,
        blank=paper.blank,
        void=paper.void,
    )


def _earlier(moments: Moments, motion: Motion) -> tuple[EarlierVote, ...]:
    """Return the votes on this question that were stopped or redone, from the decisions that set them aside."""
    return tuple(
        _set_aside(moments, each)
        for each in moments.sitting.decisions
        if (each.rule, each.motion_id) == ("vote", motion.id)
    )


def _set_aside(moments: Moments, decision: Decision) -> EarlierVote:
    details: Mapping[str, Any] = decision.details
    result = details.get("result")
    counts = {} if result is None else result["counts"]
    return EarlierVote(
        number=details["number"],
        fate=decision.decision,
        opened_at=to_minute(clock.from_text(details["opened_at"])),
        closed_at=to_minute(clock.from_text(details["closed_at"])),
        ballots=details["ballots"],
        in_favour=counts.get("in_favour"),
        against=counts.get("against"),
        abstain=counts.get("abstain"),
        did_not_vote=counts.get("did_not_vote"),
        wording=None if result is None else _typeset(result["outcome"]["wording"]),
        reason=decision.reason,
        at=to_minute(decision.taken_at),
        by=moments.chair_at(decision.taken_at),
    )


def _typeset(wording: str | None) -> str | None:
    return None if wording is None else typeset(wording)


def _divergence(sitting: Sitting, result: VoteResult) -> Divergence | None:
    if not (sitting.settings.print_divergence and result.outcome.diverges):
        return None
    return Divergence(expressed=result.outcome.expressed.value, present=result.outcome.present.value)


def _mandates(sitting: Sitting, presence: Presence, item: Item) -> tuple[VoteMandate, ...]:
    return tuple(
        VoteMandate(
            mandator=someone(sitting, None, each.mandate.mandator).name,
            holder=sitter(sitting, presence, each.mandate.holder).name,
            reason=None if each.verdict.reason is None else each.verdict.reason.value,
        )
        for each in judged(sitting.frame, presence, item.id)
        if each.verdict is not None
    )


def _first(motion: Motion) -> FirstResult | None:
    first = motion.first_result
    if first is None or not motion.recomputed:
        return None
    return FirstResult(
        in_favour=first.counts.in_favour,
        against=first.counts.against,
        abstain=first.counts.abstain,
        did_not_vote=first.counts.did_not_vote,
        entitled=first.counts.entitled,
        wording=_typeset(first.outcome.wording),
    )


def _stood(sitting: Sitting, item: Item, motion: Motion, presence: Presence, ballots: Ballots) -> list[_Stood]:
    """Return every entitled seat with its ballot, in the order of the roster: never in the order of arrival (VOT-9)."""
    cast = {int(ballot.seat_id): ballot for ballot in ballots.get(motion.poll_id or 0, ())}
    rights = {int(seat): right for seat, right in rights_of(sitting.frame, presence, item.id).items()}
    found = []
    for seat in sitting.roster.seats:
        right = rights[seat.seat.id]
        if right.state is not RightState.GRANTED:
            continue
        caster = sitting.person_name(right.person_id)
        by_mandate = right.reason == "mandate"
        found.append(
            _Stood(
                seat=seat.seat.label,
                name=someone(sitting, None, seat.seat.id).name if by_mandate else caster,
                cast_by=caster if by_mandate else "",
                ballot=cast.get(seat.seat.id),
            )
        )
    return found


def _names(sitting: Sitting, item: Item, motion: Motion, presence: Presence, ballots: Ballots) -> tuple[NamedVote, ...]:
    every = (
        item.nature is Nature.DRAFT_TEXT and sitting.meeting.mode is Mode.WRITTEN
    )  # CRPA R133-7: all votes, their sense
    if not (sitting.settings.names_in_minutes or every) or not is_told_by_name(sitting, motion):
        return ()
    return tuple(
        NamedVote(
            name=each.name, cast_by=each.cast_by, choice=each.ballot.choice.value if each.ballot is not None else "none"
        )
        for each in _stood(sitting, item, motion, presence, ballots)
    )


def is_told_by_name(sitting: Sitting, motion: Motion) -> bool:
    """Whether who voted what may be written: by name, closed, and announced unless the sitting is over (LAW VOT-9)."""
    over = motion.announced_at is not None or sitting.meeting.state is MeetingState.CLOSED
    return motion.poll_id is not None and motion.result is not None and not motion.secret and over


def named_record(moments: Moments, ballots: Ballots, *, authority: str, votes: bool = True) -> NamedRecord:
    """Return every announced vote by name, with the receipts that their voters hold (LAW VOT-11).

    A receipt is drawn from a key made at random: without the record, its hash in the minutes tells nobody a choice.
    Without `votes` the record is left empty.
    """
    sitting = moments.sitting
    return NamedRecord(
        authority=authority,
        committee=sitting.committee.name,
        starts_at=to_minute(sitting.meeting.starts_at),
        schema=REHEARSED_BY_NAME if sitting.meeting.rehearsal else NAMED,
        votes=tuple(
            _recorded(moments, item, motion, ballots, number=number, result=motion.result)
            for item in sitting.items
            for number, motion in enumerate(sitting.motions_of(item.id), start=1)
            if votes and motion.result is not None and is_told_by_name(sitting, motion)
        ),
    )


def _recorded(
    moments: Moments, item: Item, motion: Motion, ballots: Ballots, *, number: int, result: VoteResult
) -> RecordedVote:
    stood = _stood(moments.sitting, item, motion, moments.closing(motion, result), ballots)
    return RecordedVote(
        item=item.label,
        item_title=item.title,
        number=number,
        title=motion.title,
        text_hash=motion.text_hash or "",
        closed_at=to_minute(motion.closed_at or result.at),
        ballots=tuple(
            BallotLine(
                seat=each.seat,
                name=each.name,
                cast_by=each.cast_by,
                choice=each.ballot.choice.value,
                channel=each.ballot.channel.value,
                receipt=each.ballot.receipt,
            )
            for each in stood
            if each.ballot is not None
        ),
        silent=tuple(each.name for each in stood if each.ballot is None),
    )
