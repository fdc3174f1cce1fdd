"""How often a thing may be done from one place: beyond, one waits. The server is one process, so its memory is enough."""

import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app

WINDOW_SECONDS = 60.0
MOST_KEPT = 5_000


class Pace:
    """The acts of the last minute, by the place they came from."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._done: OrderedDict[str, deque[float]] = OrderedDict()
        self._doing: Counter[str] = Counter()

    def take(self, place: str, *, most: int) -> bool:
        """Count one more act at a place, unless it had `most` within the minute; return whether it may be done."""
        now = time.monotonic()
        with self._guard:
            done = self._done.setdefault(place, deque())
            self._done.move_to_end(place)
            if len(self._done) > MOST_KEPT:
                self._done.popitem(last=False)  # the place that has been quiet for longest
            while done and done[0] < now - WINDOW_SECONDS:
                done.popleft()
            if len(done) >= most:
                return False
            done.append(now)
            return True

    def begin(self, what: str, *, most: int) -> bool:
        """Begin something heavy, unless `most` are under way; return whether it may be done, and must then be ended."""
        with self._guard:
            if self._doing[what] >= most:
                return False
            self._doing[what] += 1
            return True

    def end(self, what: str) -> None:
        with self._guard:
            self._doing[what] -= 1


def install(app: Flask) -> None:
    """Begin to count."""
    app.extensions["collegiale.pace"] = Pace()


def take(place: str, *, most: int) -> bool:
    """Count one more act at a place of this application, and return whether it may be done."""
    pace: Pace = current_app.extensions["collegiale.pace"]
    return pace.take(place, most=most)


@contextmanager
def at_once(what: str, *, most: int) -> Iterator[bool]:
    """Do something heavy of which this application does `most` at once; gives whether there was room."""
    pace: Pace = current_app.extensions["collegiale.pace"]
    begun = pace.begin(what, most=most)
    try:
        yield begun
    finally:
        if begun:
            pace.end(what)
