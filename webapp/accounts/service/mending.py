"""Sending a message again to somebody of the house, their address mended on the way."""

from datetime import datetime

from webapp.accounts import rules, store
from webapp.accounts.model import Linking, SignedIn
from webapp.accounts.service.linking import new_link
from webapp.accounts.service.people import change_contact, existing, manageable
from webapp.kernel import tokens
from webapp.outbox import queries
from webapp.outbox import service as outbox
from webapp.outbox.model import Link, Message
from webapp.storage.database import Database, unit_of_work


def resend(
    db: Database, message: Message, *, email: str | None, actor: SignedIn, linking: Linking, now: datetime
) -> int:
    """Send a message again, to the address known today or to the one typed, which becomes the person's own.

    One unit: the address, its trace, the new link in place of the former one, and the message that follows.
    """
    person_id = message.letter.person_id
    if person_id is None:
        address = None if not email else rules.clean_email(email)
        return outbox.resend(db, message.id, address=address, by=actor.by, now=now)
    with unit_of_work(db):
        person = existing(db, person_id)
        if email and email != person.email:
            manageable(db, person_id, actor)
            person = change_contact(db, person, email=email, by=actor.by, now=now)
            _relink_waiting(db, person_id, linking=linking, now=now)
        link = _renewed(db, message.letter.link, person_id, linking=linking, now=now)
        return outbox.follow(db, message.id, address=person.email, link=link, by=actor.by, now=now)


def _relink_waiting(db: Database, person_id: int, *, linking: Linking, now: datetime) -> None:
    """Give what still waits for somebody links that serve: those it had were revoked with the address."""
    for message in queries.waiting_for(db, person_id):
        link = _renewed(db, message.letter.link, person_id, linking=linking, now=max(now, message.due_at))
        if link is not None:
            outbox.relink(db, message.id, link)


def _renewed(db: Database, link: Link | None, person_id: int, *, linking: Linking, now: datetime) -> Link | None:
    """Make a new link to the same page, the former being worth nothing more; a link of another kind stays as it is."""
    row = None if link is None else store.link(db, tokens.hash_of(tokens.derive(linking.key, link.nonce)))
    if row is None or row["person_id"] != person_id:
        return None
    store.revoke_link(db, row["id"], at=now)
    return new_link(db, person_id, row["page"], linking=linking, now=now)
