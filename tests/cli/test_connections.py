"""Connections that ask nothing are let go of; people who ask, send or follow a page are not."""

import socket
import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from waitress.server import create_server

from tests.awaiting import until
from webapp.cli._connections import BODY_SECONDS, HEAD_SECONDS, QUIET_SECONDS, Sweeper

PLACES = 8
HEAD = b"POST /acte HTTP/1.1\r\nHost: val-imaginaire.example\r\nContent-Length: 1000\r\n\r\n"


class Desk:
    """Waitress itself, its loop turned by hand, so that hours pass when the test says so."""

    def __init__(self) -> None:
        self.connections: dict[int, Any] = {}
        self.finish = Event()
        self.server = create_server(self._answer, map=self.connections, listen="127.0.0.1:0", threads=2)
        self.sweeper = Sweeper(PLACES)
        self.callers: list[socket.socket] = []
        self.started = time.time()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/flux":
            self.finish.wait(30)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def call(self, said: bytes = b"") -> socket.socket:
        """Somebody connects and says this much; returns once the server has heard it."""
        caller = socket.create_connection(self.server.socket.getsockname(), timeout=5)
        self.callers.append(caller)
        caller.sendall(said)
        until(lambda: self._turn() and len(self.server.active_channels) == self._open())
        return caller

    def _open(self) -> int:
        return sum(each.fileno() >= 0 for each in self.callers)

    def says(self, caller: socket.socket, said: bytes) -> None:
        caller.sendall(said)
        self._turn()

    def after(self, seconds: float) -> None:
        """Let this much time pass since the first call, then sweep and let waitress close what is to be."""
        self.sweeper.sweep(self.server.active_channels.values(), self.started + seconds)
        self._turn()

    def _turn(self) -> bool:
        for _ in range(10):
            self.server.asyncore.loop(timeout=0.005, map=self.connections, count=1)
        return True

    def hung_up_on(self, caller: socket.socket) -> bool:
        caller.setblocking(False)
        try:
            return caller.recv(100) == b""
        except BlockingIOError:
            return False
        except ConnectionResetError:
            return True

    def close(self) -> None:
        self.finish.set()
        for caller in self.callers:
            caller.close()
        self.server.task_dispatcher.shutdown()
        self.server.asyncore.close_all(self.connections)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


@pytest.mark.parametrize(
    "said", [pytest.param(b"", id="nothing"), pytest.param(HEAD[:30], id="the beginning of a head")]
)
def test_who_does_not_say_what_they_ask_for_is_let_go(desk: Desk, said: bytes) -> None:
    caller = desk.call(said)

    desk.after(1)
    assert not desk.hung_up_on(caller)

    desk.after(HEAD_SECONDS + 2)
    assert desk.hung_up_on(caller)


def test_a_head_sent_letter_by_letter_does_not_hold_its_place(desk: Desk) -> None:
    caller = desk.call(HEAD[:10])
    for second in range(1, 10):
        desk.after(second)
        desk.says(caller, HEAD[10 + second : 11 + second])
    assert not desk.hung_up_on(caller)

    desk.after(HEAD_SECONDS + 2)

    assert desk.hung_up_on(caller)


def test_a_long_sending_has_its_time_and_no_more(desk: Desk) -> None:
    caller = desk.call(HEAD + b"a")

    desk.after(HEAD_SECONDS + 2)
    desk.after(BODY_SECONDS - 1)
    assert not desk.hung_up_on(caller)

    desk.after(BODY_SECONDS + HEAD_SECONDS + 3)
    assert desk.hung_up_on(caller)


def test_when_places_are_short_the_quiet_ones_leave_and_the_page_followed_stays(desk: Desk) -> None:
    follower = desk.call(b"GET /flux HTTP/1.1\r\nHost: val-imaginaire.example\r\n\r\n")
    quiet = [desk.call(HEAD + b"a") for _ in range(PLACES - 1)]

    desk.after(QUIET_SECONDS + 2)

    assert all(desk.hung_up_on(each) for each in quiet)
    assert not desk.hung_up_on(follower)
    desk.finish.set()
    assert until(lambda: desk._turn() and b"200 OK" in _heard(follower))  # noqa: SLF001 — the loop is turned by hand


def test_with_places_to_spare_nobody_quiet_is_hurried(desk: Desk) -> None:
    caller = desk.call(HEAD + b"a")

    desk.after(QUIET_SECONDS + 2)

    assert not desk.hung_up_on(caller)


def _heard(caller: socket.socket) -> bytes:
    try:
        return caller.recv(1000)
    except BlockingIOError:
        return b""
