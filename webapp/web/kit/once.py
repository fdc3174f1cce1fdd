"""A form sent twice in haste does one act: the second answer is the first one's, on every form of the house.

Acts of a sitting and ballots have keys of their own, kept with what they wrote. This is for the others: making a
sitting, a seat, an account. The server is one process, so its memory is enough; a restart forgets it, harmlessly.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from webapp.web.kit import access

WINDOW_SECONDS = 10.0
PATIENCE_SECONDS = 10.0
MOST_KEPT = 2000


@dataclass(slots=True)
class _Sending:
    """One form on its way, and where its answer led once there is one."""

    at: float
    answered: threading.Event = field(default_factory=threading.Event)
    location: str | None = None


class Sendings:
    """The forms of the last seconds, by what was sent, where and by whom."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, _Sending] = OrderedDict()

    def begin(self, digest: str) -> tuple[_Sending, bool]:
        """Return the sending of this very form, and whether this is its first time."""
        now = time.monotonic()
        with self._guard:
            found = self._kept.get(digest)
            if found is not None and now - found.at < WINDOW_SECONDS:
                return found, False
            while self._kept and (len(self._kept) >= MOST_KEPT or self._oldest.at < now - WINDOW_SECONDS):
                self._kept.popitem(last=False)
            self._kept[digest] = _Sending(now)
            return self._kept[digest], True

    @property
    def _oldest(self) -> _Sending:
        return next(iter(self._kept.values()))

    def forget(self, digest: str) -> None:
        """Let this form be sent again: it was refused, or it led nowhere."""
        with self._guard:
            self._kept.pop(digest, None)


def install(app: Flask) -> None:
    """Watch every form of a signed-in person; after the doors and the token, which come first."""
    app.extensions["collegiale.sendings"] = Sendings()
    app.before_request(_begin)
    app.after_request(_keep)
    app.teardown_request(_release)


def _begin() -> BaseResponse | None:
    if request.method != "POST" or access.person() is None or request.files or request.form.get("key"):
        return None  # a form with a key is known by what it wrote
    sendings: Sendings = current_app.extensions["collegiale.sendings"]
    digest = _digest()
    sending, first = sendings.begin(digest)
    if first:
        g.sending = (digest, sending)
        return None
    sending.answered.wait(PATIENCE_SECONDS)
    return None if sending.location is None else redirect(sending.location, 303)


def _digest() -> str:
    """Hash what makes two sendings one: the session, the address, every field and the page's own token among them."""
    sent = sorted(request.form.items(multi=True))
    return hashlib.sha256(repr((current_user.token, request.full_path, sent)).encode()).hexdigest()


def _keep(response: Response) -> Response:
    if "sending" in g and response.status_code == 303:  # noqa: PLR2004 — done, and led on
        g.sending[1].location = response.location
    return response


def _release(_: BaseException | None) -> None:
    if "sending" not in g:
        return
    digest, sending = g.pop("sending")
    if sending.location is None:
        current_app.extensions["collegiale.sendings"].forget(digest)
    sending.answered.set()
