"""How long a property is searched for a case that breaks it: a while in the gate, far longer in `scripts/searches`."""

import os

LONGER = os.environ.get("COLLEGIALE_SEARCH") == "longer"


def examples(in_the_gate: int, *, longer: int) -> int:
    """Return how many examples to try."""
    return longer if LONGER else in_the_gate
