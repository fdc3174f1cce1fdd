"""What people type, tidied: one line, no invisible characters, bounded."""

import unicodedata

from webapp.committees.model import CommitteeRefusal
from webapp.kernel.errors import Refusal

LONGEST = 300


def tidy(text: str | None) -> str:
    """Return the text on one line, composed, freed of control characters; at most `LONGEST` signs."""
    composed = unicodedata.normalize("NFC", text or "")
    line = " ".join("".join(" " if unicodedata.category(sign) in {"Cc", "Cf"} else sign for sign in composed).split())
    if len(line) > LONGEST:
        raise Refusal(CommitteeRefusal.TEXT_TOO_LONG, limit=LONGEST)
    return line


def line(text: str | None, missing: CommitteeRefusal) -> str:
    """Return the tidy text, refused when nothing is left of it."""
    kept = tidy(text)
    if not kept:
        raise Refusal(missing)
    return kept
