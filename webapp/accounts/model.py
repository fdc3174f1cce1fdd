"""People who sign in, their roles, their sessions, their printed access slips."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from typing import NewType

from webapp.audit.model import By
from webapp.kernel.errors import Reason

PersonId = NewType("PersonId", int)
SessionToken = NewType("SessionToken", str)
SlipCode = NewType("SlipCode", str)


class Role(StrEnum):
    """What somebody may do; `member` follows from holding a seat and is never given by hand."""

    ADMINISTRATOR = auto()
    SECRETARIAT = auto()
    CHAIR = auto()
    MEMBER = auto()
    ORGANISER = auto()
    AUDITOR = auto()


class AccountRefusal(Reason):
    """Why somebody may not sign in, or why an account may not be changed so."""

    WRONG_CREDENTIALS = auto()
    TOO_MANY_ATTEMPTS = auto()
    SLIP_UNKNOWN = auto()
    SLIP_USED = auto()
    SLIP_EXPIRED = auto()
    PASSWORD_TOO_SHORT = auto()
    PASSWORD_TOO_LONG = auto()
    PASSWORD_COMMON = auto()
    LOGIN_TAKEN = auto()
    LAST_ADMINISTRATOR = auto()
    UNKNOWN_PERSON = auto()
    ACCOUNT_CLOSED = auto()
    NAME_MISSING = auto()
    EMAIL_INVALID = auto()
    UNKNOWN_ROLE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role given to a person, for one committee or for all (`committee_id` None)."""

    role: Role
    committee_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The person behind a live session and what they were granted."""

    person: Person
    session_id: int
    method: str
    grants: tuple[Grant, ...] = field(default=())

    @property
    def by(self) -> By:
        return By(person_id=self.person.id, name=self.person.display_name)

    def has(self, role: Role, committee_id: int | None = None) -> bool:
        """Whether a role is held for this committee (or, without one, anywhere at all)."""
        return any(
            grant.role is role and (committee_id is None or grant.committee_id in (None, committee_id))
            for grant in self.grants
        )

    def committees(self, role: Role) -> frozenset[int] | None:
        """Return the committees for which a role is held; None means every committee."""
        held = [grant.committee_id for grant in self.grants if grant.role is role]
        if None in held:
            return None
        return frozenset(each for each in held if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A live sign-in, as its owner sees it in the list."""

    id: int
    method: str
    device: str
    created_at: datetime
    seen_at: datetime
