"""Live pages: a thread watches the database's version and wakes the streams; an event carries only a number."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic

from flask import Flask, Response, current_app, request

from webapp.audit import queries as audit
from webapp.audit.model import ACCESS
from webapp.storage.database import Database
from webapp.web.kit import access

WATCH_SECONDS = 0.2
KEEPALIVE_SECONDS = 20
RETRY_MILLISECONDS = 2000
STOP_SECONDS = 2
MOST_PER_READER = 20  # the tabs of a browser share one stream: nobody comes near it
LEFT_SECONDS = 2  # a page that was left gives its place back within this


Holds = Callable[[], bool]


class _Stream:
    """One open page: woken when its topic's number grows, to ask again whether its reader may read, or once left."""

    __slots__ = ("access", "holds", "left", "reader", "sent", "topic", "woken")

    def __init__(self, topic: str, sent: int, reader: str, holds: Holds | None, left: Callable[[], bool]) -> None:
        self.left = left
        self.reader = reader
        self.topic = topic
        self.sent = sent
        self.access = 0  # as if nothing was known: the first wake asks once, whatever happened while it opened
        self.holds = holds
        self.woken = threading.Event()


class Streams:
    """The open pages of this process, and the watcher that wakes them."""

    def __init__(self, db: Database, *, limit: int) -> None:
        self._db = db
        self._limit = limit
        self._open: set[_Stream] = set()
        self._guard = threading.Lock()
        self._versions: dict[str, int] = {}
        self._poked = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        db.committed.append(self._poked.set)

    def start(self) -> None:
        """Begin to watch; what is written from here on is seen, however late the thread gets to run."""
        seen = self._db.data_version()
        self._versions = audit.versions(self._db)
        self._thread = threading.Thread(target=self._watch, args=(seen,), name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End every stream at once and stop watching."""
        self._stopped.set()
        self._poked.set()
        with self._guard:
            for stream in self._open:
                stream.woken.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)  # the database is closed next: nobody may still be reading it

    def version(self, topic: str) -> int:
        """Return a topic's present number."""
        return self._versions.get(topic, 0)

    def __len__(self) -> int:
        return len(self._open)

    def _watch(self, seen: int) -> None:
        looked = monotonic()
        while not self._stopped.is_set():
            self._poked.wait(WATCH_SECONDS)
            self._poked.clear()
            version = self._db.data_version()
            if version != seen:
                seen = version
                self._wake()
            if monotonic() - looked > LEFT_SECONDS:
                looked = monotonic()
                self._wake_those_left()

    def _wake(self) -> None:
        before, self._versions = self._versions, audit.versions(self._db)
        changed = {topic for topic, number in self._versions.items() if before.get(topic) != number}
        changed |= before.keys() - self._versions.keys()  # a rehearsal was purged: its pages ask again
        if not changed:
            return
        with self._guard:
            woken = [each for each in self._open if each.topic in changed or (each.holds and ACCESS in changed)]
        for stream in woken:
            stream.woken.set()

    def _wake_those_left(self) -> None:
        with self._guard:
            left = [stream for stream in self._open if stream.left()]
        for stream in left:
            stream.woken.set()

    def respond(self, topic: str, holds: Holds | None = None, *, reader: str = "") -> Response:
        """Answer a page's request for its stream; 503 beyond the bounds, and the page polls instead.

        A named reader has a bound of their own, so that nobody takes the live pages of all the others. `holds` says whether the reader may still read: it is asked when somebody's access ended, and no ends the stream.
        """
        if self._thread is None:
            with self._guard:
                if self._thread is None:
                    self.start()
        with self._guard:
            if self._is_full(reader):
                return Response(status=503, headers={"Retry-After": "10"})
            # Our server says when a page was left; where another does not, the keepalive finds out.
            left = request.environ.get("waitress.client_disconnected", bool)
            stream = _Stream(topic, self.version(topic), reader, holds, left)
            self._open.add(stream)
        response = Response(self._events(stream), mimetype="text/event-stream")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        response.call_on_close(lambda: self._close(stream))
        return response

    def _is_full(self, reader: str) -> bool:
        if len(self._open) >= self._limit or self._stopped.is_set():
            return True
        return bool(reader) and sum(each.reader == reader for each in self._open) >= MOST_PER_READER

    def _holds(self, stream: _Stream) -> bool:
        """Whether the stream's reader may go on reading; asked of the database only when somebody's access ended."""
        ended = self.version(ACCESS)
        if stream.holds is None or ended == stream.access:
            return True
        stream.access = ended
        return stream.holds()

    def _close(self, stream: _Stream) -> None:
        with self._guard, suppress(KeyError):
            self._open.remove(stream)

    def _events(self, stream: _Stream) -> Iterator[bytes]:
        try:
            yield f"retry: {RETRY_MILLISECONDS}\nevent: version\ndata: {stream.sent}\n\n".encode()
            while not self._stopped.is_set():
                stream.woken.wait(KEEPALIVE_SECONDS)
                stream.woken.clear()
                if stream.left() or not self._holds(stream):
                    return
                number = self.version(stream.topic)
                if number != stream.sent:
                    stream.sent = number
                    yield f"event: version\ndata: {number}\n\n".encode()
                else:
                    yield b":\n\n"
        finally:
            self._close(stream)


def of(app: Flask) -> Streams:
    """Return the streams of an application."""
    return app.extensions["collegiale.streams"]  # type: ignore[no-any-return]  # extensions are untyped


def follow(topic: str, *, holds: Holds | None = None) -> Response:
    """Answer the present request with the stream of a topic ("meeting:12"), which ends with the reader's session.

    A page open to nobody in particular says by `holds` how long it may be read.
    """
    if holds is None:
        return of(current_app).respond(topic, access.still_here(), reader=f"session {access.me().session_id}")
    return of(current_app).respond(topic, holds, reader=topic)


def version(topic: str) -> int:
    """Return a topic's number for the page being made; read it before the facts."""
    return of(current_app).version(topic)
