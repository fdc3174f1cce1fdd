"""Headers of every answer: nothing inline, nothing from elsewhere, nothing kept on shared desks."""

from flask import Flask, Response, request

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


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Set the headers on whatever leaves the application."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.extend(HEADERS)
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response
