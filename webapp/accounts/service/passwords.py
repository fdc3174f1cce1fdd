"""Choosing and changing a password; every hash is made before the lock is taken."""

from datetime import datetime

from webapp.accounts import rules, store
from webapp.accounts.model import AccountRefusal, Person, PersonId, SignedIn
from webapp.accounts.service import hashing, throttling
from webapp.accounts.service.people import existing, login_for
from webapp.audit import service as audit
from webapp.audit.model import ACCESS, By
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work


def set_password(db: Database, person_id: int, password: str, *, by: By, now: datetime) -> None:
    """Give a person a password (commands and demonstrations); somebody without a login gets one."""
    person = existing(db, person_id)
    rules.check_password(password, person)
    kept = hashing.hash_password(password)
    with unit_of_work(db):
        _keep(db, person, kept, by=by, but=None, now=now)


def change_password(db: Database, signed_in: SignedIn, *, current: str, new: str, address: str, now: datetime) -> str:
    """Change one's own password and end one's other sessions; return the login to use from now on.

    The present one is asked for, save of somebody who has none or came in by a slip: the desk vouched for them.
    """
    person = signed_in.person
    if needs_current(signed_in):
        _check_current(db, person, current, address=address, now=now)
    rules.check_password(new, person)
    kept = hashing.hash_password(new)
    with unit_of_work(db):
        return _keep(db, person, kept, by=signed_in.by, but=signed_in.session_id, now=now)


def needs_current(signed_in: SignedIn) -> bool:
    """Whether the present password is asked for before a new one is taken."""
    return signed_in.has_password and signed_in.method != "slip"


def _check_current(db: Database, person: Person, current: str, *, address: str, now: datetime) -> None:
    attempt = throttling.Attempt(f"change:{person.id}", address)
    with unit_of_work(db):
        throttling.reserve(db, attempt, now=now)
    if not hashing.is_right(store.password_hash(db, person.id), current):
        raise Refusal(AccountRefusal.PASSWORD_WRONG)
    with unit_of_work(db):
        throttling.succeed(db, attempt, now=now)


def _keep(db: Database, person: Person, kept: str, *, by: By, but: int | None, now: datetime) -> str:
    login = person.login or login_for(db, PersonId(person.id), person)
    store.set_password_hash(db, person.id, kept)
    store.end_sessions(db, person.id, but=but, at=now)
    audit.record(db, "password.changed", f"person:{person.id}", by=by, now=now)
    audit.touch(db, ACCESS)
    return login
