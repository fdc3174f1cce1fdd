"""Templates in French: the one thing of this package that knows Jinja."""

from jinja2.ext import Extension

from webapp.wording.typography import spaced


class FrenchSpaces(Extension):
    """Reads every template through `spaced`, so that authors type ordinary spaces; data is left as it is."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return spaced(source)
