"""Who may vote: CRPA R133-9, R133-11, R133-12. One ballot per seat, the mandator's being cast by the holder."""

from collections.abc import Mapping

from webapp.meetings.model import (
    Attendance,
    BallotRefusal,
    Choice,
    RefusedBallot,
    SeatId,
    SortedBallots,
    VotingSettings,
)
from webapp.meetings.rules.mandates import judge_mandates, represented_seats


def ballot_casters(attendance: Attendance, settings: VotingSettings) -> dict[SeatId, SeatId]:
    """Map each seat entitled to a ballot to the seat whose occupant casts it: itself, or its mandate's holder.

    Entitled are the seats present or validly represented, less the recused, less a chair without a vote
    (CRPA R133-9, R133-11, R133-12; VOT-2, DEP-1).
    """
    represented = represented_seats(judge_mandates(attendance, settings))
    casters = {seat: seat for seat in attendance.present} | represented
    without_ballot = set(attendance.recused)
    if attendance.chair is not None and not settings.chair_votes:
        without_ballot.add(attendance.chair)
    return {seat: caster for seat, caster in casters.items() if seat not in without_ballot}


def sort_ballots(votes: Mapping[SeatId, Choice], attendance: Attendance, settings: VotingSettings) -> SortedBallots:
    """Part the ballots that count from those of seats that may not vote, each refused with its reason."""
    casters = ballot_casters(attendance, settings)
    mandators = frozenset(mandate.mandator for mandate in attendance.mandates)
    return SortedBallots(
        counted={seat: choice for seat, choice in votes.items() if seat in casters},
        refused=tuple(
            RefusedBallot(seat=seat, reason=_first_reason(seat, attendance, settings, mandators))
            for seat in votes
            if seat not in casters
        ),
    )


def why_no_ballot(seat: SeatId, attendance: Attendance, settings: VotingSettings) -> BallotRefusal:
    """Give the first reason why a seat that is not among the casters has no ballot."""
    mandators = frozenset(mandate.mandator for mandate in attendance.mandates)
    return _first_reason(seat, attendance, settings, mandators)


def _first_reason(
    seat: SeatId, attendance: Attendance, settings: VotingSettings, mandators: frozenset[SeatId]
) -> BallotRefusal:
    if seat not in attendance.seats:
        return BallotRefusal.UNKNOWN_SEAT
    if seat == attendance.chair and not settings.chair_votes:
        return BallotRefusal.CHAIR_WITHOUT_VOTE
    if seat in attendance.recused:
        return BallotRefusal.RECUSED
    if seat in mandators:
        return BallotRefusal.MANDATE_VOID
    return BallotRefusal.ABSENT
