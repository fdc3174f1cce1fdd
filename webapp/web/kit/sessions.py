"""The sealed cookie of a browser: the same one comes with every request, and its seal is checked once a minute."""

import threading
from time import monotonic
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

KEPT_SECONDS = 60.0
KEPT_MOST = 2000

_Kept = tuple[float, dict[str, Any]]


class KeptSessions(SecureCookieSessionInterface):
    """Flask's own sessions; what a cookie was found to hold is kept for a minute, by the whole cookie, seal included.

    Who is behind it is asked of the database each time: a session that was ended opens nothing, kept or not.
    """

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None
        self._kept: dict[str, _Kept] = {}
        self._guard = threading.Lock()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what seals cookies, made once: an application's key never changes."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the browser's cookie holds, empty when there is none or its seal is not ours."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        if cookie is None:
            return super().open_session(app, request)
        kept = self.kept(cookie)
        if kept is not None:
            return self.session_class(kept)
        opened = super().open_session(app, request)
        if opened and all(
            isinstance(value, str | bool) for value in opened.values()
        ):  # nothing that a view could alter
            self._keep(cookie, dict(opened))
        return opened

    def kept(self, cookie: str) -> dict[str, Any] | None:
        """Return what this very cookie was found to hold less than a minute ago, or None; not to be altered."""
        found = self._kept.get(cookie)
        return None if found is None or found[0] <= monotonic() else found[1]

    def _keep(self, cookie: str, values: dict[str, Any]) -> None:
        with self._guard:
            if len(self._kept) >= KEPT_MOST:
                self._kept.clear()
            self._kept[cookie] = (monotonic() + KEPT_SECONDS, values)


def of(app: Flask) -> KeptSessions:
    """Return the sessions of an application."""
    found: KeptSessions = app.session_interface  # type: ignore[assignment]  # as installed below
    return found


def install(app: Flask) -> None:
    """Open sessions this way."""
    app.session_interface = KeptSessions()
