"""Making and revoking the tokens by which organisers' programs enter the JSON interface."""

from datetime import datetime, timedelta

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import store
from webapp.webinars.model import ApiTokenRefusal

LABEL_MOST = 80
LASTS = timedelta(days=366)


def make_api_token(db: Database, person_id: int, label: str, *, by: By, now: datetime) -> str:
    """Make a token for one's own programs, good for a year; return it: only its hash is kept."""
    label = registrations.plain(label)
    if not label or len(label) > LABEL_MOST:
        raise Refusal(ApiTokenRefusal.LABEL_MISSING, most=LABEL_MOST)
    token = tokens.draw()
    with unit_of_work(db):
        number = store.add_api_token(db, person_id, label, tokens.hash_of(token), at=now, ends_at=now + LASTS)
        audit.record(db, "api_token.made", f"api_token:{number}", by=by, now=now, label=label)
    return token


def revoke_api_token(db: Database, person_id: int, token_id: int, *, by: By, now: datetime) -> None:
    """Let one of one's own tokens open nothing more; done already, it changes nothing."""
    with unit_of_work(db):
        found = store.api_token(db, token_id)
        if found is None or found.person_id != person_id:
            raise Refusal(ApiTokenRefusal.UNKNOWN_TOKEN)
        if store.revoke_api_token(db, token_id, now):
            audit.record(db, "api_token.revoked", f"api_token:{token_id}", by=by, now=now, label=found.label)
