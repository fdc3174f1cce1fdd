"""What somebody decides of a message that left: send it again, note that it came back or that it did arrive."""

from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.outbox import queries, store
from webapp.outbox.model import Link, Message, MessageState, OutboxRefusal
from webapp.outbox.rules import returns
from webapp.storage.database import Database, unit_of_work

RESENT = frozenset(
    {
        *(MessageState.SENT, MessageState.UNCERTAIN, MessageState.REFUSED),
        *(MessageState.BOUNCED, MessageState.PRINTED),
    }
)
BY_HAND = "Retour noté à la main."
CHECKED = "Remise vérifiée par le secrétariat."


def follow(
    db: Database,
    message_id: int,
    *,
    address: str | None = None,
    link: Link | None = None,
    by: By,
    now: datetime,
) -> int:
    """Write a message anew after one that left, inside the caller's unit of work; return its number.

    The former stays as it was, and says that it was sent again; `address` and `link` replace its own.
    """
    former = _existing(db, message_id)
    _check_may_follow(former)
    letter = replace(
        former.letter,
        key=f"{former.letter.key}+{former.id}",
        address=address or former.letter.address,
        link=link or former.letter.link,
    )
    if letter.address is None:
        raise Refusal(OutboxRefusal.NO_ADDRESS)
    number = store.add(db, letter, at=now, follows=former.id)
    if number is None:
        raise Refusal(OutboxRefusal.ALREADY_FOLLOWED)
    if former.state is MessageState.WAITING:
        store.withdraw(db, former.letter.key, at=now)
    _record(db, "message.resent", former, by=by, now=now, mended=letter.address != former.letter.address)
    return number


def _check_may_follow(former: Message) -> None:
    if former.followed_by is not None:
        raise Refusal(OutboxRefusal.ALREADY_FOLLOWED)
    unreachable = former.state is MessageState.WAITING and former.letter.address is None
    if former.state not in RESENT and not unreachable:
        raise Refusal(OutboxRefusal.NOT_TO_BE_RESENT)


def resend(db: Database, message_id: int, *, address: str | None = None, by: By, now: datetime) -> int:
    """Send a message again, in a unit of its own; return the number of the one that follows it."""
    with unit_of_work(db):
        return follow(db, message_id, address=address, by=by, now=now)


def confirm(db: Database, message_id: int, *, by: By, now: datetime) -> None:
    """Note that a message whose handing over was in doubt did arrive."""
    with unit_of_work(db):
        message = _existing(db, message_id)
        doubt = frozenset({MessageState.UNCERTAIN})
        if not store.mark(db, message_id, MessageState.SENT, among=doubt, words=CHECKED, at=now):
            raise Refusal(OutboxRefusal.NOT_IN_DOUBT)
        _record(db, "message.received", message, by=by, now=now)


def note_return(db: Database, message_id: int, *, words: str = BY_HAND, by: By, now: datetime) -> None:
    """Note that a message came back after the relay had taken it; noted already, nothing happens."""
    with unit_of_work(db):
        message = _existing(db, message_id)
        if message.state is MessageState.BOUNCED:
            return
        left = frozenset({MessageState.SENT, MessageState.UNCERTAIN})
        if not store.mark(db, message_id, MessageState.BOUNCED, among=left, words=words, at=now):
            raise Refusal(OutboxRefusal.NOT_SENT)
        _record(db, "message.bounced", message, by=by, now=now, words=words)


def returned(db: Database, content: bytes) -> tuple[Message, str]:
    """Return the message that a returned mail speaks of, and its words; refuse a mail that names none of ours."""
    found = returns.read(content)
    message = queries.named(db, found.identifier)
    if message is None:
        raise Refusal(OutboxRefusal.RETURN_UNKNOWN)
    return message, found.words or BY_HAND


def record_printed(db: Database, message: Message, *, by: By, now: datetime) -> None:
    """Mark a message as given on paper, inside the caller's unit of work."""
    among = frozenset({MessageState.WAITING, *PRINTED_FROM})
    if store.mark(db, message.id, MessageState.PRINTED, among=among, words=message.words, at=now):
        _record(db, "message.printed", message, by=by, now=now)


PRINTED_FROM = frozenset({MessageState.UNCERTAIN, MessageState.REFUSED, MessageState.BOUNCED})


def _existing(db: Database, message_id: int) -> Message:
    message = queries.find(db, message_id)
    if message is None:
        raise Refusal(OutboxRefusal.UNKNOWN_MESSAGE)
    return message


def _record(db: Database, act: str, message: Message, *, by: By, now: datetime, **facts: object) -> None:
    letter = message.letter
    scope = letter.about if letter.about.startswith("meeting:") else None
    audit.record(
        db, act, f"message:{message.id}", by=by, now=now, scope=scope, name=letter.name, title=letter.subject, **facts
    )
