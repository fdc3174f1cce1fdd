"""Headers of every answer: nothing inline, nothing from elsewhere, nothing kept on shared desks."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "worker-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HEADERS = {"Content-Security-Policy": POLICY, **ALWAYS}


FIRST_ERROR = 400

# A page that the site of another service may show inside its own: it has no form, no script and nothing personal.
FRAMED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none';"
    " frame-ancestors *"
)


def may_be_framed(view: View) -> View:
    """Let another site show the page of a view inside its own."""
    view.may_be_framed = True  # type: ignore[attr-defined]  # read back as its answer leaves
    return view


class Shield:
    """Adds what is the same on every answer as it leaves: header by header, Flask would spend a twentieth of a page on it."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            return start_response(status, [*headers, *ALWAYS.items()], *fault)

        return self._application(environ, start)


def install(app: Flask) -> None:
    """Set the headers on whatever leaves the application."""
    app.after_request(_protect)
    app.wsgi_app = Shield(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way


def _protect(response: Response) -> Response:
    headers = response.headers
    framed = getattr(current_app.view_functions.get(request.endpoint or ""), "may_be_framed", False)
    if framed and response.status_code < FIRST_ERROR:  # a page of errors is one of ours, with its header
        headers["Content-Security-Policy"] = FRAMED_POLICY
    else:
        headers.add("Content-Security-Policy", POLICY)
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response
