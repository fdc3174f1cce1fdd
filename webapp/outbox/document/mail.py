"""A message in the relay's form: plain text, its files, and an identifier that a return can be traced by."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from webapp.kernel import paths, tokens
from webapp.outbox.model import LINK, Joined, Letter, Means, Message

POLICY = SMTP.clone(max_line_length=78)
_IDENTIFIER = re.compile(r"<?collegiale\.(\d{1,15})\.([0-9a-f]{24})@")
_ENCODED = "=?"  # begins an encoded word (RFC 2047), which the library would decode, line breaks and all
_METHOD = re.compile(rb"^METHOD:([A-Za-z-]+)\s*$", re.MULTILINE)


def compose(message: Message, means: Means, contents: Sequence[bytes], *, now: datetime) -> bytes:
    """Write a message with its joined files' contents, in their order."""
    letter = message.letter
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _mailbox(*parseaddr(means.sender))
    mail["To"] = _mailbox(letter.name, letter.address or "")
    mail["Subject"] = _line(letter.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = identifier(message, means.sender)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
    mail.set_content(text(letter, means), cte="quoted-printable")
    for joined, content in zip(letter.joined, contents, strict=True):
        _join(mail, joined, content)
    return mail.as_bytes()


def text(letter: Letter, means: Means) -> str:
    """Return the whole text as it is read, its link in place; it opens a door and is kept nowhere."""
    return letter.body if letter.link is None else letter.body.replace(LINK, address_of_link(letter, means))


def address_of_link(letter: Letter, means: Means) -> str:
    """Return the whole address of a letter's link."""
    if letter.link is None:
        raise ValueError(letter.key)
    token = tokens.derive(means.link_key, letter.link.nonce)
    return paths.link(means.public_address, letter.link.page, token=token)


def identifier(message: Message, sender: str) -> str:
    """Return the Message-ID: the same each time that this message is tried."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<collegiale.{message.id}.{_seal(message)}@{domain}>"


def number_in(text_of_identifier: str) -> int | None:
    """Return the message that an identifier seems to name; `is_named` then says whether it does."""
    found = _IDENTIFIER.search(text_of_identifier)
    return int(found[1]) if found else None


def is_named(message: Message, text_of_identifier: str) -> bool:
    """Whether an identifier is this message's and not one of another installation."""
    found = _IDENTIFIER.search(text_of_identifier)
    return found is not None and (int(found[1]), found[2]) == (message.id, _seal(message))


def _seal(message: Message) -> str:
    named = f"{message.id}\n{message.letter.key}\n{message.created_at.isoformat()}"
    return hashlib.sha256(named.encode()).hexdigest()[:24]


def _mailbox(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    if _ENCODED in address:
        raise ValueError(address)
    return Address(display_name=_line(name), username=user, domain=domain)


def _line(value: str) -> str:
    """Bring a text to one line, without any encoded word: it could hide a line break, and thus a header."""
    return " ".join(value.split()).replace(_ENCODED, "= ?")


def _join(mail: EmailMessage, joined: Joined, content: bytes) -> None:
    kind = joined.media_type.partition(";")[0].strip()
    maintype, _, subtype = kind.partition("/")
    parameters = {}
    if kind == "text/calendar":
        method = _METHOD.search(content)
        parameters = {"charset": "utf-8", **({"method": method[1].decode().upper()} if method else {})}
    mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=joined.name, params=parameters)
