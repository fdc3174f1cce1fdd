"""Connections whose answers leave at once: the head with the body, and by one thread, not two that look for each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask


class Answer(WSGITask):  # type: ignore[misc]  # waitress is untyped
    """An answer whose head waits for the first piece of its body: one call of the system, one packet, one awakening."""

    channel: "Channel"

    def write(self, data: bytes) -> None:
        if self.wrote_header:
            super().write(data)
            return
        with self.channel.held():
            super().write(data)


class Channel(HTTPChannel):  # type: ignore[misc]  # same
    """Waitress's own connection, which the loop leaves alone while a thread sends what it has just written.

    The loop would otherwise be told a dozen times for each answer that the connection can be written to, find its lock
    taken, and ask again: that is an eighth of an answer's time.
    """

    task_class = Answer

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._held: list[bytes] | None = None
        super().__init__(*arguments, **named)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Send in one piece what is written meanwhile."""
        pieces: list[bytes] = []
        self._held = pieces
        try:
            yield
        finally:
            self._held = None
        self.write_soon(b"".join(pieces))

    def write_soon(self, data: Any) -> int:
        """Send what was written, or keep it; what could not leave at once is the loop's to send."""
        if self._held is not None:
            self._held.append(data)
            return len(data)
        written: int = super().write_soon(data)
        if self.total_outbufs_len:
            self.server.pull_trigger()  # told before the lock was given back, the loop may have turned away
        return written

    def writable(self) -> bool:
        """Whether the loop has something to send or to close."""
        if self.will_close or self.close_when_flushed or self.total_outbufs_len > self.adj.outbuf_high_watermark:
            return True
        if not self.total_outbufs_len or not self.outbuf_lock.acquire(False):
            return False
        self.outbuf_lock.release()
        return True
