"""The publishable version of final minutes: what is masked, on which ground, who may read it (LAW PUB-1, PUB-2)."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.documents.model import Access
from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.minutes.model.record import File


class Ground(StrEnum):
    """Why a mention is kept from everybody: the first ones by rule, the others by hand as well (CRPA L311-5, L311-6)."""

    PERSON = auto()
    CONTACT = auto()
    VOTE = auto()
    INTEREST = auto()
    PRINT = auto()
    PRIVACY = auto()
    MEDICAL = auto()
    BUSINESS = auto()
    JUDGMENT = auto()
    BEHAVIOUR = auto()
    DEFENCE = auto()
    SAFETY = auto()
    COURTS = auto()
    OFFENCES = auto()

    @property
    def by_hand(self) -> bool:
        """Whether the law names it as a secret or an interest that somebody has to weigh."""
        return self not in {Ground.PERSON, Ground.CONTACT, Ground.VOTE, Ground.INTEREST, Ground.PRINT}


class Known(StrEnum):
    """Where the rule takes a name from, and so whether it is one that everybody may read."""

    SEAT_IN_PUBLIC = auto()
    CHAIR = auto()
    AGENT = auto()
    SEAT = auto()
    HEARD = auto()
    APPLICANT = auto()
    OTHER = auto()

    @property
    def public(self) -> bool:
        """By function, elected mandate or office (CRPA L312-1-2); anybody else is masked."""
        return self in {Known.SEAT_IN_PUBLIC, Known.CHAIR, Known.AGENT}


class PublishingRefusal(Reason):
    """Why a publishable version is not prepared or published."""

    NOT_FINAL = auto()
    VERSION_MOVED = auto()
    UNKNOWN_PASSAGE = auto()
    UNKNOWN_MASK = auto()
    GROUND_MISSING = auto()
    REASON_MISSING = auto()
    TOO_LONG = auto()
    WORDS_MISSING = auto()
    WORDS_ABSENT = auto()
    OUT_OF_DATE = auto()
    NOT_PREPARED = auto()
    PAGE_NOT_PUBLIC = auto()
    ACCESS_MOVED = auto()


@frozen(order=True)
class Span:
    """Characters of one block of the pages, `end` excluded."""

    block: int
    start: int
    end: int


@frozen
class Person:
    """A name that the facts tell, and where from."""

    name: str
    known: Known


@frozen
class Mention:
    """What is masked together, wherever it stands: by the rule, or by hand where `known` and rule are silent.

    `key` names it for ever; the same name has the same key in a rectifying version.
    """

    key: str
    label: str
    ground: Ground
    spans: tuple[Span, ...]
    known: Known | None = None


@frozen
class Masking:
    """A decision on one mask, by hand: the last one on its key stands."""

    id: int
    file_id: int
    key: str
    wording: str
    masked: bool
    ground: Ground | None
    reason: str
    made_at: datetime
    made_by: int | None


@frozen
class Cut:
    """Characters that are taken out of a block, and on which ground."""

    start: int
    end: int
    ground: Ground


@frozen
class AccessRuling:
    """A decision on who may read a file beyond the committee, with its reason (LAW PUB-2)."""

    id: int
    file_id: int
    access: Access
    reason: str
    ruled_at: datetime
    ruled_by: int | None


@frozen
class Published:
    """The publishable version that everybody reads; `out_of_date`: the minutes were rectified since."""

    file: File
    ruling: AccessRuling
    out_of_date: bool
