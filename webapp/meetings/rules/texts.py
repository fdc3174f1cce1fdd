"""What changed between two versions of a text."""

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from webapp.kernel.models import frozen
from webapp.meetings.sitting import Motion

WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
Kind = Literal["same", "removed", "added"]
MOST_PAIRS = 1_000_000  # words of one text times words of the other: beyond, line by line, then as a whole


@frozen(kw_only=False)
class Segment:
    """A piece of a comparison, in reading order."""

    kind: Kind
    text: str


def standing(earlier: Sequence[Motion]) -> Motion | None:
    """Return the version from which the next one starts: the last that is written and was not rejected."""
    return next((each for each in reversed(earlier) if each.text.strip() and not each.rejected), None)


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """Return the pieces that lead from one text to another; joined without the added, they give `old` again."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    low, high = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = _middle(low, high) if low or high else []
    found = [("same", "".join(before[:head])), *middle, ("same", "".join(before[len(before) - tail :]))]
    return tuple(_joined(found))


def _common(before: list[str], after: list[str]) -> int:
    """Count the pieces that both lists begin with."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))


def _middle(before: list[str], after: list[str]) -> list[tuple[Kind, str]]:
    if len(before) * len(after) > MOST_PAIRS:
        before, after = "".join(before).splitlines(keepends=True), "".join(after).splitlines(keepends=True)
        if len(before) * len(after) > MOST_PAIRS:
            return [("removed", "".join(before)), ("added", "".join(after))]
    found: list[tuple[Kind, str]] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(before[low:high])))
        else:
            found += [("removed", "".join(before[low:high])), ("added", "".join(after[start:end]))]
    return found


def _joined(pieces: list[tuple[Kind, str]]) -> Iterator[Segment]:
    """Leave out empty pieces and join neighbours of one kind."""
    for kind, group in itertools.groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0]):
        yield Segment(kind, "".join(text for _, text in group))
