"""Connections that hold a place and ask nothing: let go of before the people who come after them have to wait."""

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

SWEEP_SECONDS = 1.0
HEAD_SECONDS = 10.0  # to say what one asks for: a browser does it in one breath
BODY_SECONDS = 600.0  # to send it whole: the largest file on a poor line
QUIET_SECONDS = 2.0  # without a word, while places are short
CROWDED = 0.95  # of the places: 700 people with two connections each are no crowd


class Sweeper:
    """Closes them from waitress's own loop; an answer under way, a page followed live, is never touched."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._begun: WeakKeyDictionary[Any, tuple[Any, float]] = WeakKeyDictionary()
        self._next = 0.0

    def sweep(self, channels: Iterable[Any], now: float) -> None:
        """Look at every connection, at most once a second; `now` as `time.time()`, which waitress notes."""
        if now < self._next:
            return
        self._next = now + SWEEP_SECONDS
        known = list(channels)
        crowded = len(known) >= self.places * CROWDED
        for channel in known:
            if channel.requests or channel.total_outbufs_len:
                self._begun.pop(channel, None)
            elif self._is_late(channel, now) or (crowded and now - channel.last_activity >= QUIET_SECONDS):
                channel.will_close = True

    def _is_late(self, channel: Any, now: float) -> bool:
        """Whether a first request was never begun, or one was begun too long ago to be still incomplete."""
        request = channel.request
        if request is None:
            self._begun.pop(channel, None)
            never_spoke = channel.last_activity == channel.creation_time
            return bool(never_spoke and now - channel.creation_time >= HEAD_SECONDS)
        begun = self._begun.get(channel)
        if begun is None or begun[0] is not request:
            begun = self._begun[channel] = (request, now)
        return bool(now - begun[1] >= (BODY_SECONDS if request.headers_finished else HEAD_SECONDS))
