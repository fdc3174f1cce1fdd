"""What French asks around words: the spaces kept from breaking (before : ; ? ! and », after «), elisions."""

import re
import unicodedata
from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar

NBSP = "\u00a0"
T = TypeVar("T")
# A `!=` of the template language is none of our business.
_BREAKABLE = re.compile(r"(?<=\S) (?=[:;?»]|!(?!=))|(?<=«) ")

_ELIDED = re.compile(r"\b([Dd]|[Qq]u)e (?=[AEIOUYÀÂÄÉÈÊËÎÏÔÖÛÜÙŒÆ])")


def elided(text: str) -> str:
    """Elide before a name that begins with a vowel: « départ d’Ada ». An h is left as it is, mute or not."""
    return _ELIDED.sub(r"\1’", text)


def spaced(text: str) -> str:
    """Put the non-breaking spaces where French wants them."""
    return _BREAKABLE.sub(NBSP, text)


def alphabetically(listed: Iterable[T], attribute: str) -> list[T]:
    """Sort as a French list does, by an attribute: « Émeri » between « Dune » and « Faîne »."""
    name = attrgetter(attribute)
    return sorted(listed, key=lambda each: unicodedata.normalize("NFKD", name(each).casefold()))


def folded(text: str) -> str:
    """Return a text without case, accents nor doubled spaces, to compare and to search by."""
    bare = text.lower() if text.isascii() else _unaccented(text.casefold())
    return " ".join(bare.replace("’", "'").split())


def _unaccented(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
