"""What a returned mail says (RFC 3464): which message failed, and in whose words; whatever the file, an answer."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any

from webapp.kernel.errors import Refusal
from webapp.outbox.model import OutboxRefusal, Return

MOST_BYTES = 30 * 1024 * 1024
WORDS_MOST = 500
_OURS = re.compile(r"<?collegiale\.\d{1,15}\.[0-9a-f]{24}@[^\s>]+>?")


def read(content: bytes) -> Return:
    """Read a returned mail; refuse what is none (RETURN_UNREADABLE), or announces a delay only (RETURN_IS_DELAY)."""
    try:
        mail = message_from_bytes(content[:MOST_BYTES], policy=policy.default)
        fields = list(_recipients(mail))
        identifier = _identifier(mail)
    except Exception as fault:  # a mail made by anybody breaks the library's parsers in many ways
        raise Refusal(OutboxRefusal.RETURN_UNREADABLE) from fault
    if not fields or identifier is None:
        raise Refusal(OutboxRefusal.RETURN_UNREADABLE)
    failed = [each for each in fields if _said(each, "Action").lower() == "failed"]
    if not failed:
        raise Refusal(OutboxRefusal.RETURN_IS_DELAY)
    return Return(identifier=identifier, words=_words(failed[0]))


def _recipients(mail: EmailMessage) -> Iterator[Any]:
    """Yield the fields of each recipient: the blocks of message/delivery-status after the first (RFC 3464, 2.1)."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (each for each in blocks if isinstance(each, Message) and each["Action"])


def _identifier(mail: EmailMessage) -> str | None:
    """Find our Message-ID in the message that was returned, whole or by its headers."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" or part is mail:
            continue  # its content is walked too; the report's own headers name the report
        texts = [str(part["Message-ID"] or ""), str(mail["In-Reply-To"] or "")]
        if kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            texts.append(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")
        found = next((match for text in texts if (match := _OURS.search(text))), None)
        if found:
            return found[0]
    return None


def _words(fields: Any) -> str:
    """Return the words of the server that refused, or at least its code."""
    diagnostic = _said(fields, "Diagnostic-Code").partition(";")
    words = (diagnostic[2] or diagnostic[0]).strip() or _said(fields, "Status")
    return " ".join(words.split())[:WORDS_MOST]


def _said(fields: Any, name: str) -> str:
    return " ".join(str(fields[name] or "").split())
