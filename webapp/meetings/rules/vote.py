"""One vote of a sitting judged from the ledger: who may vote, on which quorum, with what result."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime

from webapp.committees.model import CommitteeSettings, Roster
from webapp.kernel.models import frozen
from webapp.meetings.model import (
    Attendance,
    BallotRefusal,
    Choice,
    MajorityBase,
    Mode,
    Outcome,
    PaperCount,
    Quorum,
    SeatId,
    VotingSettings,
)
from webapp.meetings.rules.outcome import casting_choice, count_ballots, decide
from webapp.meetings.rules.paper import check_paper, count_paper
from webapp.meetings.rules.presence import attendance, presence_at, titulars
from webapp.meetings.rules.quorum import quorum
from webapp.meetings.rules.voters import ballot_casters, sort_ballots, why_no_ballot
from webapp.meetings.sitting import Fact, Meeting, Presence, Presided, VoteResult
from webapp.polls import model as polls
from webapp.wording.outcomes import of_papers

_WITHDRAWN = {BallotRefusal.RECUSED, BallotRefusal.CHAIR_WITHOUT_VOTE}


@frozen
class Frame:
    """What does not move while a sitting goes on; `quorum_from` is its opening where the quorum is taken only then.

    `voters`: in writing, who takes part for each seat.
    """

    seats: frozenset[int]
    titulars: Mapping[int, int]
    mode: Mode
    second_notice: bool
    voting: VotingSettings
    quorum_from: datetime | None
    voters: Mapping[int, int] = field(default_factory=dict)


def voting_settings(settings: CommitteeSettings, composing: int) -> VotingSettings:
    """Return of a committee's settings what the rules of a vote look at."""
    return VotingSettings(
        composing=composing,
        quorum_applies=settings.regime == "crpa",
        max_mandates=settings.max_mandates,
        mandates_in_writing=settings.mandates_in_writing,
        recused_counts_in_quorum=settings.recused_counts_in_quorum,
        majority_base=MajorityBase(settings.majority_base),
        chair_votes=settings.chair_votes,
        casting_vote=settings.casting_vote,
    )


def frame_of(
    meeting: Meeting, roster: Roster, settings: CommitteeSettings, composing: int, voters: Mapping[int, int]
) -> Frame:
    """Gather what does not move during a sitting; in writing nobody is there at the opening to make a quorum."""
    at_opening = settings.quorum_moment == "opening" and meeting.mode is not Mode.WRITTEN
    return Frame(
        seats=frozenset(each.seat.id for each in roster.seats),
        titulars=titulars(roster),
        mode=meeting.mode,
        second_notice=meeting.second_notice,
        voting=voting_settings(settings, composing),
        quorum_from=meeting.opened_at if at_opening else None,
        voters=voters,
    )


def attendance_of(frame: Frame, presence: Presence, item_id: int | None) -> Attendance:
    """Ask the rules about one item, or about the sitting as a whole."""
    return attendance(presence, item_id, seats=frame.seats, mode=frame.mode, second_notice=frame.second_notice)


def quorum_at(frame: Frame, facts: Iterable[Fact], at: datetime, item_id: int | None) -> Quorum:
    """Count the quorum of an item at an instant, or that of the sitting's opening where it is taken only then (QUO-4)."""
    if frame.quorum_from is not None:
        return quorum(attendance_of(frame, presence_at(facts, frame.quorum_from, frame.titulars), None), frame.voting)
    return quorum(attendance_of(frame, presence_at(facts, at, frame.titulars), item_id), frame.voting)


def rights_of(frame: Frame, presence: Presence, item_id: int) -> dict[polls.SeatId, polls.Right]:
    """Give every seat its ballot right on an item: its own, through a mandate, or none and why (VOT-2, DEP-1, MAN-6).

    A right is withdrawn where the person may not vote (recused, a chair without a vote) and suspended where a fact may
    still give it back (absent, a void mandate). Persons heard have no seat and so never a right (CRPA R133-6, COM-9).
    """
    asked = attendance_of(frame, presence, item_id)
    if frame.mode is Mode.WRITTEN:
        asked = _expected_in_writing(frame, presence, asked)
    casters = ballot_casters(asked, frame.voting)
    rights = {}
    for seat in sorted(frame.seats):
        name = SeatId(str(seat))
        if name in casters:
            right = polls.Right(
                state=polls.RightState.GRANTED,
                reason="present" if casters[name] == name else "mandate",
                person_id=_sitter(frame, presence, int(casters[name])),
            )
        else:
            why = why_no_ballot(name, asked, frame.voting)
            state = polls.RightState.WITHDRAWN if why in _WITHDRAWN else polls.RightState.SUSPENDED
            right = polls.Right(state=state, reason=why.value, person_id=None)
        rights[polls.SeatId(name)] = right
    return rights


def _sitter(frame: Frame, presence: Presence, seat: int) -> int:
    return frame.voters[seat] if frame.mode is Mode.WRITTEN else presence.seats[seat].occupant.person_id


def _expected_in_writing(frame: Frame, presence: Presence, asked: Attendance) -> Attendance:
    """Return who may take part by their vote: nobody arrives in writing, and a mandate counts only where it may (MAN-7)."""
    given = frozenset(each.mandator for each in asked.mandates) if frame.voting.mandates_in_writing else frozenset()
    chair = None if presence.chair is None or presence.chair.seat is None else SeatId(str(presence.chair.seat))
    return replace(asked, present=frozenset(SeatId(str(seat)) for seat in frame.voters) - given, chair=chair)


def judge_vote(
    frame: Frame,
    presence: Presence,
    item_id: int,
    ballots: Iterable[polls.Ballot],
    *,
    found: Quorum,
    declaration: Choice | None = None,
    paper: PaperCount | None = None,
    mark: int,
) -> VoteResult:
    """Make the result of a vote from who was there at its closing and the quorum found at its opening (CRPA R133-11).

    A ballot counts if its seat is entitled at the closing; the casting vote is that of whoever presides then (VOT-5).
    Of a secret vote on paper, `paper` is all that is known: the chair's own ballot settles no tie (VOT-6).
    """
    asked = attendance_of(frame, presence, item_id)
    last = {SeatId(ballot.seat_id): ballot for ballot in ballots}
    cast = {seat: Choice(each.choice) for seat, each in last.items() if each.choice is not polls.Choice.NO_PART}
    sorted_ballots = sort_ballots(cast, asked, frame.voting)
    casters = ballot_casters(asked, frame.voting)
    if paper is None:
        counts = count_ballots(sorted_ballots.counted, entitled=len(casters))
    else:
        check_paper(paper, len(casters))
        counts = count_paper(paper, entitled=len(casters))
    own = None if asked.chair is None else sorted_ballots.counted.get(asked.chair)
    casting = casting_choice(asked, frame.voting, own_ballot=own, declaration=declaration)
    outcome = decide(counts, frame.voting, casting=casting, quorum=found)
    entitled = [each for seat, each in last.items() if seat in casters]
    return VoteResult(
        quorum=found,
        counts=counts,
        no_part=sum(each.choice is polls.Choice.NO_PART for each in entitled),
        hands=sum(each.channel is polls.Channel.SHOW_OF_HANDS for each in entitled),
        voices=sum(each.channel is polls.Channel.VOICE for each in entitled),
        sheets=sum(each.channel is polls.Channel.SHEET for each in entitled),
        outcome=outcome if paper is None else _of_papers(outcome),
        chair=Presided(
            seat=None if asked.chair is None else int(asked.chair),
            person_id=presence.chair.person_id if presence.chair is not None and asked.chair is not None else None,
            declaration=declaration.value if declaration is not None else None,
        ),
        at=presence.at,
        mark=mark,
        paper=paper,
    )


def _of_papers(outcome: Outcome) -> Outcome:
    return outcome if outcome.wording is None else replace(outcome, wording=of_papers(outcome.wording))


def known(facts: Iterable[Fact], mark: int, also: Iterable[int] = ()) -> list[Fact]:
    """Return the facts known when a line of the ledger was the last one, with those let in since by the chair."""
    admitted = set(also)
    return [fact for fact in facts if fact.id <= mark or fact.id in admitted]
