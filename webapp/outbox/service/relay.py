"""The door of the relay: what is handed over, and the four ways in which it says no."""

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.utils import parseaddr

from webapp.outbox.model import Relay

CONNECT_SECONDS = 30.0
TAKE_SECONDS = (
    300.0  # a relay examines the whole message before it answers the dot (RFC 5321, 4.5.3.2.6 allows ten minutes)
)
WORDS_MOST = 500

_SILENT = "Le relais ne répond pas ({words})."
_NO_TLS = "Le relais n’offre pas le chiffrement demandé (STARTTLS) : rien ne lui est remis en clair."
_CLEAR_PASSWORD = "Le mot de passe du relais ne part pas en clair : réglez smtp_security."  # noqa: S105 — a sentence
_CUT = "La liaison s’est coupée avant la réponse du relais."
_NO_ACCENTS = "Le relais ne prend pas les adresses qui ont des accents."

_CLOSING = 421  # RFC 5321, 3.8: the service is closing, whatever was asked
_AUTHENTICATE = 530  # RFC 4954
_TOO_LARGE = 552
_GO_ON = 354


class Unavailable(Exception):  # noqa: N818 — the relay's trouble, not a fault of ours
    """Nothing can be handed over now, whatever the message; it is as it was."""


class Deferred(Exception):  # noqa: N818 — same
    """One message is put off, in the relay's own words."""


class Rejected(Exception):  # noqa: N818 — same
    """One message is refused for good, in the relay's own words."""


class Lost(Exception):  # noqa: N818 — same
    """The final dot left and no answer came: nobody knows whether the message was taken."""


class Door:
    """A connection to the relay, opened when something is to be handed over and used as long as it holds."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._open: smtplib.SMTP | None = None

    def hand(self, recipient: str, content: bytes, *, before_dot: Callable[[], None]) -> str:
        """Hand one message over and return the relay's words; `before_dot` runs when nothing but the final dot is left.

        Raise Unavailable, Deferred, Rejected or Lost; what `before_dot` raises goes through, and nothing is handed over.
        """
        try:
            return self._hand(recipient, content, before_dot)
        except (Deferred, Rejected):
            raise
        except BaseException:
            self.leave()
            raise

    def close(self) -> None:
        """Take leave of the relay."""
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
        self.leave()

    def leave(self) -> None:
        """Drop the connection: a relay that has not had the final dot takes nothing."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _hand(self, recipient: str, content: bytes, before_dot: Callable[[], None]) -> str:
        smtp = self._greeted(recipient, len(content))
        self._ask(smtp, lambda: smtp.rcpt(recipient))
        self._ask(smtp, lambda: smtp.docmd("DATA"), wanted=_GO_ON)
        try:
            smtp.send(_body(content))
        except (OSError, smtplib.SMTPException) as fault:
            raise Unavailable(_SILENT.format(words=_said(fault))) from fault
        before_dot()
        return self._dot(smtp)

    def _dot(self, smtp: smtplib.SMTP) -> str:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(TAKE_SECONDS)
            smtp.send(b".\r\n")
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            raise Lost(_CUT) from fault
        if code < 0:
            raise Lost(_words(code, words))  # an answer, but which one?
        if smtp.sock is not None:
            smtp.sock.settimeout(CONNECT_SECONDS)
        return _judged(code, words)

    def _greeted(self, recipient: str, size: int) -> smtplib.SMTP:
        """Begin a message; a connection kept from the one before may have been closed meanwhile, and is opened anew."""
        kept = self._open is not None
        smtp = self._open or self._connect()
        try:
            code, words = smtp.mail(*self._sender(smtp, recipient, size))
        except (OSError, smtplib.SMTPException) as fault:
            self.leave()
            if kept:
                return self._greeted(recipient, size)
            raise Unavailable(_SILENT.format(words=_said(fault))) from fault
        if kept and code == _CLOSING:
            self.leave()
            return self._greeted(recipient, size)
        if code // 100 != 2:  # noqa: PLR2004 — RFC 5321, 4.2.1: every message has this sender, so it is the relay's trouble
            self._reset(smtp)
            raise (Rejected if code == _TOO_LARGE else Unavailable)(_words(code, words))
        return smtp

    def _sender(self, smtp: smtplib.SMTP, recipient: str, size: int) -> tuple[str, list[str]]:
        options = [f"size={size}"] if smtp.has_extn("size") else []
        if not recipient.isascii():
            if not smtp.has_extn("smtputf8"):
                raise Rejected(_NO_ACCENTS)
            options += ["BODY=8BITMIME", "SMTPUTF8"]
            smtp.command_encoding = "utf-8"
        return parseaddr(self._relay.sender)[1], options

    def _ask(self, smtp: smtplib.SMTP, ask: Callable[[], tuple[int, bytes]], *, wanted: int = 250) -> None:
        try:
            code, words = ask()
        except (OSError, smtplib.SMTPException) as fault:
            raise Unavailable(_SILENT.format(words=_said(fault))) from fault
        if code == wanted or (wanted == 250 and code in {251, 252}):  # noqa: PLR2004 — « will forward », « will try », RFC 5321, 3.4
            return
        if code // 100 == 2:  # noqa: PLR2004 — a yes beside the question: what follows would be read as commands
            raise Unavailable(_words(code, words))
        if code != _CLOSING:
            self._reset(smtp)
        _judged(code, words)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Forget a message that was not taken; a relay that will not hear of it is left."""
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.leave()

    def _connect(self) -> smtplib.SMTP:
        try:
            smtp = self._dial()
        except (OSError, smtplib.SMTPException) as fault:
            raise Unavailable(_SILENT.format(words=_said(fault))) from fault
        try:
            self._secure(smtp)
        except (OSError, smtplib.SMTPException) as fault:
            smtp.close()
            raise Unavailable(_said(fault)) from fault
        except BaseException:
            smtp.close()
            raise
        self._open = smtp
        return smtp

    def _dial(self) -> smtplib.SMTP:
        # Named here, since smtplib would ask the network for it.
        name, relay = socket.gethostname(), self._relay
        if relay.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                relay.host, relay.port, local_hostname=name, timeout=CONNECT_SECONDS, context=context
            )
        return smtplib.SMTP(relay.host, relay.port, local_hostname=name, timeout=CONNECT_SECONDS)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._relay.security == "starttls":
            if not smtp.has_extn("starttls"):
                raise Unavailable(_NO_TLS)
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if self._relay.user:
            if not self._relay.security and not _is_here(self._relay.host):
                raise Unavailable(_CLEAR_PASSWORD)
            smtp.login(self._relay.user, self._relay.password)


def _judged(code: int, words: bytes) -> str:
    """Return the words of a yes; raise what a no is."""
    said = _words(code, words)
    if code in {_CLOSING, _AUTHENTICATE} or code < 0:
        raise Unavailable(said)
    if code // 100 == 4:  # noqa: PLR2004 — RFC 5321, 4.2.1
        raise Deferred(said)
    if code // 100 != 2:  # noqa: PLR2004 — same
        raise Rejected(said)
    return said


def _words(code: int, words: bytes) -> str:
    return " ".join(f"{code} {words.decode('utf-8', 'replace')}".split())[:WORDS_MOST]


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        words = fault.smtp_error
        return _words(fault.smtp_code, words if isinstance(words, bytes) else str(words).encode())
    return " ".join(str(fault).split())[:WORDS_MOST] or type(fault).__name__


def _body(content: bytes) -> bytes:
    """Double the dots that begin a line, and end the last one (RFC 5321, 4.5.2)."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
