"""What lets a stranger check minutes against the register: documents considered, rules held, the journal's head."""

from webapp.kernel.models import frozen


@frozen
class DocumentLine:
    """A document of an item, in the version that the committee had before it (CRPA R133-8; LAW CNV-4)."""

    title: str
    version: int
    sha256: str


@frozen
class ResultLine:
    """A rule held against the facts: `outcome` is met, unmet, waived or unknown.

    `item` is the label of the item, empty for the whole sitting; `vote` its number within the item.
    """

    rule: str
    item: str
    vote: int | None
    outcome: str
    said: str
    articles: tuple[str, ...]


@frozen
class JournalLine:
    """The head of the journal when the version became final: the number of its last entry, and its seal."""

    entry: int
    sha256: str


@frozen
class ElectionLine:
    """The public archive of a verifiable secret vote, as its file is attached. None is held yet: their place is kept."""

    uuid: str
    name: str
    sha256: str
