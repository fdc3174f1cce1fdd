"""The spaces that French keeps from breaking: before : ; ? ! and », after «."""

import re

NBSP = "\u00a0"
# A `!=` of the template language is none of our business.
_BREAKABLE = re.compile(r"(?<=\S) (?=[:;?»]|!(?!=))|(?<=«) ")


def spaced(text: str) -> str:
    """Put the non-breaking spaces where French wants them."""
    return _BREAKABLE.sub(NBSP, text)
