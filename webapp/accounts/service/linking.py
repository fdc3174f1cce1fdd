"""Links sent by mail: each lets one person in, once, and leads to one page."""

from datetime import datetime

from webapp.accounts import store
from webapp.accounts.model import Linking
from webapp.kernel import tokens
from webapp.outbox.model import Link
from webapp.storage.database import Database


def new_link(db: Database, person_id: int, page: str, *, linking: Linking, now: datetime) -> Link:
    """Make a link for a message, inside the caller's unit of work; `page` is a path of the house ("/seances/12").

    The token is derived when the message leaves; its hash alone is kept.
    """
    nonce = tokens.new_nonce()
    store.add_link(
        db,
        person_id,
        token_hash=tokens.hash_of(tokens.derive(linking.key, nonce)),
        page=page,
        at=now,
        expires_at=now + linking.lasts,
    )
    return Link(page="link", nonce=nonce)
