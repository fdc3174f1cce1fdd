"""The crowd that signs up enters one at a time, and lets whoever sits in a committee go first.

Threads that all want the interpreter share it: a page of a sitting would take as many times longer as there are others.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE_SECONDS = 0.25  # then in it goes: neither a slow answer nor a busy sitting holds anybody longer
LINGERING_SECONDS = 0.003  # what a page of a sitting asks for next is on its way: let in meanwhile, one more delays it
CROWDED = ("/webinaires", "/inscription")
SITTING = ("/seances/", "/secretariat/seances/")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Held(threading.local):
    """Whether the present thread has the turn."""

    turn = False


class Turnstile:
    """Lets one answer to the crowd be made at a time, between those of a sitting; what a stream yields afterwards is outside."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._turn = threading.Lock()
        self._held = _Held()
        self._ahead: dict[object, float] = {}  # the answers of a sitting being made, with when each began
        self._left = threading.Condition()
        self._left_at = float("-inf")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(CROWDED):
            with self._one_of_the_crowd():
                return self._application(environ, start_response)
        if path.startswith(SITTING):
            with self._somebody_sitting():
                return self._application(environ, start_response)
        return self._application(environ, start_response)

    @contextmanager
    def _somebody_sitting(self) -> Iterator[None]:
        answer = object()
        with self._left:
            self._ahead[answer] = time.monotonic()
        try:
            yield
        finally:
            with self._left:
                del self._ahead[answer]
                self._left_at = time.monotonic()
                self._left.notify_all()

    @contextmanager
    def _one_of_the_crowd(self) -> Iterator[None]:
        until = time.monotonic() + PATIENCE_SECONDS
        self._take()
        try:
            self._let_pass(until)
            yield
        finally:
            self._give()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Give the turn back while a thread writes or waits for the disk, and take it again."""
        had = self._give()
        try:
            yield
        finally:
            if had:
                self._take()

    def _take(self) -> None:
        self._held.turn = self._turn.acquire(timeout=PATIENCE_SECONDS)

    def _give(self) -> bool:
        """Give back the turn that the present thread has; return whether it had it."""
        had, self._held.turn = self._held.turn, False
        if had:
            self._turn.release()
        return had

    def _let_pass(self, until: float) -> None:
        with self._left:
            while (seconds := min(until, self._free_at()) - time.monotonic()) > 0:
                self._left.wait(seconds)

    def _free_at(self) -> float:
        """Return when the crowd may enter, as things stand: an answer that takes long does not stop it."""
        if self._ahead:
            return max(self._ahead.values()) + PATIENCE_SECONDS
        return self._left_at + LINGERING_SECONDS
