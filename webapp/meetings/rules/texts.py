"""What changed between two versions of a text."""

import difflib
import re
from dataclasses import dataclass
from typing import Literal

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 20_000  # words compared one by one; beyond, line by line


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a comparison, in reading order."""

    kind: Literal["same", "removed", "added"]
    text: str


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """Return the pieces that lead from one text to another; joined without the added, they give `old` again."""
    before, after = _pieces(old, new)
    found: list[Segment] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Segment("same", "".join(before[low:high])))
            continue
        if high > low:
            found.append(Segment("removed", "".join(before[low:high])))
        if end > start:
            found.append(Segment("added", "".join(after[start:end])))
    return tuple(found)


def _pieces(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) > LONGEST:
        return old.splitlines(keepends=True), new.splitlines(keepends=True)
    return before, after
