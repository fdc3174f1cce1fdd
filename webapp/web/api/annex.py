"""The way to the JSON interface: a small application of its own, beside the pages, built at its first call.

It knows no cookie and no session, so that no browser can be made to act in it; and the libraries that describe it weigh
nothing on a server that no program calls.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from webapp.web.api.address import PREFIX

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Annex:
    """Leads what is under the prefix to the interface, and the rest to the house."""

    def __init__(self, house: Flask) -> None:
        self._house = house
        self._pages: Wsgi = house.wsgi_app
        self._guard = threading.Lock()
        self._interface: Flask | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == PREFIX or path.startswith(f"{PREFIX}/"):
            return self.interface.wsgi_app(environ, start_response)
        return self._pages(environ, start_response)

    @property
    def interface(self) -> Flask:
        """The interface, built once."""
        with self._guard:
            if self._interface is None:
                from webapp.web.api.application import make  # noqa: PLC0415 — slow import: only when a program calls

                self._interface = make(self._house)
            return self._interface


def install(app: Flask) -> None:
    """Open the way, around the house."""
    annex = Annex(app)
    app.extensions["collegiale.interface"] = annex
    app.wsgi_app = annex  # type: ignore[method-assign]  # Flask's documented way


def interface_of(app: Flask) -> Flask:
    """Return the interface of a house, built if it was not yet."""
    annex: Annex = app.extensions["collegiale.interface"]
    return annex.interface
