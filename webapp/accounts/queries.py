"""Reading people, their roles, sessions and slips."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from webapp.accounts import rules, slips, store
from webapp.accounts.model import (
    AccessLink,
    Account,
    AccountRefusal,
    Grant,
    Person,
    Role,
    Session,
    SessionToken,
    SignedIn,
    Slip,
    SlipCode,
)
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database
from webapp.wording import dates

_LIVE_GRANTS = (
    "(SELECT json_group_array(json_array(role, committee_id)) FROM grants"
    " WHERE person_id = people.id AND ended_at IS NULL)"
)
_SIGNED_IN = (
    "SELECT people.id, civility, first_name, last_name, email, phone, login, active,"  # noqa: S608 — same
    " sessions.id AS session_id, method, seen_at, password_hash IS NOT NULL AS has_password,"
    f" {_LIVE_GRANTS} AS grants"
    " FROM sessions JOIN people ON people.id = sessions.person_id"
    " WHERE token_hash = ? AND sessions.ended_at IS NULL AND expires_at > ? AND active = 1"
)


def hash_of_token(token: SessionToken) -> str:
    """Return what is kept of a session's token: 256 drawn bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(db: Database, token: SessionToken, *, now: datetime) -> SignedIn | None:
    """Return who stands behind a live session and what they were granted, in one query: it runs on every request."""
    row = db.row(_SIGNED_IN, (hash_of_token(token), clock.to_text(now)))
    if row is None:
        return None
    return SignedIn(
        person=store.person_of(row),
        session_id=row["session_id"],
        method=row["method"],
        seen_at=clock.from_text(row["seen_at"]),
        has_password=bool(row["has_password"]),
        grants=_grants(row["grants"]),
    )


def _grants(text: str) -> tuple[Grant, ...]:
    return tuple(Grant(role=Role(role), committee_id=committee) for role, committee in json.loads(text))


def find(db: Database, person_id: int) -> Person | None:
    """Return a person, their account open or closed."""
    return store.person(db, person_id)


def find_by_login(db: Database, login: str) -> Person | None:
    """Return who has this login."""
    holder = store.holder_of_login(db, rules.login_of(login))
    return None if holder is None else store.person(db, holder)


def find_many(db: Database, ids: Iterable[int]) -> dict[int, Person]:
    """Return people by id, in one query; unknown ids are left out."""
    sql = f"SELECT {store.PERSON} FROM people WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 — constants of ours
    return {row["id"]: store.person_of(row) for row in db.rows(sql, (json.dumps(sorted(set(ids))),))}


def search(db: Database, words: str, *, among: frozenset[int] | None = None, limit: int = 20) -> list[Person]:
    """Return the open accounts whose name, login or address holds all the words, case and accents aside."""
    sql = f"SELECT {store.PERSON} FROM people WHERE active = 1 ORDER BY last_name COLLATE NOCASE, first_name COLLATE NOCASE"  # noqa: S608 — same
    found = (store.person_of(row) for row in db.rows(sql) if among is None or row["id"] in among)
    return [person for person in found if _holds(person, words)][:limit]


def _holds(person: Person, words: str) -> bool:
    text = rules.fold(" ".join((person.first_name, person.last_name, person.login or "", person.email or "")))
    return all(word in text for word in rules.fold(words).split())


def matching(
    db: Database, *, last_name: str | None = None, first_name: str | None = None, email: str | None = None
) -> list[Person]:
    """Return the open accounts that agree with everything given, case and accents aside (for imports)."""
    asked = {"last_name": last_name, "first_name": first_name, "email": email}
    wanted = {name: rules.fold(value) for name, value in asked.items() if value is not None}
    people = [store.person_of(row) for row in db.rows(f"SELECT {store.PERSON} FROM people WHERE active = 1")]  # noqa: S608 — same
    return [
        person
        for person in people
        if all(rules.fold(getattr(person, name) or "") == value for name, value in wanted.items())
    ]


def grants(db: Database, person_id: int) -> tuple[Grant, ...]:
    """Return the roles that a person holds now."""
    return store.grants(db, person_id)


def people_with_role(db: Database, role: Role, committee_id: int | None) -> list[Person]:
    """Return the open accounts that hold a role for a committee, or for all; None: for all alone."""
    sql = (
        f"SELECT DISTINCT {', '.join(f'people.{name}' for name in store.PERSON.split(', '))} FROM grants"  # noqa: S608 — same
        " JOIN people ON people.id = grants.person_id WHERE role = ? AND ended_at IS NULL AND active = 1"
        " AND (committee_id IS NULL OR committee_id = ?) ORDER BY last_name COLLATE NOCASE, first_name COLLATE NOCASE"
    )
    return [store.person_of(row) for row in db.rows(sql, (role, committee_id))]


_ACCOUNTS = (
    f"SELECT {store.PERSON}, home_committee, password_hash IS NOT NULL AS has_password, {_LIVE_GRANTS} AS grants,"  # noqa: S608 — same
    " (SELECT COUNT(*) FROM sessions WHERE person_id = people.id AND ended_at IS NULL AND expires_at > :now)"
    " AS sessions,"
    " (SELECT MAX(expires_at) FROM access_slips WHERE person_id = people.id AND used_at IS NULL"
    " AND revoked_at IS NULL AND expires_at > :now) AS slip"
    " FROM people WHERE id IN (SELECT value FROM json_each(:ids))"
    " ORDER BY active DESC, last_name COLLATE NOCASE, first_name COLLATE NOCASE, id"
)


def accounts(db: Database, ids: Iterable[int], *, now: datetime) -> list[Account]:
    """Return these accounts, open ones first, by name, in one query."""
    rows = db.rows(_ACCOUNTS, {"now": clock.to_text(now), "ids": json.dumps(sorted(ids))})
    return [_account(row) for row in rows]


def account(db: Database, person_id: int, *, now: datetime) -> Account | None:
    """Return one account as the desk sees it."""
    return next(iter(accounts(db, [person_id], now=now)), None)


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        person=store.person_of(row),
        grants=_grants(row["grants"]),
        has_password=bool(row["has_password"]),
        sessions=row["sessions"],
        slip_expires_at=None if row["slip"] is None else clock.from_text(row["slip"]),
        home_committee=row["home_committee"],
    )


def listed(db: Database, words: str = "", *, among: frozenset[int] | None = None) -> list[Person]:
    """Return everybody who answers to the words, open accounts first, by name; `among` narrows to these ids."""
    sql = (
        f"SELECT {store.PERSON} FROM people"  # noqa: S608 — same
        " ORDER BY active DESC, last_name COLLATE NOCASE, first_name COLLATE NOCASE, id"
    )
    people = (store.person_of(row) for row in db.rows(sql) if among is None or row["id"] in among)
    return [person for person in people if _holds(person, words)]


def tied_to(db: Database, committee_ids: Iterable[int]) -> frozenset[int]:
    """Return the people entered for these committees or holding a role there; seats are known one floor up."""
    sql = (
        "SELECT id FROM people WHERE home_committee IN (SELECT value FROM json_each(:ids))"
        " UNION SELECT person_id FROM grants"
        " WHERE ended_at IS NULL AND committee_id IN (SELECT value FROM json_each(:ids))"
    )
    return frozenset(row["id"] for row in db.rows(sql, {"ids": json.dumps(sorted(committee_ids))}))


def committees_tied(account: Account) -> frozenset[int]:
    """Return the committees of a person's entry and roles; seats are known one floor up."""
    ties = {account.home_committee, *(grant.committee_id for grant in account.grants)}
    return frozenset(each for each in ties if each is not None)


def sessions(db: Database, person_id: int, *, now: datetime) -> list[Session]:
    """Return a person's live sessions, the latest seen first."""
    sql = (
        "SELECT id, method, device, created_at, seen_at FROM sessions"
        " WHERE person_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY seen_at DESC, id DESC"
    )
    return [
        Session(
            id=row["id"],
            method=row["method"],
            device=row["device"],
            created_at=clock.from_text(row["created_at"]),
            seen_at=clock.from_text(row["seen_at"]),
        )
        for row in db.rows(sql, (person_id, clock.to_text(now)))
    ]


def slip(db: Database, code: SlipCode | None, *, now: datetime) -> Slip:
    """Return a slip that may still be used, or refuse with its reason: unknown, used, revoked, expired."""
    row = None if code is None else store.slip(db, slips.hash_of(code))
    person = None if row is None else store.person(db, row["person_id"])
    if row is None or person is None:
        raise Refusal(AccountRefusal.SLIP_UNKNOWN)
    if row["used_at"]:
        raise Refusal(AccountRefusal.SLIP_USED, moment=dates.moment(clock.from_text(row["used_at"])))
    if row["revoked_at"]:
        raise Refusal(AccountRefusal.SLIP_REVOKED)
    expires_at = clock.from_text(row["expires_at"])
    if expires_at <= now:
        raise Refusal(AccountRefusal.SLIP_EXPIRED, moment=dates.moment(expires_at))
    if not person.active:
        raise Refusal(AccountRefusal.ACCOUNT_CLOSED)
    return Slip(id=row["id"], person=person, expires_at=expires_at)


def access_link(db: Database, token: SlipCode | None, *, now: datetime) -> AccessLink:
    """Return a link received by mail, with why it no longer serves; refuse one that was never made."""
    row = None if token is None else store.link(db, slips.hash_of(token))
    person = None if row is None else store.person(db, row["person_id"])
    if row is None or person is None:
        raise Refusal(AccountRefusal.LINK_UNKNOWN)
    return AccessLink(
        id=row["id"],
        person=person,
        page=row["page"],
        expires_at=clock.from_text(row["expires_at"]),
        fault=_fault_of_link(row, person, now=now),
    )


def _fault_of_link(row: Mapping[str, Any], person: Person, *, now: datetime) -> Refusal | None:
    if not person.active:
        return Refusal(AccountRefusal.ACCOUNT_CLOSED)
    if row["used_at"]:
        return Refusal(AccountRefusal.LINK_USED, moment=dates.moment(clock.from_text(row["used_at"])))
    if row["revoked_at"]:
        return Refusal(AccountRefusal.LINK_REVOKED)
    expires_at = clock.from_text(row["expires_at"])
    if expires_at <= now:
        return Refusal(AccountRefusal.LINK_EXPIRED, moment=dates.moment(expires_at))
    return None


def has_administrator(db: Database) -> bool:
    """Whether somebody can open the house."""
    return store.other_administrators(db, 0) > 0
