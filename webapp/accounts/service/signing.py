"""Signing in and out. A session is a drawn token: the cookie carries it, the database keeps its hash alone."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from webapp.accounts import queries, store
from webapp.accounts.model import AccountRefusal, Admission, Person, SessionToken, SignedIn, SlipCode
from webapp.accounts.rules import login_of
from webapp.accounts.service import hashing, throttling
from webapp.audit import service as audit
from webapp.audit.model import ACCESS, SYSTEM, By
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work

TOKEN_BYTES = 32
DEVICE_MOST = 80


def sign_in(
    db: Database, login: str, password: str, *, address: str, device: str, lasts: timedelta, now: datetime
) -> Admission:
    """Open a session for who knows the password; one answer and one delay for all that is wrong.

    Raises Refusal WRONG_CREDENTIALS or TOO_MANY_ATTEMPTS (with `at`, when to come back).
    """
    attempt = throttling.Attempt(login_of(login), address)
    with unit_of_work(db):
        throttling.reserve(db, attempt, now=now)
    row = store.password_of_login(db, attempt.login)
    kept = None if row is None else row["password_hash"]
    right = hashing.is_right(kept, password)  # also for a login that nobody has: the same time passes
    if row is None or kept is None or not right or not row["active"]:
        _fail(db, attempt, None if row is None else row["id"], now=now)
        raise Refusal(AccountRefusal.WRONG_CREDENTIALS)
    renewed = hashing.hash_password(password) if hashing.is_outdated(kept) else None
    person = store.person_of(row)
    with unit_of_work(db):
        if store.password_hash(db, person.id) != kept:
            raise Refusal(AccountRefusal.WRONG_CREDENTIALS)  # changed while this one was being judged
        throttling.succeed(db, attempt, now=now)
        if renewed:
            store.set_password_hash(db, person.id, renewed)
        return open_session(db, person, method="password", device=device, lasts=lasts, now=now)


def _fail(db: Database, attempt: throttling.Attempt, person_id: int | None, *, now: datetime) -> None:
    with unit_of_work(db):
        if throttling.fail(db, attempt, now=now):
            subject = "system" if person_id is None else f"person:{person_id}"
            audit.record(db, "sign_in.blocked", subject, by=SYSTEM, now=now, address=attempt.address)


def open_session(
    db: Database, person: Person, *, method: str, device: str, lasts: timedelta, now: datetime
) -> Admission:
    """Open a session inside the caller's unit of work; `method` says by what the person came in."""
    token = SessionToken(token_urlsafe(TOKEN_BYTES))
    store.add_session(
        db,
        person.id,
        token_hash=queries.hash_of_token(token),
        method=method,
        device=device[:DEVICE_MOST],
        at=now,
        expires_at=now + lasts,
    )
    by = By(person_id=person.id, name=person.display_name)
    audit.record(
        db, "session.opened", f"person:{person.id}", by=by, now=now, method=method, device=device[:DEVICE_MOST]
    )
    return Admission(person=person, token=token)


def redeem_slip(db: Database, code: SlipCode | None, *, device: str, lasts: timedelta, now: datetime) -> Admission:
    """Open a session for the holder of a printed slip; of two who come together one wins, the other is told."""
    with unit_of_work(db):
        slip = queries.slip(db, code, now=now)
        store.use_slip(db, slip.id, at=now)
        return open_session(db, slip.person, method="slip", device=device, lasts=lasts, now=now)


def keep_alive(db: Database, signed_in: SignedIn, *, lasts: timedelta, now: datetime) -> None:
    """Slide a session's end; not an act of the person, so not journaled."""
    with unit_of_work(db):
        store.refresh_session(db, signed_in.session_id, at=now, expires_at=now + lasts)


def sign_out(db: Database, signed_in: SignedIn, *, now: datetime) -> None:
    """End the present session on the server's side; the cookie is then worth nothing."""
    end_session(db, signed_in.person.id, signed_in.session_id, by=signed_in.by, now=now)


def end_session(db: Database, person_id: int, session_id: int, *, by: By, now: datetime) -> None:
    """End one session of a person; ended already, nothing happens."""
    with unit_of_work(db):
        if store.end_session(db, person_id, session_id, at=now):
            audit.record(db, "session.ended", f"person:{person_id}", by=by, now=now, sessions=1)
            audit.touch(db, ACCESS)


def end_sessions(db: Database, person_id: int, *, but: int | None = None, by: By, now: datetime) -> int:
    """End every session of a person, `but` one; return how many were live."""
    with unit_of_work(db):
        ended = store.end_sessions(db, person_id, but=but, at=now)
        if ended:
            audit.record(db, "session.ended", f"person:{person_id}", by=by, now=now, sessions=ended)
            audit.touch(db, ACCESS)
        return ended
