"""Addresses of our own static files, each with the hash of its content so that browsers may keep it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).resolve().parents[1] / "static"
ONE_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Offer `asset("css/app.css")` to templates; a file asked by its hash may be kept for a year."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)


def asset(name: str) -> str:
    """Return the address of a static file with the hash of its content."""
    return url_for("static", filename=name, v=_hash(name))


@lru_cache(maxsize=256)
def _hash(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:  # noqa: PLR2004 — found
        asked = request.args.get("v")
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if asked else "no-cache"
    return response
