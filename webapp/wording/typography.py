"""The spaces that French keeps from breaking: before : ; ? ! and », after «."""

import re

from jinja2.ext import Extension

NBSP = "\u00a0"
# A `!=` of the template language is none of our business.
_BREAKABLE = re.compile(r"(?<=\S) (?=[:;?»]|!(?!=))|(?<=«) ")


def spaced(text: str) -> str:
    """Put the non-breaking spaces where French wants them."""
    return _BREAKABLE.sub(NBSP, text)


class FrenchSpaces(Extension):
    """Reads every template through `spaced`, so that authors type ordinary spaces; data is left as it is."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return spaced(source)
