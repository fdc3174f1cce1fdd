"""A message that waits to leave, what it carries and what has become of it; the relay that takes it."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum, auto
from pathlib import Path

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce

LINK = "⟦lien⟧"  # stands in a body where the link goes; no keyboard has these brackets


class MessageState(StrEnum):
    """What has become of a message; `sent` is the relay's word, not the reader's."""

    WAITING = auto()
    HANDING = auto()
    UNCERTAIN = auto()
    SENT = auto()
    REFUSED = auto()
    BOUNCED = auto()
    PRINTED = auto()
    WITHDRAWN = auto()


class OutboxRefusal(Reason):
    """Why a message may not be sent again, printed, or noted as returned."""

    UNKNOWN_MESSAGE = auto()
    ALREADY_FOLLOWED = auto()
    NOT_TO_BE_RESENT = auto()
    NO_ADDRESS = auto()
    NOT_IN_DOUBT = auto()
    NOT_SENT = auto()
    NOT_TO_BE_PRINTED = auto()
    TOO_MANY_LETTERS = auto()
    RETURN_UNREADABLE = auto()
    RETURN_IS_DELAY = auto()
    RETURN_UNKNOWN = auto()


STUCK = frozenset({MessageState.UNCERTAIN, MessageState.REFUSED, MessageState.BOUNCED})


@frozen
class Link:
    """A link that the message carries in place of LINK: a page of `kernel.paths` that takes `token`."""

    page: str
    nonce: Nonce = field(repr=False)


@frozen
class Joined:
    """A file joined to a message; `file` is its name in the instance's files: its SHA-256 and its ending."""

    name: str
    media_type: str
    file: str


@frozen
class Letter:
    """What is to be sent: the same `key` twice is the same message, written once.

    `body` is finished plain text; `address` None: it waits to be printed.
    """

    key: str
    kind: str
    about: str
    committee_id: int | None
    person_id: int | None
    name: str
    address: str | None
    subject: str
    body: str
    link: Link | None = None
    joined: tuple[Joined, ...] = ()


@frozen
class Message:
    """A letter in the outbox, with what has become of it; `words` are the relay's own."""

    id: int
    letter: Letter
    state: MessageState
    attempts: int
    due_at: datetime
    words: str
    created_at: datetime
    settled_at: datetime | None
    follows: int | None
    followed_by: int | None

    @property
    def is_stuck(self) -> bool:
        """Whether somebody has to decide: it did not arrive, or nobody knows."""
        return self.followed_by is None and (
            self.state in STUCK or (self.state is MessageState.WAITING and self.letter.address is None)
        )


@frozen
class Trouble:
    """The relay does not answer: nothing leaves until the courier has knocked with success."""

    since: datetime
    words: str
    tries: int
    again_at: datetime


@frozen
class Queue:
    """How the mail stands: what waits for the relay, since when, what waits for somebody, and the relay's trouble."""

    waiting: int
    oldest_at: datetime | None
    stuck: int
    trouble: Trouble | None


@frozen
class Reach:
    """Whose messages somebody may see: those of these committees (None: of all), those that belong to none.

    `topics` are the things of which they see the messages besides: the webinars that they organise.
    """

    committees: frozenset[int] | None
    of_none: bool
    topics: frozenset[str] = frozenset()

    def holds(self, message: Message) -> bool:
        if message.letter.about in self.topics:
            return True
        committee_id = message.letter.committee_id
        if committee_id is None:
            return self.of_none
        return self.committees is None or committee_id in self.committees


@frozen
class Return:
    """What a returned mail says: of which message, and in which words."""

    identifier: str
    words: str


@frozen
class Relay:
    """The relay that takes our messages; `security` is "", "starttls" or "tls", `sender` an address with or without name."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str


@frozen
class Means:
    """What a finished text needs to become a message that leaves: the key of its link, our address, its joined files."""

    sender: str
    link_key: str = field(repr=False)
    public_address: str
    files: Path
