"""People who sign in, their roles, their sessions, their printed access slips."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import NewType

from webapp.audit.model import By
from webapp.kernel.errors import Reason, Refusal
from webapp.kernel.models import frozen

PersonId = NewType("PersonId", int)
SessionToken = NewType("SessionToken", str)
SlipCode = NewType("SlipCode", str)
DictatedCode = NewType("DictatedCode", str)


class Role(StrEnum):
    """What somebody may do; `member` follows from holding a seat and is never given by hand."""

    ADMINISTRATOR = auto()
    SECRETARIAT = auto()
    CHAIR = auto()
    MEMBER = auto()
    ORGANISER = auto()
    AUDITOR = auto()
    RAPPORTEUR = auto()


class AccountRefusal(Reason):
    """Why somebody may not sign in, or why an account may not be changed so."""

    WRONG_CREDENTIALS = auto()
    TOO_MANY_ATTEMPTS = auto()
    SLIP_UNKNOWN = auto()
    SLIP_USED = auto()
    SLIP_EXPIRED = auto()
    SLIP_REVOKED = auto()
    TOO_MANY_SLIPS = auto()
    LINK_UNKNOWN = auto()
    LINK_USED = auto()
    LINK_EXPIRED = auto()
    LINK_REVOKED = auto()
    CODE_UNREADABLE = auto()
    CODE_WRONG = auto()
    PASSWORD_WRONG = auto()
    PASSWORD_TOO_SHORT = auto()
    PASSWORD_TOO_LONG = auto()
    PASSWORD_COMMON = auto()
    PASSWORD_IS_NAME = auto()
    LOGIN_INVALID = auto()
    LOGIN_TAKEN = auto()
    LOGIN_NEEDED = auto()
    LAST_ADMINISTRATOR = auto()
    UNKNOWN_PERSON = auto()
    ACCOUNT_CLOSED = auto()
    NAME_MISSING = auto()
    TEXT_TOO_LONG = auto()
    EMAIL_INVALID = auto()
    UNKNOWN_ROLE = auto()
    ROLE_IS_WHOLE = auto()
    BEYOND_SCOPE = auto()
    SITS_ELSEWHERE = auto()
    PERSON_IN_USE = auto()


@frozen
class Grant:
    """A role given to a person, for one committee or for all (`committee_id` None)."""

    role: Role
    committee_id: int | None


@frozen
class PersonFields:
    """What may be entered about a person, as typed; `rules.clean` trims it and refuses what cannot stand."""

    last_name: str
    first_name: str = ""
    civility: str = ""
    email: str | None = None
    phone: str | None = None
    login: str | None = None


@frozen
class Person:
    """Somebody known to the house."""

    id: int
    civility: str
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    login: str | None
    active: bool

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def formal_name(self) -> str:
        """Name with its civility, as minutes print it: « Mme Anne Exemple »."""
        return f"{self.civility} {self.display_name}".strip()

    @property
    def listed_name(self) -> str:
        """Name as a list gives it, so that two keys find it: « Exemple Anne »."""
        return f"{self.last_name} {self.first_name}".strip()


@frozen
class SignedIn:
    """The person behind a live session and what they were granted."""

    person: Person
    session_id: int
    method: str
    seen_at: datetime
    has_password: bool = False
    grants: tuple[Grant, ...] = ()

    @property
    def by(self) -> By:
        return By(person_id=self.person.id, name=self.person.display_name)

    def has(self, role: Role, committee_id: int | None = None) -> bool:
        """Whether a role is held for this committee (or, without one, anywhere at all)."""
        return any(
            grant.role is role and (committee_id is None or grant.committee_id in (None, committee_id))
            for grant in self.grants
        )

    def everywhere(self, role: Role) -> bool:
        """Whether a role is held for every committee."""
        return any(grant.role is role and grant.committee_id is None for grant in self.grants)

    def committees(self, role: Role) -> frozenset[int] | None:
        """Return the committees for which a role is held; None means every committee."""
        held = [grant.committee_id for grant in self.grants if grant.role is role]
        if None in held:
            return None
        return frozenset(each for each in held if each is not None)


@frozen
class Session:
    """A live sign-in, as its owner sees it in the list."""

    id: int
    method: str
    device: str
    created_at: datetime
    seen_at: datetime


@frozen
class Admission:
    """A sign-in that succeeded: the token goes into the sealed cookie and is kept nowhere else."""

    person: Person
    token: SessionToken = field(repr=False)


@frozen
class Account:
    """A person as the desk lists them: what they may do and how they may come in."""

    person: Person
    grants: tuple[Grant, ...]
    has_password: bool
    sessions: int
    slip_expires_at: datetime | None
    home_committee: int | None

    @property
    def may_come_in(self) -> bool:
        """Whether this person can sign in today, or is: a password, a slip still good, a session."""
        return self.person.active and (self.has_password or self.sessions > 0 or self.slip_expires_at is not None)


@frozen
class Slip:
    """A printed access slip as its holder opens it; the code itself is never kept."""

    id: int
    person: Person
    expires_at: datetime


@frozen
class AccessLink:
    """A link received by mail, whatever its state: whose it is, where it leads, and why it no longer serves."""

    id: int
    person: Person
    page: str
    expires_at: datetime
    fault: Refusal | None


@frozen
class Linking:
    """How links for mails are made here: the setting `link_key`, from which tokens are derived, and how long they last."""

    key: str = field(repr=False)
    lasts: timedelta


@frozen
class PrintedSlip:
    """A slip about to be printed: the only moment when its code exists in clear."""

    person: Person
    expires_at: datetime
    code: SlipCode = field(repr=False)


@frozen
class Dictation:
    """A code about to be dictated: the only moment when it exists in clear."""

    person: Person
    expires_at: datetime
    code: DictatedCode = field(repr=False)


@frozen
class LiveCode:
    """A dictated code that may still be tried; its hash alone is kept."""

    id: int
    person: Person
    code_hash: str = field(repr=False)


@frozen
class Limit:
    """How many failures a window takes before it closes the door until its end."""

    name: str
    failures: int
    window: timedelta
