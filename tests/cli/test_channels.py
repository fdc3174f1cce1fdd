"""An answer leaves in one piece, and all of it arrives, however slow the reader is."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from waitress.server import create_server

from tests.awaiting import until
from webapp.cli._channels import Channel

LARGE = 20 * 1024 * 1024  # more than waitress keeps before it makes a thread wait
PIECE = b"data: suite\n\n"


class Counted(Channel):
    """A connection that notes what it gave the system to send."""

    sent: list[bytes]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.sent = []
        super().__init__(*arguments, **named)

    def send(self, data: Any, do_close: bool = True) -> int:
        number: int = super().send(data, do_close)
        self.sent.append(bytes(data[:number]))
        return number


class House:
    """Waitress with the house's connections, on the loopback."""

    def __init__(self) -> None:
        self.connections: dict[int, Any] = {}
        self.server = create_server(self._answer, map=self.connections, listen="127.0.0.1:0", threads=2)
        self.server.channel_class = Counted
        self.word, self.leaving = threading.Event(), threading.Event()
        self.loop = threading.Thread(target=self._turn)
        self.loop.start()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/panne":
            raise RuntimeError
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self._flow() if path == "/flux" else [b"x" * (LARGE if path == "/gros" else 5_000)]

    def _flow(self) -> Iterator[bytes]:
        yield PIECE
        assert self.word.wait(10)
        yield PIECE

    def _turn(self) -> None:
        while not self.leaving.is_set():
            self.server.asyncore.loop(timeout=0.05, map=self.connections, use_poll=True, count=1)

    def ask(self, path: str) -> socket.socket:
        caller = socket.create_connection(self.server.socket.getsockname(), timeout=20)
        caller.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return caller

    def channel(self) -> Counted:
        (found,) = self.server.active_channels.values()
        assert isinstance(found, Counted)
        return found

    def close(self) -> None:
        self.word.set()
        self.leaving.set()
        self.loop.join()
        self.server.task_dispatcher.shutdown()
        self.server.asyncore.close_all(self.connections)


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.close()


def _whole(caller: socket.socket) -> bytes:
    with caller:
        return b"".join(iter(lambda: caller.recv(1 << 16), b""))


def test_the_head_leaves_with_the_body(house: House) -> None:
    with house.ask("/flux") as caller:
        assert PIECE in caller.recv(1 << 16)
        (first,) = until(lambda: house.channel().sent)
        assert first.startswith(b"HTTP/1.1 200 OK\r\n")
        assert PIECE in first


def test_each_piece_of_a_stream_leaves_when_it_is_made(house: House) -> None:
    with house.ask("/flux") as caller:
        assert caller.recv(1 << 16).count(PIECE) == 1
        house.word.set()
        assert _whole(caller).count(PIECE) == 1


def test_all_of_a_large_answer_arrives_at_a_slow_reader(house: House) -> None:
    head, _, body = _whole(house.ask("/gros")).partition(b"\r\n\r\n")
    assert f"Content-Length: {LARGE}".encode() in head
    assert len(body) == LARGE


def test_an_application_that_fails_is_answered_for(house: House) -> None:
    assert _whole(house.ask("/panne")).startswith(b"HTTP/1.1 500 ")


def test_the_loop_leaves_alone_what_a_thread_is_sending(house: House) -> None:
    with house.ask("/flux") as caller:
        assert PIECE in caller.recv(1 << 16)
        channel = house.channel()
        channel.outbufs[-1].append(PIECE)
        said: list[bool] = []
        with channel.outbuf_lock:
            channel.total_outbufs_len += len(PIECE)
            asking = threading.Thread(target=lambda: said.append(channel.writable()))
            asking.start()
            asking.join()
        assert said == [False]
        channel.server.pull_trigger()
        assert PIECE in caller.recv(1 << 16)
