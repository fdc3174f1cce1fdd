"""The slot of the ballot box: a ballot with nothing remarkable about it is taken before Flask, at a third of its cost.

A whole room votes in the same second. What the slot does not take at once (no kept cookie, a doubtful token, a refusal,
a fault of the disk) goes on untouched to the view of the same address, which says what there is to say: nothing was
written, or the same key gives the same receipt again. So the slot has no page, no sentence and no rule of its own.
"""

import hmac
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from itsdangerous import BadData, URLSafeTimedSerializer

from webapp.accounts import queries as accounts
from webapp.accounts import rules as accounts_rules
from webapp.accounts.model import SessionToken
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.service import voting as meetings_voting
from webapp.storage.database import StorageError, together
from webapp.web.kit import database, security, sessions
from webapp.web.member.voting import sent_ballot

Environ = dict[str, Any]
Start = Callable[..., Any]

ADDRESS = re.compile(r"/seances/([0-9]{1,15})/points/[0-9]{1,15}/voter")
FORM = "application/x-www-form-urlencoded"
FIELDS = frozenset(("csrf_token", "motion", "seat", "choice", "key"))
MOST_BYTES = 2000
HEADERS = (*security.HEADERS.items(), ("Cache-Control", "no-store"), ("Vary", "Cookie"), ("Content-Length", "0"))


def install(app: Flask) -> None:
    """Put the slot in front of the application's own way in."""
    app.wsgi_app = Slot(app)  # type: ignore[assignment, method-assign]  # Flask's documented way


class Slot:
    """Takes plain ballots; passes on everything else."""

    def __init__(self, app: Flask) -> None:
        self._next = app.wsgi_app
        self._db = database.of(app)
        self._sessions = sessions.of(app)
        self._cookie = re.compile(rf"(?:^|;) ?{app.config['SESSION_COOKIE_NAME']}=([^;\s\"]+)")
        # The application's own seal of a form: its token is of the browser's session and of no other.
        self._tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer a plain ballot with the way to its receipt, and leave every other request to the application."""
        if environ["REQUEST_METHOD"] != "POST":
            return self._next(environ, start)
        address = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        body = None if address is None else _body(environ)
        if address is None or body is None:
            return self._next(environ, start)
        meeting_id = int(address[1])
        number = self._taken(environ, body, meeting_id, clock.now())
        if number is None:
            return self._next(environ, start)
        receipt = f"{environ.get('SCRIPT_NAME', '')}/recus/{number}?seance={meeting_id}"
        start("303 SEE OTHER", [*HEADERS, ("Location", receipt)])
        return (b"",)

    def _taken(self, environ: Environ, body: str, meeting_id: int, received_at: datetime) -> str | None:
        """Take the ballot and return its receipt's number, or None when it is for the application to judge."""
        fields = dict(parse_qsl(body, keep_blank_values=True))
        ballot = sent_ballot(fields) if fields.keys() == FIELDS else None
        token = None if ballot is None else self._session_of(environ, fields["csrf_token"])
        if ballot is None or token is None:
            return None

        def taken() -> str | None:
            who = accounts.signed_in(self._db, token, now=received_at)
            if who is None or accounts_rules.is_due_for_refresh(who, now=received_at):
                return None
            receipt = meetings_voting.take(
                self._db,
                meeting_id,
                ballot.motion,
                ballot.seat,
                ballot.choice,
                key=ballot.key,
                by=who.by,
                received_at=received_at,
            )
            return receipt.number

        try:
            return together(self._db, taken)
        except (Refusal, StorageError):
            return None

    def _session_of(self, environ: Environ, form_token: str) -> SessionToken | None:
        """Return whose session is in a kept cookie, when the form is its own and comes from a page of this very site."""
        cookies = self._cookie.findall(environ.get("HTTP_COOKIE", ""))
        values = self._sessions.kept(cookies[0]) if len(cookies) == 1 else None
        if values is None or not _of_this_site(environ) or not self._is_its_form(values.get("csrf_token"), form_token):
            return None
        return SessionToken(str(values.get("_user_id", "")))

    def _is_its_form(self, kept: object, token: str) -> bool:
        try:
            sealed = self._tokens.loads(token)
        except BadData:
            return False
        return isinstance(kept, str) and isinstance(sealed, str) and hmac.compare_digest(kept, sealed)


def _of_this_site(environ: Environ) -> bool:
    """Whether a ballot sent over TLS comes from a page of ours, as the application asks of every form."""
    if environ["wsgi.url_scheme"] != "https":
        return True
    return str(environ.get("HTTP_REFERER", "")).startswith(f"https://{environ.get('HTTP_HOST', '')}/")


def _body(environ: Environ) -> str | None:
    """Read a short plain form and put it back for whoever comes next; None for anything else."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isdecimal() and int(length) <= MOST_BYTES and environ.get("CONTENT_TYPE", "").startswith(FORM)):
        return None
    sent: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(sent)
    return sent.decode() if sent.isascii() else None
