"""How often a thing may be done from one place: beyond, one waits. The server is one process, so its memory is enough."""

import threading
import time
from collections import OrderedDict, deque

from flask import Flask, current_app

WINDOW_SECONDS = 60.0
MOST_KEPT = 5_000


class Pace:
    """The acts of the last minute, by the place they came from."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._done: OrderedDict[str, deque[float]] = OrderedDict()

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


def install(app: Flask) -> None:
    """Begin to count."""
    app.extensions["collegiale.pace"] = Pace()


def take(place: str, *, most: int) -> bool:
    """Count one more act at a place of this application, and return whether it may be done."""
    pace: Pace = current_app.extensions["collegiale.pace"]
    return pace.take(place, most=most)
