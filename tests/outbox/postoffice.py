"""A real relay on this machine: takes what it is handed, or refuses as it is told to."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Answer = str | None | Callable[[], str | None]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class PostOffice:
    """What was taken, in order, and what to answer: by stage ("mail", "rcpt", "go_on", "data"), else by recipient."""

    port: int = field(default_factory=free_port)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    envelopes: list[str] = field(default_factory=list)
    knocks: int = 0
    servers: "list[_Server]" = field(default_factory=list)
    password: str | None = None
    tls: ssl.SSLContext | None = None
    before_the_text: Callable[[], None] | None = None  # run just before the relay says « 354, go on »
    _controller: Controller | None = None

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for _, mail in self.taken]

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.taken]

    def open(self) -> None:
        self._controller = _Controller(self)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def cut(self) -> None:
        """Hang up on everybody without a word."""
        for server in self.servers:
            if server.transport is not None:
                server.transport.abort()

    def _answer(self, *names: str) -> str | None:
        for name in names:
            said = self.answers.get(name)
            if callable(said):
                said = said()
            if said is not None:
                return said
        return None

    # What aiosmtpd calls.

    async def handle_EHLO(  # noqa: N802 — aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.knocks += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802 — same
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if (said := self._answer("mail")) is not None:
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 — same
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if (said := self._answer("rcpt", address)) is not None:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 — same
        content: Any = envelope.content
        if (said := self._answer("data")) is not None:
            return said
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken += [(recipient, mail) for recipient in envelope.rcpt_tos]
        self.envelopes.append(str(envelope.mail_from))
        return self._answer("taken") or "250 2.0.0 Pris sous le numéro 42"


class _Server(SMTP):
    """The protocol, with a place to act just before « 354, go on »."""

    office: PostOffice

    async def push(self, status: str | bytes) -> None:
        said = status if isinstance(status, str) else status.decode()
        if said.startswith("354") and self.office.before_the_text is not None:
            self.office.before_the_text()
        instead = self.office.answers.get("go_on") if said.startswith("354") else None
        await super().push(instead if isinstance(instead, str) else status)


class _Controller(Controller):
    def __init__(self, office: PostOffice) -> None:
        self._office = office
        super().__init__(office, hostname="127.0.0.1", port=office.port, ready_timeout=10)

    def factory(self) -> SMTP:
        office = self._office
        known = office.password

        def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            return AuthResult(success=data.password.decode() == known, handled=False)

        server = _Server(
            office,
            hostname="relais.val-imaginaire.example",
            enable_SMTPUTF8=True,
            tls_context=office.tls,
            auth_require_tls=False,
            authenticator=authenticate if known is not None else None,
            loop=self.loop,
        )
        server.office = office
        office.servers.append(server)
        return server


@contextmanager
def opened(**circumstances: Any) -> Iterator[PostOffice]:
    """A relay that is up for the time of a test."""
    office = PostOffice(**circumstances)
    office.open()
    try:
        yield office
    finally:
        office.close()
