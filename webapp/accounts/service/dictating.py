"""Codes dictated by telephone: eight digits, once, within ten minutes.

Eight digits are 10^8 codes, where a printed slip has 2^128: the limits make up for it. A code dies at its fifth try,
counted under the lock before it is judged, wherever it comes from; so it is guessed once in 20 million. Over the whole
house 100 failed tries a quarter of an hour are taken against live codes, 200 at most in the ten minutes of one (they may
lie across two quarters): even who knows for whom every code is gets in once in 500,000, times the homonyms who hold one
together. Whoever copies the database has ten minutes for 10^8 hashes of 19 MiB each.
"""

from datetime import datetime, timedelta

from webapp.accounts import codes, rules, store
from webapp.accounts.model import AccountRefusal, Admission, DictatedCode, Dictation, Limit, LiveCode, SignedIn
from webapp.accounts.service import hashing, throttling
from webapp.accounts.service.people import manageable
from webapp.accounts.service.signing import open_session
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work


def dictate_code(db: Database, person_id: int, *, actor: SignedIn, now: datetime) -> Dictation:
    """Draw a code for somebody on the telephone; their former one is worth nothing from then on.

    The journal says who dictated it, for whom and when.
    """
    code = codes.new_code()
    kept = hashing.hash_password(code)
    with unit_of_work(db):
        person = manageable(db, person_id, actor)
        store.revoke_codes(db, person_id, at=now)
        expires_at = now + rules.CODE_LASTS
        store.add_code(db, person_id, code_hash=kept, by=actor.by.person_id, at=now, expires_at=expires_at)
        audit.record(db, "code.dictated", f"person:{person_id}", by=actor.by, now=now)
    return Dictation(person=person, expires_at=expires_at, code=code)


def redeem_code(
    db: Database,
    name: str,
    code: DictatedCode | None,
    *,
    address: str,
    device: str,
    lasts: timedelta,
    now: datetime,
) -> Admission:
    """Open a session for who says their name and the code that was dictated to them; one answer for all that is wrong.

    `name` is a family name or a login. Raises Refusal CODE_UNREADABLE, CODE_WRONG or TOO_MANY_ATTEMPTS (with `at`).
    """
    if code is None:
        raise Refusal(AccountRefusal.CODE_UNREADABLE)
    attempt = throttling.Attempt(f"code:{rules.login_of(name)}", address)
    live, limits = _reserve(db, name, attempt, now=now)
    found = next((each for each in live if hashing.is_right(each.code_hash, code)), None)
    if found is None:
        if not live:
            hashing.is_right(None, code)  # also for a name without a code: the same time passes
        _fail(db, attempt, limits, live, now=now)
        raise _wrong()
    with unit_of_work(db):
        if not store.use_code(db, found.id, at=now):
            raise _wrong()  # used, replaced or revoked while it was being judged
        throttling.succeed(db, attempt, now=now, limits=limits)
        return open_session(db, found.person, method="code", device=device, lasts=lasts, now=now)


def _reserve(
    db: Database, name: str, attempt: throttling.Attempt, *, now: datetime
) -> tuple[list[LiveCode], tuple[Limit, ...]]:
    """Count the try against every live code of this name before it is judged; return those it may still open.

    A name without a live code counts at its own address alone: nobody shuts the house by trying names.
    """
    with unit_of_work(db):
        named = [
            each
            for each in store.live_codes(db, tries=rules.CODE_TRIES, now=now)
            if rules.answers_to(each.person, name)
        ]
        limits = rules.CODE_LIMITS if named else rules.LIMITS
        throttling.reserve(db, attempt, now=now, limits=limits)
        for each in named:
            store.try_code(db, each.id)
    return named, limits


def _fail(
    db: Database,
    attempt: throttling.Attempt,
    limits: tuple[Limit, ...],
    live: list[LiveCode],
    *,
    now: datetime,
) -> None:
    with unit_of_work(db):
        for each in live:
            if store.spend_code(db, each.id, tries=rules.CODE_TRIES, at=now):
                audit.record(db, "code.spent", f"person:{each.person.id}", by=SYSTEM, now=now)
        if throttling.fail(db, attempt, now=now, limits=limits):
            audit.record(db, "sign_in.blocked", "system", by=SYSTEM, now=now, address=attempt.address)


def _wrong() -> Refusal:
    minutes = int(rules.CODE_LASTS.total_seconds()) // 60
    return Refusal(AccountRefusal.CODE_WRONG, minutes=minutes, tries=rules.CODE_TRIES)
