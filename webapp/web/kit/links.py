"""The address of a conference as a link: the one text typed at the desk that becomes more than text."""

import re

from markupsafe import Markup, escape

_WORD = re.compile(r"""(?<![\w@/.:,-])https://[^\s<>"']+""", re.IGNORECASE)
# https alone, no user before the host, nothing that a reader could take for another letter.
_SAFE = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:[/?#][\w!$%&()*+,./:;=?@~#-]*)?", re.IGNORECASE | re.ASCII
)
_AFTER = ".,;:!?)»"  # ends a sentence, not an address
_BROKEN = re.compile(r"\r?\n")


def linked(text: str) -> Markup:
    """Return a text in which each https address is a link; it opens here, and tells that site nothing of this one."""
    made, end = Markup(), 0
    for found in _WORD.finditer(text):
        address = found.group().rstrip(_AFTER)
        if _SAFE.fullmatch(address) is None:
            continue
        made += _lines(text[end : found.start()])
        made += Markup('<a href="{address}" rel="noreferrer noopener">{address}</a>').format(address=address)
        end = found.start() + len(address)
    return made + _lines(text[end:])


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in _BROKEN.split(text))
