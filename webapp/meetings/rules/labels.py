"""The numbers under which items are announced."""

import re
from collections.abc import Iterable


def next_label(labels: Iterable[str]) -> str:
    """Return the number after the last one announced: after 4a, 4b and 11 comes 12, though it is the thirteenth item."""
    numbers = [int(found[0]) for label in labels if (found := re.match(r"[0-9]+", label))]
    return str(max(numbers, default=0) + 1)
