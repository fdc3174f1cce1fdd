"""Who stands behind the token that a program shows."""

from datetime import datetime

from webapp.accounts import queries as accounts
from webapp.accounts.model import Role
from webapp.kernel import tokens
from webapp.storage.database import Database
from webapp.webinars import store
from webapp.webinars.model import Bearer


def bearer(db: Database, token: str, *, now: datetime) -> Bearer | None:
    """Return whom a token speaks for, while it stands, its owner's account is open and still organises; or None."""
    found = store.api_token_of_hash(db, tokens.hash_of(token), now=now)
    owner = None if found is None else accounts.find(db, found.person_id)
    if found is None or owner is None or not owner.active:
        return None
    roles = {each.role for each in accounts.grants(db, owner.id)}
    if not roles & {Role.ORGANISER, Role.ADMINISTRATOR}:
        return None
    return Bearer(token=found, person_id=owner.id, every_webinar=Role.ADMINISTRATOR in roles)
