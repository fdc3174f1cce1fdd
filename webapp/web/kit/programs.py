"""Who may enter the JSON interface: every view of it carries a rule too, and a view without a rule lets nobody in.

A program has no cookie: it shows the token of an organiser, or calls what is public. Nothing here needs the token of
forms, which guards against a browser being made to send what its owner did not ask: no browser holds these tokens.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from webapp.kernel import clock
from webapp.web.kit import objects
from webapp.web.kit.access import Rule
from webapp.web.kit.database import db
from webapp.webinars import queries as webinars
from webapp.webinars.model import Bearer

View = TypeVar("View", bound=Callable[..., Any])
LONGEST_TOKEN = 100


def install(app: Flask) -> None:
    """Close every door of the interface, then let each view's rule open it."""
    app.before_request(lambda: _enforce(app))


def _enforce(app: Flask) -> None:
    if request.endpoint is None:
        return  # no such address: the 404 says so
    rule: Rule | None = getattr(app.view_functions[request.endpoint], "access_rule", None)
    if rule is None or (rule.bears is None and rule.admits is not None):
        abort(403)
    if rule.bears is None:
        objects.load_webinar(request.view_args or {})
        return
    g.bearer = _bearer()
    objects.load_webinar(request.view_args or {})
    if not rule.bears(g.bearer):
        abort(404)  # another's webinar is not told from one that does not exist


def _bearer() -> Bearer:
    shown = request.authorization
    token = shown.token if shown is not None and shown.type == "bearer" else None
    found = None if not token or len(token) > LONGEST_TOKEN else webinars.bearer(db(), token, now=clock.now())
    if found is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    return found


def me() -> Bearer:
    """Return whom the calling program speaks for; only for views whose rule asks for a token."""
    found: Bearer = g.bearer
    return found


def _give(name: str, bears: Callable[[Bearer], bool]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        # Among the pages, such a view would let nobody in: it admits no session.
        view.access_rule = Rule(name, lambda _: False, bears=bears)  # type: ignore[attr-defined]  # read back by _enforce
        return view

    return mark


def bearer(view: View) -> View:
    """Whoever shows the token of an organiser; the view lists only their own webinars."""
    return _give("bearer", lambda _: True)(view)


def bearer_of_webinar(view: View) -> View:
    """Whoever shows the token of somebody who organises the webinar in the address, or of an administrator."""
    return _give("bearer_of_webinar", _organises)(view)


def _organises(who: Bearer) -> bool:
    return who.every_webinar or webinars.organises(db(), g.webinar.id, who.person_id)
