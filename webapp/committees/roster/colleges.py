"""Which college a cell means, among those of the committee or those that the file itself names."""

from collections.abc import Collection

from webapp.committees.roster.model import CellFault
from webapp.committees.roster.text import fold, shorten
from webapp.kernel.errors import Refusal

_LEADING = frozenset({"college", "colleges", "bis", "de", "du", "des", "d", "la", "le", "les", "l"})


def _bare(name: str) -> str:
    """Return the folded name without « Collège des », « 1° »…, or whole when nothing else is left."""
    words = fold(name).split()
    rest = list(words)
    while rest and (rest[0] in _LEADING or rest[0].rstrip("o").isdigit()):
        rest.pop(0)
    return " ".join(rest or words)


class Colleges:
    """The colleges of a committee when it has some; otherwise those of the file, each as it is first written."""

    def __init__(self, known: Collection[str] | None) -> None:
        self.known = known
        self._exact = {fold(name): name for name in known or ()}
        bare = [_bare(name) for name in known or ()]
        self._bare = {_bare(name): name for name in known or () if bare.count(_bare(name)) == 1}

    def find(self, written: str) -> str:
        """Return the college as the committee writes it; refuse one it does not have."""
        found = self._exact.get(fold(written))
        if found is None and self.known is None:
            self._exact[fold(written)] = written
            return written
        if found is None:
            found = self._bare.get(_bare(written))
        if found is None:
            listed = ", ".join(f"«\u00a0{name}\u00a0»" for name in self.known or ())
            raise Refusal(CellFault.UNKNOWN_COLLEGE, value=shorten(written), known=listed)
        return found
