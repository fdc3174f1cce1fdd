"""PDFs of the tests that read them: the engine is loaded once, and what is asked for again is not laid out again.

That a child makes the same bytes is what `test_child` and the tests of « the same file » say.
"""

from webapp.minutes.document import Pages
from webapp.pdf.render import render

_MADE: dict[str, bytes] = {}


def pdf_of(pages: Pages) -> bytes:
    """Return the PDF of some pages."""
    if pages.source not in _MADE:
        _MADE[pages.source] = render(pages.document)
    return _MADE[pages.source]
