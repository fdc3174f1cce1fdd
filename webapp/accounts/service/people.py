"""Entering people, correcting what is known of them, giving and ending roles, closing accounts."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from webapp.accounts import rules, store
from webapp.accounts.model import AccountRefusal, Grant, Person, PersonFields, PersonId, Role, SignedIn
from webapp.accounts.service import hashing
from webapp.audit import service as audit
from webapp.audit.model import ACCESS, SYSTEM, By
from webapp.kernel.errors import Refusal
from webapp.outbox import service as outbox
from webapp.storage import references
from webapp.storage.database import Database, unit_of_work


def existing(db: Database, person_id: int) -> Person:
    """Return a person, or refuse: nobody has this number."""
    person = store.person(db, person_id)
    if person is None:
        raise Refusal(AccountRefusal.UNKNOWN_PERSON)
    return person


def manageable(db: Database, person_id: int, actor: SignedIn) -> Person:
    """Return somebody whose account is open and whom the actor may hand a key to, or refuse."""
    person = existing(db, person_id)
    if not person.active:
        raise Refusal(AccountRefusal.ACCOUNT_CLOSED)
    rules.check_may_manage(actor, store.grants(db, person_id))
    return person


def add_person(
    db: Database, fields: PersonFields, *, home_committee: int | None = None, by: By, now: datetime
) -> PersonId:
    """Enter somebody, inside the caller's unit of work (an import, an appointment)."""
    fields = rules.clean(fields)
    _check_login_free(db, fields.login, None)
    person_id = store.add_person(db, fields, home_committee=home_committee, at=now)
    name = f"{fields.first_name} {fields.last_name}".strip()
    audit.record(db, "person.added", f"person:{person_id}", by=by, now=now, scope=_scope(home_committee), name=name)
    return person_id


def create_person(
    db: Database, fields: PersonFields, *, home_committee: int | None = None, by: By, now: datetime
) -> PersonId:
    """Enter somebody, in a unit of its own."""
    with unit_of_work(db):
        return add_person(db, fields, home_committee=home_committee, by=by, now=now)


def remove_unused(db: Database, people: Iterable[int], *, by: By, now: datetime) -> None:
    """Remove people whom nothing in the house has used, inside the caller's unit of work (an import taken back).

    Somebody with a password, a role, a session, a slip, a letter or a seat anywhere is refused: the act falls whole.
    """
    removed = [existing(db, person_id) for person_id in sorted(people)]
    holder = references.pointing_at(db, "people", [person.id for person in removed])
    if holder is not None or any(store.password_hash(db, person.id) for person in removed):
        raise Refusal(AccountRefusal.PERSON_IN_USE)
    for person in removed:
        store.remove_person(db, person.id)
        audit.record(db, "person.removed", f"person:{person.id}", by=by, now=now, name=person.display_name)


def edit_person(db: Database, person_id: int, fields: PersonFields, *, actor: SignedIn, now: datetime) -> None:
    """Correct what is known of somebody; the journal says which fields changed, and a name's former spelling."""
    fields = rules.clean(fields)
    with unit_of_work(db):
        person = existing(db, person_id)
        rules.check_may_manage(actor, store.grants(db, person_id))
        if fields.login is None and store.password_hash(db, person_id):
            raise Refusal(AccountRefusal.LOGIN_NEEDED)
        _check_login_free(db, fields.login, person_id)
        _change(db, person, fields, by=actor.by, now=now)


def change_own_contact(
    db: Database, signed_in: SignedIn, *, email: str | None, phone: str | None, now: datetime
) -> None:
    """Correct one's own address and telephone; names are the desk's to correct, since minutes print them."""
    fields = rules.clean(replace(_fields(signed_in.person), email=email, phone=phone))
    with unit_of_work(db):
        _change(db, existing(db, signed_in.person.id), fields, by=signed_in.by, now=now)


def correct_contact(
    db: Database, person: Person, *, civility: str, email: str | None, phone: str | None, by: By, now: datetime
) -> None:
    """Correct how somebody is addressed and reached, inside the caller's unit of work (an import)."""
    fields = rules.clean(replace(_fields(person), civility=civility, email=email, phone=phone))
    _change(db, person, fields, by=by, now=now)


def change_contact(db: Database, person: Person, *, email: str, by: By, now: datetime) -> Person:
    """Correct somebody's e-mail address, inside the caller's unit of work; return them as they are now."""
    fields = rules.clean(replace(_fields(person), email=email))
    _change(db, person, fields, by=by, now=now)
    return replace(person, email=fields.email)


def _change(db: Database, person: Person, fields: PersonFields, *, by: By, now: datetime) -> None:
    before, after = asdict(_fields(person)), asdict(fields)
    changed = sorted(name for name in after if after[name] != before[name])
    if not changed:
        return
    store.change_person(db, person.id, fields)
    if "email" in changed:
        store.revoke_links(db, person.id, at=now)  # those that left may lie in a stranger's mailbox
        outbox.readdress(db, person.id, fields.email)
    former = {"former_name": person.display_name} if {"first_name", "last_name"} & set(changed) else {}
    name = f"{fields.first_name} {fields.last_name}".strip()
    audit.record(db, "person.changed", f"person:{person.id}", by=by, now=now, name=name, fields=changed, **former)


def _fields(person: Person) -> PersonFields:
    return PersonFields(
        last_name=person.last_name,
        first_name=person.first_name,
        civility=person.civility,
        email=person.email,
        phone=person.phone,
        login=person.login,
    )


def _check_login_free(db: Database, login: str | None, person_id: int | None) -> None:
    if login is not None and store.holder_of_login(db, login) not in (None, person_id):
        raise Refusal(AccountRefusal.LOGIN_TAKEN, login=login)


def free_login(db: Database, wanted: str) -> str | None:
    """Return a login as it will be kept, or None when it is taken or cannot be one."""
    try:
        login = rules.clean(PersonFields(last_name="-", login=wanted)).login
    except Refusal:
        return None
    return login if login and store.holder_of_login(db, login) is None else None


def login_for(db: Database, person_id: PersonId, person: Person) -> str:
    """Give somebody the first free login among those that suit them, inside the caller's unit of work."""
    login = next(each for each in rules.possible_logins(person) if free_login(db, each))
    store.change_person(db, person_id, replace(_fields(person), login=login))
    return login


def give_role(
    db: Database, person_id: int, role: Role, *, committee_id: int | None, actor: SignedIn, now: datetime
) -> None:
    """Give a role, for one committee or for all; held already, nothing happens."""
    rules.check_may_give(actor, Grant(role=role, committee_id=committee_id))
    grant_role(db, person_id, role, committee_id=committee_id, by=actor.by, now=now)


def grant_role(
    db: Database, person_id: int, role: Role, *, committee_id: int | None = None, by: By, now: datetime
) -> None:
    """Give a role without asking who may (commands and demonstrations)."""
    with unit_of_work(db):
        existing(db, person_id)
        _grant(db, person_id, Grant(role=role, committee_id=committee_id), by=by, now=now)


def _grant(db: Database, person_id: int, grant: Grant, *, by: By, now: datetime) -> None:
    rules.check_role(grant.role, grant.committee_id)
    if grant in store.grants(db, person_id):
        return
    store.add_grant(db, person_id, grant, at=now)
    audit.record(
        db, "role.given", f"person:{person_id}", by=by, now=now, scope=_scope(grant.committee_id), role=grant.role
    )


def end_role(
    db: Database, person_id: int, role: Role, *, committee_id: int | None, actor: SignedIn, now: datetime
) -> None:
    """End a role; not held, nothing happens. The last administrator keeps theirs."""
    grant = Grant(role=role, committee_id=committee_id)
    rules.check_may_give(actor, grant)
    with unit_of_work(db):
        existing(db, person_id)
        if role is Role.ADMINISTRATOR:
            rules.check_not_last_administrator(store.other_administrators(db, person_id))
        if store.end_grant(db, person_id, grant, at=now):
            scope = _scope(committee_id)
            audit.record(db, "role.ended", f"person:{person_id}", by=actor.by, now=now, scope=scope, role=role)
            audit.touch(db, ACCESS)


def close_account(db: Database, person_id: int, *, actor: SignedIn, now: datetime) -> None:
    """Close an account: nobody signs in with it any more; seats, roles and past acts stay as they are."""
    with unit_of_work(db):
        person = existing(db, person_id)
        held = store.grants(db, person_id)
        rules.check_may_manage(actor, held)
        if not person.active:
            return
        if Role.ADMINISTRATOR in {grant.role for grant in held}:
            rules.check_not_last_administrator(store.other_administrators(db, person_id))
        store.set_active(db, person_id, active=False)
        store.end_sessions(db, person_id, but=None, at=now)
        store.revoke_slips(db, person_id, at=now)
        store.revoke_codes(db, person_id, at=now)
        store.revoke_links(db, person_id, at=now)
        audit.record(db, "account.closed", f"person:{person_id}", by=actor.by, now=now)
        audit.touch(db, ACCESS)


def reopen_account(db: Database, person_id: int, *, actor: SignedIn, now: datetime) -> None:
    """Open a closed account again, with the password and roles it had."""
    with unit_of_work(db):
        person = existing(db, person_id)
        rules.check_may_manage(actor, store.grants(db, person_id))
        if person.active:
            return
        store.set_active(db, person_id, active=True)
        audit.record(db, "account.reopened", f"person:{person_id}", by=actor.by, now=now)


def create_administrator(db: Database, fields: PersonFields, *, password: str | None, now: datetime) -> PersonId:
    """Enter an administrator from the machine itself: whoever may run this may already read everything."""
    fields = rules.clean(fields)
    kept = None
    if password is not None:
        rules.check_password(password, _as_person(fields))
        kept = hashing.hash_password(password)
    with unit_of_work(db):
        person_id = add_person(db, fields, by=SYSTEM, now=now)
        _grant(db, person_id, Grant(role=Role.ADMINISTRATOR, committee_id=None), by=SYSTEM, now=now)
        if kept is not None:
            store.set_password_hash(db, person_id, kept)
    return person_id


def _as_person(fields: PersonFields) -> Person:
    return Person(id=0, active=True, **asdict(fields))


def _scope(committee_id: int | None) -> str | None:
    return None if committee_id is None else f"committee:{committee_id}"
