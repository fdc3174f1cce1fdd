"""Printing messages as letters: the paper first, then the marks."""

from collections.abc import Sequence
from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.outbox.document import paper
from webapp.outbox.model import Means, Message, MessageState, OutboxRefusal
from webapp.outbox.service.following import PRINTED_FROM, record_printed
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database, unit_of_work

LETTERS_MOST = 60  # in one printing


def print_letters(
    db: Database,
    messages: Sequence[Message],
    means: Means,
    *,
    linked: frozenset[int],
    prefecture: str,
    by: By,
    now: datetime,
) -> bytes:
    """Return the PDF of these messages as letters, and mark them printed; they no longer leave by the relay.

    `linked` are those whose link may be handed out by who prints. The paper is made first and outside the lock: were
    it to fail (RenderFailed), the messages would still wait.
    """
    kept = [each for each in messages if _may_be_printed(each)]
    if not kept:
        raise Refusal(OutboxRefusal.NOT_TO_BE_PRINTED)
    if len(kept) > LETTERS_MOST:
        raise Refusal(OutboxRefusal.TOO_MANY_LETTERS, most=LETTERS_MOST)
    content = render_in_child(paper.letters(kept, means, linked=linked, prefecture=prefecture, now=now))
    with unit_of_work(db):
        for each in kept:
            record_printed(db, each, by=by, now=now)
    return content


def _may_be_printed(message: Message) -> bool:
    """Whether a message has not reached its reader; one printed already may be printed again."""
    states = {MessageState.WAITING, MessageState.PRINTED, *PRINTED_FROM}
    return message.followed_by is None and message.state in states
