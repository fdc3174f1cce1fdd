"""What French asks around words: the spaces kept from breaking (before : ; ? ! and », after «), elisions."""

import re

NBSP = "\u00a0"
# A `!=` of the template language is none of our business.
_BREAKABLE = re.compile(r"(?<=\S) (?=[:;?»]|!(?!=))|(?<=«) ")

_ELIDED = re.compile(r"\b([Dd]|[Qq]u)e (?=[AEIOUYÀÂÄÉÈÊËÎÏÔÖÛÜÙŒÆ])")


def elided(text: str) -> str:
    """Elide before a name that begins with a vowel: « départ d’Ada ». An h is left as it is, mute or not."""
    return _ELIDED.sub(r"\1’", text)


def spaced(text: str) -> str:
    """Put the non-breaking spaces where French wants them."""
    return _BREAKABLE.sub(NBSP, text)
