"""What is asked of the search: words alone, never the operators of the index."""

import re
import unicodedata

LONGEST = 200  # characters read of what is typed
MOST_WORDS = 12
WHOLE_BELOW = 3  # a word shorter than this is looked for as it is, a longer one by its beginning
_WORD = re.compile(r"[^\W_]+")


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words typed, as the index parts them: quotes, operators and signs part words and mean nothing."""
    plain = unicodedata.normalize("NFC", typed[:LONGEST].replace("\0", " "))
    return tuple(dict.fromkeys(_WORD.findall(plain)))[:MOST_WORDS]


def expression(typed: str) -> str | None:
    """Return what the index is asked for: every word, in any order; None when no word was typed."""
    words = words_of(typed)
    if not words:
        return None
    return " ".join(f'"{word}"' if len(word) < WHOLE_BELOW else f'"{word}"*' for word in words)
