"""Who signed up for what: campaigns, their dates, their forms, registrations and the seats they hold."""

from dataclasses import field
from datetime import date, datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.wording.typography import folded

EVERYBODY = ""  # the origin of the seats that are kept for nobody
ORIGIN = "origin"  # the question whose answer says for which kept seats somebody comes (WEB-9)
MANAGER = "manager_email"  # the question whose answer is where the person's manager is asked (WEB-4)


_UNSEEN = {ord(each): None for each in " \u200c\u200d"}  # nobody who reads a name tells it from one without


class Status(StrEnum):
    """Where a registration stands; having come is read from presence, never kept here."""

    DRAFT = auto()
    SUBMITTED = auto()
    PENDING = auto()
    CONFIRMED = auto()
    WAITLISTED = auto()
    OFFERED = auto()
    REJECTED = auto()
    CANCELLED = auto()
    ANONYMISED = auto()


HOLDING = frozenset({Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.OFFERED})
STANDING = HOLDING | {Status.DRAFT, Status.WAITLISTED}


class Approval(StrEnum):
    """Whose word a registration waits for."""

    NONE = auto()
    ORGANISER = auto()
    MANAGER = auto()
    BOTH = auto()


class CampaignState(StrEnum):
    """Whether people may sign up."""

    PREPARED = auto()
    OPEN = auto()
    CLOSED = auto()


class FieldKind(StrEnum):
    """What a question takes."""

    TEXT = auto()
    LONG_TEXT = auto()
    CHOICE = auto()
    CHOICES = auto()
    DATE = auto()
    NUMBER = auto()
    EMAIL = auto()
    CONSENT = auto()


class RegistrationRefusal(Reason):
    """Why a form does not stand, or why somebody may not sign up, change or withdraw."""

    UNKNOWN_CAMPAIGN = auto()
    UNKNOWN_OCCURRENCE = auto()
    UNKNOWN_REGISTRATION = auto()
    NOT_OPEN = auto()
    CLOSED = auto()
    OCCURRENCE_CANCELLED = auto()
    NAME_MISSING = auto()
    NAME_TOO_LONG = auto()
    NAME_UNREADABLE = auto()
    ADDRESS_MISSING = auto()
    ADDRESS_UNREADABLE = auto()
    ADDRESS_DISPOSABLE = auto()
    ANSWER_MISSING = auto()
    ANSWER_TOO_LONG = auto()
    ANSWER_UNREADABLE = auto()
    CONSENT_MISSING = auto()
    GROUP_TOO_LARGE = auto()
    GROUP_NAME_TWICE = auto()
    NO_SEATS_FOR_CHANGE = auto()
    NOTHING_TO_DECIDE = auto()
    IDENTITY_TAKEN = auto()
    CHANGED_MEANWHILE = auto()
    TRANSITION_REFUSED = auto()
    OFFER_ENDED = auto()
    NOTHING_OFFERED = auto()
    NOTICE_INCOMPLETE = auto()
    FORM_UNREADABLE = auto()
    SEATS_UNREADABLE = auto()
    HOURS_UNREADABLE = auto()
    QUOTAS_EXCEED_SEATS = auto()
    KEY_MISSING = auto()
    ORIGIN_MISSING = auto()
    FIRST_NAME_MISSING = auto()


@frozen
class Condition:
    """A question asked only when another one got this answer."""

    field: str
    equals: str


@frozen
class Field:
    """A question of a form; `keep_days` after the end of the date, its answer is erased under `rule` (ARC-1)."""

    key: str
    kind: FieldKind
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    when: Condition | None = None
    keep_days: int
    rule: str = ""
    sensitive: bool = False  # shown to the organiser alone (WEB-10)


@frozen
class PrivacyNotice:
    """What people are told of their data (RGPD art. 13); a form without all of it is not published (RGP-1).

    `recording` is written by the house where a room may record; '': none does.
    """

    controller: str = ""
    contact: str = ""
    purpose: str = ""
    basis: str = ""
    recipients: str = ""
    kept: str = ""
    rights: str = ""
    complaint: str = ""
    recording: str = ""


@frozen
class FormVersion:
    """A form as it was shown."""

    id: int
    campaign_id: int
    number: int
    fields: tuple[Field, ...]
    notice: PrivacyNotice

    def field(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)


@frozen
class Terms:
    """How a campaign takes sign-ups."""

    approval: Approval = Approval.NONE
    offer_hours: int = 24
    overbooking: int = 0
    largest_group: int = 1
    group_takes: str = "each"


@frozen
class Campaign:
    """What people may sign up for."""

    id: int
    topic: str
    state: CampaignState
    terms: Terms
    version: int


@frozen
class Pool:
    """Seats of one origin, or everybody's; `allowed` None: no limit."""

    id: int
    origin: str
    allowed: int | None
    held: int

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(self.allowed - self.held, 0)


@frozen
class Occurrence:
    """One date of a campaign; `seats` None: no limit, `waiting` the registrations on the list."""

    id: int
    campaign_id: int
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    seats: int | None
    cancelled: bool
    sequence: int
    version: int
    pools: tuple[Pool, ...] = ()
    waiting: int = 0

    def pool(self, origin: str) -> Pool | None:
        return next((each for each in self.pools if each.origin == origin), None)

    @property
    def held(self) -> int:
        return sum(each.held for each in self.pools)

    @property
    def left(self) -> int | None:
        """How many seats anybody may still take; None: as many as come.

        Never more than are left in all: after shares changed, other pools may hold more than they allow.
        """
        common = self.pool(EVERYBODY)
        if common is None or common.left is None:
            return None
        in_all = sum(each.allowed or 0 for each in self.pools) - self.held
        return max(min(common.left, in_all), 0)


@frozen
class Companion:
    """Somebody else behind the same screen."""

    last_name: str
    first_name: str


@frozen
class SignUp:
    """What a form brings, as typed; `rules.cleaned` trims it and refuses what cannot stand."""

    last_name: str
    first_name: str
    email: str
    origin: str = EVERYBODY
    service: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    companions: tuple[Companion, ...] = ()

    @property
    def identity(self) -> str:
        return identity(self.email, self.last_name, self.first_name)

    @property
    def search(self) -> str:
        """What a list is searched by."""
        return folded(f"{self.last_name} {self.first_name} {self.email} {self.service}")


def identity(email: str, last_name: str, first_name: str) -> str:
    """Return what makes two sign-ups one: address and name, without case, accents, spaces nor joiners (WEB-2)."""
    return "|".join(folded(each).translate(_UNSEEN) for each in (email, last_name, first_name))


@frozen
class Registration:
    """Somebody signed up for one date."""

    id: int
    occurrence_id: int
    form_id: int
    status: Status
    pool_id: int | None
    seats: int
    last_name: str
    first_name: str
    email: str
    origin: str
    service: str
    nonce: Nonce | None = field(repr=False)
    submitted_at: datetime
    settled_at: datetime
    offer_ends_at: datetime | None
    version: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def topic(self) -> str:
        return f"registration:{self.id}"


@frozen
class Listing:
    """A page of a date's list; `total` counts what was searched for, the other pages included."""

    rows: tuple[Registration, ...]
    total: int


@frozen
class Answer:
    """What was answered to one question, and the day on which it is erased."""

    field: str
    value: str
    purge_on: date


@frozen
class Known:
    """A registration with all that its person may read and change."""

    registration: Registration
    answers: tuple[Answer, ...]
    companions: tuple[Companion, ...]
    place: int | None  # on the waiting list, from 1

    def answer(self, key: str) -> str:
        return next((each.value for each in self.answers if each.field == key), "")


@frozen
class Move:
    """A registration that changed its status, for whoever writes to its person."""

    registration: Registration
    before: Status | None


@frozen
class Received:
    """What became of a sign-up; `anew` False: it was there already, by this very form (`resent`) or the same person's."""

    registration: Registration
    anew: bool
    resent: bool = False


@frozen
class Change:
    """A registration as it stands, at the number of its last change."""

    sequence: int
    registration: Registration
