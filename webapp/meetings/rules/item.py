"""One vote judged whole: the same answer for the simulator, the screens and the minutes."""

from collections.abc import Mapping

from webapp.meetings.model import Attendance, Choice, Judgement, SeatId, VotingSettings
from webapp.meetings.rules.mandates import judge_mandates
from webapp.meetings.rules.outcome import casting_choice, count_ballots, decide
from webapp.meetings.rules.quorum import quorum
from webapp.meetings.rules.voters import ballot_casters, sort_ballots


def judge_item(
    attendance: Attendance,
    settings: VotingSettings,
    votes: Mapping[SeatId, Choice],
    *,
    declaration: Choice | None = None,
) -> Judgement:
    """Judge mandates, quorum, ballots and outcome of one vote by name (CRPA R133-9 to R133-12).

    `votes` holds one ballot per seat, a mandator's cast by the holder; `declaration` is the chair's public casting
    declaration, `for` or `against` (VOT-6).
    """
    ballots = sort_ballots(votes, attendance, settings)
    counts = count_ballots(ballots.counted, entitled=len(ballot_casters(attendance, settings)))
    found = quorum(attendance, settings)
    own_ballot = None if attendance.chair is None else ballots.counted.get(attendance.chair)
    casting = casting_choice(attendance, settings, own_ballot=own_ballot, declaration=declaration)
    return Judgement(
        mandates=judge_mandates(attendance, settings),
        quorum=found,
        refused_ballots=ballots.refused,
        counts=counts,
        outcome=decide(counts, settings, casting=casting, quorum=found),
    )
