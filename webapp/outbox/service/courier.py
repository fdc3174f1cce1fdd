"""The courier: hands the messages over in the order in which they were written, each at most once."""

from datetime import datetime

from webapp.outbox import store
from webapp.outbox.document import mail
from webapp.outbox.model import Means, Message, MessageState
from webapp.outbox.rules import pace
from webapp.outbox.service import relay
from webapp.outbox.service.relay import Door
from webapp.storage import files
from webapp.storage.database import Database, unit_of_work

_STOPPED = "Le service s’est arrêté à l’instant de la remise."
_NO_FILE = "Une pièce jointe manque ou n’est plus intacte : {name}."
_UNWRITABLE = "L’adresse « {address} » ne peut pas s’écrire dans un message."


class _Withdrawn(Exception):  # noqa: N818 — how the handing over of a message is given up
    """The message was withdrawn, printed or given another address while it was being handed over."""


def release(db: Database, *, now: datetime) -> int:
    """Set aside, at a start, the messages that a stop left at their final dot: somebody decides. Return how many."""
    with unit_of_work(db):
        return store.release(db, at=now, words=_STOPPED)


def hand_next(db: Database, door: Door, means: Means, *, now: datetime) -> bool:
    """Hand over the first message that is due; False when none is, or the relay is not to be asked yet."""
    trouble = store.trouble(db)
    if trouble is not None and trouble.again_at > now:
        return False
    message = store.next_due(db, now=now)
    if message is None:
        return False
    content = _content(db, message, means, now=now)
    if content is not None:
        return _hand(db, door, message, content, now=now)
    return True


def _content(db: Database, message: Message, means: Means, *, now: datetime) -> bytes | None:
    """Compose a message; one that cannot be is refused, in our own words."""
    joined = message.letter.joined
    try:
        contents = [files.read(means.files, each.file) for each in joined]
    except (FileNotFoundError, files.FileDamagedError):
        _settle(db, message, MessageState.REFUSED, _NO_FILE.format(name=", ".join(each.name for each in joined)), now)
        return None
    try:
        return mail.compose(message, means, contents, now=now)
    except (ValueError, IndexError):  # what email.headerregistry raises
        _settle(db, message, MessageState.REFUSED, _UNWRITABLE.format(address=message.letter.address), now)
        return None


def _hand(db: Database, door: Door, message: Message, content: bytes, *, now: datetime) -> bool:
    try:
        words = door.hand(
            message.letter.address or "", content, before_dot=lambda: _begin_handing(db, message, now=now)
        )
    except relay.Unavailable as fault:
        _in_trouble(db, message, str(fault), now=now)
        return False
    except relay.Lost as fault:
        _settle(db, message, MessageState.UNCERTAIN, str(fault), now)
    except relay.Deferred as fault:
        _put_off(db, message, str(fault), now=now)
    except relay.Rejected as fault:
        _settle(db, message, MessageState.REFUSED, str(fault), now)
    except _Withdrawn:
        return True
    else:
        _settle(db, message, MessageState.SENT, words, now)
    return True


def _begin_handing(db: Database, message: Message, *, now: datetime) -> None:
    with unit_of_work(db):
        if not store.begin_handing(db, message.id, address=message.letter.address, at=now):
            raise _Withdrawn


def _settle(db: Database, message: Message, state: MessageState, words: str, now: datetime) -> None:
    with unit_of_work(db):
        store.settle(db, message.id, state, words=words, at=now)
        store.end_trouble(db)


def _put_off(db: Database, message: Message, words: str, *, now: datetime) -> None:
    """Try later, message by message; after two days the relay's last words are a refusal."""
    pause = pace.until_next_attempt(message.attempts)
    if pause is None:
        _settle(db, message, MessageState.REFUSED, words, now)
        return
    with unit_of_work(db):
        store.put_off(db, message.id, words=words, due_at=now + pause)
        store.end_trouble(db)


def _in_trouble(db: Database, message: Message, words: str, *, now: datetime) -> None:
    """Note that the relay does not answer: no message is counted for it."""
    trouble = store.trouble(db)
    pause = pace.until_next_knock(0 if trouble is None else trouble.tries)
    with unit_of_work(db):
        store.take_back(db, message.id)
        store.set_trouble(db, words=words, at=now, again_at=now + pause)
