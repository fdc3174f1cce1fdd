"""The crowd that signs up enters one at a time: threads that all want the interpreter spend a fifth of it on changing places.

Whoever sits in a committee goes straight in, however many sign up for a webinar meanwhile.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

PATIENCE_SECONDS = 0.05  # then in it goes: a slow answer holds nobody longer
CROWDED = ("/webinaires", "/inscription")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Turnstile:
    """Lets one answer to the crowd be made at a time; what a stream yields afterwards is outside."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        crowded = environ.get("PATH_INFO", "").startswith(CROWDED)
        entered = crowded and self._turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            return self._application(environ, start_response)
        finally:
            if entered:
                self._turn.release()
