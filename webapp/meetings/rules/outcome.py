"""What the votes make: CRPA R133-11."""

from collections.abc import Mapping

from webapp.meetings.model import (
    Attendance,
    Choice,
    Counts,
    MajorityBase,
    Outcome,
    Quorum,
    SeatId,
    Sense,
    VotingSettings,
)
from webapp.wording.outcomes import outcome_wording

_DECIDED = {Choice.FOR: Sense.FAVOURABLE, Choice.AGAINST: Sense.UNFAVOURABLE}


def count_ballots(ballots: Mapping[SeatId, Choice], *, entitled: int) -> Counts:
    """Count the ballots of entitled seats; a seat without one did not vote, which is no abstention (VOT-12)."""
    choices = list(ballots.values())
    return Counts(
        in_favour=choices.count(Choice.FOR),
        against=choices.count(Choice.AGAINST),
        abstain=choices.count(Choice.ABSTAIN),
        did_not_vote=entitled - len(choices),
        entitled=entitled,
    )


def casting_choice(
    attendance: Attendance,
    settings: VotingSettings,
    *,
    own_ballot: Choice | None,
    declaration: Choice | None = None,
) -> Choice | None:
    """Say which side the chair would give an equal vote to, or None (CRPA R133-11; VOT-5, VOT-6, DEP-5).

    The chair must sit, be entitled to vote and not be recused. Their own ballot speaks (never one cast through a
    mandate); where it is none or an abstention, or secret, their public declaration does.
    """
    chair = attendance.chair
    presides = chair is not None and chair in attendance.present and chair not in attendance.recused
    if not (presides and settings.casting_vote and settings.chair_votes):
        return None
    return next((word for word in (own_ballot, declaration) if word in _DECIDED), None)


def decide(counts: Counts, settings: VotingSettings, *, casting: Choice | None, quorum: Quorum) -> Outcome:
    """Make the outcome of a vote under both majority bases (CRPA R133-11; VOT-3, VOT-4, VOT-7).

    The law says "majorité des voix des membres présents ou représentés" and is silent on abstentions, so that both
    readings are always given. `casting` is what `casting_choice` said; it breaks an equality and adds no ballot.
    """
    tied = counts.in_favour == counts.against > 0
    expressed = _under_expressed(counts, casting)
    present = _under_present(counts, expressed)
    chosen = present if settings.majority_base is MajorityBase.PRESENT else expressed
    sense = None if quorum.lacking else chosen
    casting_vote_used = tied and casting is not None
    return Outcome(
        expressed=expressed,
        present=present,
        sense=sense,
        diverges=expressed is not present,
        casting_vote_used=casting_vote_used,
        unanimous=counts.in_favour > 0 and counts.against == counts.abstain == counts.did_not_vote == 0,
        wording=None
        if sense is None
        else outcome_wording(
            sense,
            in_favour=counts.in_favour,
            against=counts.against,
            abstain=counts.abstain,
            did_not_vote=counts.did_not_vote,
            casting_vote_used=casting_vote_used,
        ),
    )


def _under_expressed(counts: Counts, casting: Choice | None) -> Sense:
    if counts.in_favour == counts.against == 0:
        return Sense.NO_VOTE_EXPRESSED
    if counts.in_favour == counts.against:
        return Sense.TIE if casting is None else _DECIDED[casting]
    return Sense.FAVOURABLE if counts.in_favour > counts.against else Sense.UNFAVOURABLE


def _under_present(counts: Counts, expressed: Sense) -> Sense:
    """More than half of all ballots, abstentions included; an equality is settled as under `expressed`, first."""
    if counts.in_favour == counts.against:
        return expressed
    ballots = counts.in_favour + counts.against + counts.abstain
    if 2 * max(counts.in_favour, counts.against) > ballots:
        return expressed
    return Sense.NO_MAJORITY
