"""What is asked of the search: words alone, never the operators of the index; and the passage that shows them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

LONGEST = 200  # characters read of what is typed
MOST_WORDS = 12
WHOLE_BELOW = 3  # a word shorter than this is looked for as it is, a longer one by its beginning
MOST_PLACES = 60  # looked at for the best passage
BEFORE, AFTER = 70, 230  # characters shown around the words
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


class _Plain(dict[int, str]):
    """Each sign without its accent and its case, looked for once: a text keeps its length."""

    def __missing__(self, sign: int) -> str:
        plain = self[sign] = unicodedata.normalize("NFD", chr(sign))[0].lower()[0]
        return plain


_PLAIN = _Plain()


def extract(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return the passage of a text that holds the most of these words, parted where they are: each part, whether found.

    The index shows as much (`snippet`), but reads every text anew for each page: this is ten times as quick.
    """
    text = unicodedata.normalize("NFC", text)
    found = list(islice(_looked_for(words).finditer(text.translate(_PLAIN)), MOST_PLACES)) if words else []
    places = [(each.start(), each.end()) for each in found]
    start = _beginning(text, _best(places, [each.group() for each in found]))
    end = _ending(text, start + BEFORE + AFTER)
    return tuple(_parted(text, start, end, [place for place in places if start <= place[0] and place[1] <= end]))


def _looked_for(words: Sequence[str]) -> re.Pattern[str]:
    plain = (word.translate(_PLAIN) for word in words)
    parts = (re.escape(each) + (r"\b" if len(each) < WHOLE_BELOW else r"\w*") for each in plain)
    return re.compile(rf"\b(?:{'|'.join(parts)})")


def _best(places: Sequence[tuple[int, int]], found: Sequence[str]) -> int:
    """Return where the passage with the most different words begins, the first of them."""
    best, most = 0, 0
    for number, (start, _) in enumerate(places):
        if number and start - places[number - 1][0] < BEFORE:
            continue
        near = set()
        for place, word in zip(places[number:], found[number:], strict=True):
            if place[1] > start + AFTER:
                break
            near.add(word)
        if len(near) > most:
            best, most = start, len(near)
    return best


def _beginning(text: str, place: int) -> int:
    """Return where a passage begins: at a word, some way before."""
    if place <= BEFORE:
        return 0
    gap = text.find(" ", place - BEFORE, place)
    return place if gap < 0 else gap + 1


def _ending(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    gap = text.rfind(" ", place - BEFORE, place)
    return place if gap < 0 else gap


def _parted(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    done = start
    lead = "… " if start else ""
    for first, last in places:
        yield lead + text[done:first], False
        yield text[first:last], True
        lead, done = "", last
    yield lead + text[done:end] + (" …" if end < len(text) else ""), False
