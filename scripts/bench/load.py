"""The browsers of a bench, in one lean process of their own: raw kept connections, requests made beforehand.

It speaks to the loopback alone, sends what it was given once, and stops by itself at its deadline.
"""

import json
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LOOPBACK = "127.0.0.1"
DEADLINE_SECONDS = 120.0
READABLE = select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR
NEVER = 0  # the status of a request that got no answer


@dataclass(frozen=True, slots=True)
class Answers:
    """What the requests got: statuses and seconds in the order of the answers, and the seconds from first to last."""

    statuses: tuple[int, ...]
    latencies: tuple[float, ...]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.statuses) / self.seconds


def send(port: int, queues: Sequence[Sequence[bytes]]) -> Answers:
    """Send each queue over a connection of its own, a request after the answer to the one before; in another process."""
    done = subprocess.run(
        [sys.executable, __file__, "send", str(port)],
        input=json.dumps([[request.decode() for request in queue] for queue in queues]),
        capture_output=True,
        check=True,
        text=True,
    )
    values = json.loads(done.stdout)
    return Answers(tuple(values["statuses"]), tuple(values["latencies"]), values["seconds"])


def once(port: int, request: bytes) -> int:
    """Send one request from this process; return the status once the whole answer has arrived."""
    with socket.create_connection((LOOPBACK, port), timeout=30) as connection:
        connection.sendall(request)
        heard = b""
        while (status := _status_of(heard)) is None:
            piece = connection.recv(1 << 16)
            if not piece:
                return NEVER
            heard += piece
        return status


@dataclass(slots=True)
class Followers:
    """Open pages, each on its stream; `told` is filled at the end: for each page, the instants at which it was woken."""

    process: subprocess.Popen[str]
    told: list[list[float]] = field(default_factory=list)

    def leave(self) -> list[list[float]]:
        """Close every page; return when each was told something (seconds of the machine's monotonic clock)."""
        said, _ = self.process.communicate("leave\n", timeout=30)
        self.told = json.loads(said.splitlines()[-1])
        return self.told


@contextmanager
def following(port: int, requests: Sequence[bytes]) -> Iterator[Followers]:
    """Open a page's stream with each of these requests, in another process, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, __file__, "follow", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdin is None or process.stdout is None:
            message = "the pages’ process has no pipes"
            raise RuntimeError(message)
        process.stdin.write(json.dumps([request.decode() for request in requests]) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "open\n":
            message = "the streams could not all be opened"
            raise RuntimeError(message)
        yield Followers(process)
    finally:
        process.kill()
        process.wait()


# What follows runs in the other process.


@dataclass(slots=True)
class _Line:
    """One connection and what it still has to send."""

    connection: socket.socket
    queue: Iterator[bytes]
    heard: bytes = b""
    sent_at: float = 0.0

    def next(self) -> bool:
        """Send the next request; False when there is none."""
        request = next(self.queue, None)
        if request is None:
            return False
        self.heard, self.sent_at = b"", time.perf_counter()
        self.connection.sendall(request)
        return True


def _send(port: int, queues: list[list[str]]) -> dict[str, Any]:
    poll, lines = select.epoll(), {}
    for queue in queues:
        connection = socket.create_connection((LOOPBACK, port))
        lines[connection.fileno()] = _Line(connection, iter([request.encode() for request in queue]))
        poll.register(connection, READABLE)
    statuses: list[int] = []
    latencies: list[float] = []
    started = time.perf_counter()
    waiting = {number for number, line in lines.items() if line.next()}
    while waiting and time.perf_counter() - started < DEADLINE_SECONDS:
        for number, _ in poll.poll(1.0):
            line = lines[number]
            piece = line.connection.recv(1 << 16)
            line.heard += piece
            status = _status_of(line.heard) if piece else NEVER
            if status is None:
                continue
            statuses.append(status)
            latencies.append(time.perf_counter() - line.sent_at)
            if status == NEVER or not line.next():
                waiting.discard(number)
                poll.unregister(number)
    statuses += [NEVER] * len(waiting)
    return {"statuses": statuses, "latencies": latencies, "seconds": time.perf_counter() - started}


def _status_of(heard: bytes) -> int | None:
    """Return the status of an answer that has wholly arrived, None before."""
    head, separator, body = heard.partition(b"\r\n\r\n")
    if not separator:
        return None
    lower = head.lower()
    at = lower.find(b"content-length:")
    if at < 0:
        return int(head[9:12]) if body.endswith(b"0\r\n\r\n") or head[9:12] == b"304" else None
    length = int(lower[at + 15 :].split(b"\r\n", 1)[0])
    return int(head[9:12]) if len(body) >= length else None


def _follow(port: int, requests: list[str]) -> list[list[float]]:
    poll, connections = select.epoll(), {}
    told: dict[int, list[float]] = {}
    for request in requests:
        connection = socket.create_connection((LOOPBACK, port))
        connection.sendall(request.encode())
        connections[connection.fileno()] = connection
        told[connection.fileno()] = []
        poll.register(connection, READABLE)
    poll.register(sys.stdin, select.EPOLLIN)
    opened: set[int] = set()
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        for number, _ in poll.poll(1.0):
            if number == sys.stdin.fileno():
                return list(told.values())
            piece = connections[number].recv(1 << 16)
            if not piece:
                message = "a stream was ended by the server"
                raise ConnectionError(message)
            if b"event: version" not in piece:
                continue
            if number in opened:
                told[number].append(time.monotonic())
            opened.add(number)
            if len(opened) == len(connections) and not any(told.values()):
                print("open", flush=True)
    return list(told.values())


def main() -> int:
    """Play the part named: `send` or `follow`."""
    part, port = sys.argv[1], int(sys.argv[2])
    if part == "send":
        print(json.dumps(_send(port, json.loads(sys.stdin.read()))))
    else:
        print(json.dumps(_follow(port, json.loads(sys.stdin.readline()))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
