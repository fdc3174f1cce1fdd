"""Addresses of our own static files, each with the hash of its content so that browsers may keep it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

FOLDER = Path(__file__).resolve().parents[1] / "static"
ONE_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Offer `asset("css/app.css")` to templates; a file asked by its hash may be kept for a year."""
    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = _send
    app.add_url_rule("/static/-<version>/<path:filename>", "static")
    app.after_request(_keep)


def asset(name: str) -> str:
    """Return the address of a static file with the hash of its content.

    A script is addressed by the hash of all scripts, before its name: the modules that it imports are then found, and
    kept, under the same hash.
    """
    return _address(request.script_root, name)


@lru_cache(maxsize=512)
def _address(_root: str, name: str) -> str:
    """Make an address once for each way in (`_root`): a page names twenty of them, and none ever changes."""
    if name.startswith("js/"):
        return url_for("static", version=_hash_of_scripts(), filename=name)
    return url_for("static", filename=name, v=_hash(name))


def _send(filename: str, version: str = "") -> Response:
    return current_app.send_static_file(filename)


@lru_cache(maxsize=256)
def _hash(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _hash_of_scripts() -> str:
    scripts = sorted([*(FOLDER / "js").rglob("*.js"), *(FOLDER / "vendor").rglob("*.mjs")])
    return hashlib.sha256("".join(_hash(str(each.relative_to(FOLDER))) for each in scripts).encode()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:  # noqa: PLR2004 — found
        asked = request.args.get("v") or (request.view_args or {}).get("version") == _hash_of_scripts()
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if asked else "no-cache"
    return response
