"""From the draft to the final version (LAW PV-4): which step comes after which, what may still be written."""

from collections.abc import Collection

from webapp.kernel.errors import Refusal
from webapp.minutes.model import MinutesRefusal, MinutesState, Missing

_NEXT = {
    MinutesState.DRAFT: frozenset({MinutesState.SUBMITTED}),
    MinutesState.SUBMITTED: frozenset({MinutesState.APPROVED, MinutesState.DRAFT}),
    MinutesState.APPROVED: frozenset({MinutesState.FINAL, MinutesState.SUBMITTED}),
    MinutesState.FINAL: frozenset[MinutesState](),  # signing is not a step that one declares
    MinutesState.SIGNED: frozenset[MinutesState](),
}
_ORDER = tuple(MinutesState)


def next_states(state: MinutesState, *, rehearsal: bool = False) -> tuple[MinutesState, ...]:
    """Return where minutes may go from a state, forward first; those of a rehearsal are never final."""
    offered = _NEXT[state] - {MinutesState.FINAL} if rehearsal else _NEXT[state]
    return tuple(sorted(offered, key=_ORDER.index, reverse=True))


def goes_back(state: MinutesState, new: MinutesState) -> bool:
    """Whether a step undoes the one before; it then needs a reason."""
    return _ORDER.index(new) < _ORDER.index(state)


def check_step(
    state: MinutesState,
    new: MinutesState,
    *,
    closed: bool,
    reason: str,
    missing: Collection[Missing],
    rehearsal: bool = False,
) -> None:
    """Refuse a step out of order, one back without a reason, a final version that lacks something (LAW PV-1, PV-4)."""
    if state.final:
        raise Refusal(MinutesRefusal.IS_FINAL)
    if new not in _NEXT[state]:
        raise Refusal(MinutesRefusal.STEP_UNKNOWN)
    if not closed:
        raise Refusal(MinutesRefusal.SITTING_NOT_CLOSED)
    if goes_back(state, new) and not reason.strip():
        raise Refusal(MinutesRefusal.REASON_MISSING)
    if new is MinutesState.FINAL and rehearsal:
        raise Refusal(MinutesRefusal.OF_A_REHEARSAL)
    blocking = [each for each in missing if each.blocks]
    if new is MinutesState.FINAL and blocking:
        raise Refusal(MinutesRefusal.INCOMPLETE, number=len(blocking))


def check_may_write(state: MinutesState) -> None:
    """Refuse to change a text or a fact that was approved (LAW PV-4)."""
    if state.final:
        raise Refusal(MinutesRefusal.IS_FINAL)
    if state is MinutesState.APPROVED:
        raise Refusal(MinutesRefusal.IS_APPROVED)


def check_may_disagree(state: MinutesState) -> None:
    """Refuse a mention once the minutes are final (CRPA R133-13; LAW PV-2)."""
    if state.final:
        raise Refusal(MinutesRefusal.IS_FINAL)
