"""Who may sign up for a webinar, who is invited, and why an organiser’s act does not stand."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.registrations.model import identity


class AccessKind(StrEnum):
    """Who may sign up: everybody, or the invited and certain domains, whether the catalogue shows it or not."""

    OPEN = auto()
    LISTED = auto()
    HIDDEN = auto()


class InvitationAnswer(StrEnum):
    """What somebody did with their invitation."""

    NONE = auto()
    SIGNED_UP = auto()
    DECLINED = auto()


class OrganisingRefusal(Reason):
    """Why the organisers' act, an invitation or a walk-in does not stand."""

    LEAD_MISSING = auto()
    MANAGER_QUESTION_MISSING = auto()
    QUESTION_UNKNOWN = auto()
    QUESTION_NEEDED = auto()
    TERMS_UNREADABLE = auto()
    QUOTA_UNREADABLE = auto()
    ROOM_LIMITS = auto()
    SERIES_TOO_LONG = auto()
    DOMAIN_UNREADABLE = auto()
    WALK_INS_WITH_APPROVAL = auto()
    BY_INVITATION = auto()
    NO_WALK_INS = auto()
    WALK_IN_TOO_EARLY = auto()
    FULL = auto()
    TOO_MANY_AT_ONCE = auto()
    LIST_EMPTY = auto()
    LIST_TOO_LONG = auto()
    LINE_WITHOUT_ADDRESS = auto()
    NOT_PUBLISHED = auto()
    UNKNOWN_INVITATION = auto()
    ALREADY_ANSWERED = auto()
    ALREADY_DECIDED = auto()
    REMINDED_ALREADY = auto()


@frozen
class Access:
    """Who may sign up for a webinar, and whether people are let in by name without having signed up."""

    kind: AccessKind = AccessKind.OPEN
    domains: tuple[str, ...] = ()
    walk_ins: bool = False

    @property
    def restricted(self) -> bool:
        return self.kind is not AccessKind.OPEN


@frozen
class Guest:
    """Somebody on a list of people to invite; an address alone is enough."""

    email: str
    last_name: str = ""
    first_name: str = ""
    service: str = ""

    @property
    def identity(self) -> str:
        return identity(self.email, self.last_name, self.first_name)


@frozen
class Invitation:
    """Somebody invited, by a link of their own."""

    id: int
    webinar_id: int
    guest: Guest
    nonce: Nonce = field(repr=False)
    sent_at: datetime | None
    reminded_at: datetime | None
    answer: InvitationAnswer
    answered_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.guest.first_name} {self.guest.last_name}".strip() or self.guest.email


@frozen
class Invited:
    """How a webinar's invitations stand; `silent`: sent, and not answered."""

    total: int
    unsent: int
    silent: int
    signed_up: int
    declined: int
