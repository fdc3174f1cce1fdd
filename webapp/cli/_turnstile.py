"""Pages made one at a time: threads that all want the interpreter spend a fifth of it on changing places.

Acts go straight in: those of the same moment are committed together.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

PATIENCE_SECONDS = 0.05  # then in it goes: a slow page holds nobody longer
READING = frozenset(("GET", "HEAD"))

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Turnstile:
    """Lets one page of an application be made at a time; what a stream yields afterwards is outside."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        entered = environ["REQUEST_METHOD"] in READING and self._turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            return self._application(environ, start_response)
        finally:
            if entered:
                self._turn.release()
