"""Results of votes, to and from JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from webapp.kernel import clock
from webapp.meetings.model import Counts, Mode, Outcome, PaperCount, Quorum, Sense
from webapp.meetings.sitting import Presided, VoteResult


def result_values(result: VoteResult) -> dict[str, Any]:
    """Return a result as plain JSON values."""
    values = asdict(result)
    values["at"] = clock.to_text(result.at)
    return values


def result_from(values: Mapping[str, Any]) -> VoteResult:
    """Read back what `result_values` wrote."""
    outcome = values["outcome"]
    return VoteResult(
        quorum=quorum_from(values["quorum"]),
        counts=Counts(**values["counts"]),
        no_part=values["no_part"],
        hands=values["hands"],
        voices=values["voices"],
        outcome=Outcome(
            **{
                **outcome,
                "expressed": Sense(outcome["expressed"]),
                "present": Sense(outcome["present"]),
                "sense": None if outcome["sense"] is None else Sense(outcome["sense"]),
            }
        ),
        chair=Presided(**values["chair"]),
        at=clock.from_text(values["at"]),
        mark=values["mark"],
        sheets=values.get("sheets", 0),
        paper=_paper_from(values.get("paper")),
    )


def quorum_from(values: Mapping[str, Any]) -> Quorum:
    return Quorum(**{**values, "mode": Mode(values["mode"])})


def _paper_from(values: Mapping[str, Any] | None) -> PaperCount | None:
    return None if values is None else PaperCount(**{**values, "scrutineers": tuple(values["scrutineers"])})
