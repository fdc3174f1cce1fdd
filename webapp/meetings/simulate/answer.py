"""The simulator's answer, in the exact form that INTERFACES promises."""

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.model import Judgement
from webapp.meetings.rules.item import judge_item
from webapp.meetings.simulate.scenario import read_scenario
from webapp.meetings.simulate.strict_json import ScenarioFault, fault
from webapp.wording.phrases import phrase


@frozen
class Answer:
    """What the simulator says of a scenario: `document` is the JSON; either a judgement, or a fault's path and message."""

    document: dict[str, object]
    judgement: Judgement | None
    path: str | None = None
    message: str | None = None


def simulate(content: bytes) -> Answer:
    """Judge a scenario given as JSON; a refused one is answered by its fault, never by an exception."""
    try:
        scenario = read_scenario(content)
    except Refusal as refusal:
        return _refused(refusal)
    judgement = judge_item(scenario.attendance, scenario.settings, scenario.votes, declaration=scenario.declaration)
    return Answer(document=to_document(judgement), judgement=judgement)


def refuse(reason: ScenarioFault, path: str, **facts: object) -> Answer:
    """Answer with a fault found before the scenario could be read."""
    return _refused(fault(reason, path, **facts))


def _refused(refusal: Refusal) -> Answer:
    message = phrase(refusal.reason, **refusal.facts)
    path = str(refusal.facts["path"])
    document: dict[str, object] = {"fault": {"path": path, "message": message}}
    return Answer(document=document, judgement=None, path=path, message=message)


def to_document(judgement: Judgement) -> dict[str, object]:
    """Write a judgement as the JSON object of `meetings simulate`."""
    quorum, counts, outcome = judgement.quorum, judgement.counts, judgement.outcome
    return {
        "mandates": [
            {"from": verdict.mandator, "to": verdict.holder, "valid": verdict.valid, "reason": verdict.reason}
            for verdict in judgement.mandates
        ],
        "quorum": {
            "applies": quorum.applies,
            "composing": quorum.composing,
            "required": quorum.required,
            "counted": quorum.counted,
            "reached": quorum.reached,
            "source": quorum.source,
        },
        "refused_votes": [{"seat": ballot.seat, "reason": ballot.reason} for ballot in judgement.refused_ballots],
        "counts": {
            "for": counts.in_favour,
            "against": counts.against,
            "abstain": counts.abstain,
            "did_not_vote": counts.did_not_vote,
            "entitled": counts.entitled,
        },
        "outcome": {
            "expressed": outcome.expressed,
            "present": outcome.present,
            "sense": outcome.sense,
            "diverges": outcome.diverges,
            "casting_vote_used": outcome.casting_vote_used,
            "unanimous": outcome.unanimous,
            "wording": outcome.wording,
        },
    }
