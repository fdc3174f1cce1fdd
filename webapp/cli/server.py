"""The server: waitress with a thread per request or open page, ending its streams at once when asked to stop."""

import argparse
import gc
import resource
import signal
import socket
import time
from types import FrameType
from typing import Any

from waitress.server import create_server

from webapp import settings as configuration
from webapp.cli._channels import Channel
from webapp.cli._connections import Sweeper
from webapp.cli._threads import Threads
from webapp.cli._turnstile import Turnstile
from webapp.cli.serve import bind
from webapp.kernel import cores

GRACE_SECONDS = 4.0  # for answers on their way; the supervisor waits 5
FIRST_THREADS = 8
FILES = 8192  # one descriptor per connection, and those of the database
HEADER_BYTES = 32 * 1024  # no page of ours has an address or cookies of that size
SPARE_MEGABYTES = 5  # above what the application refuses with a page of its own


def main(argv: list[str]) -> int:
    """Serve the instance until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(
        description="Démarre le serveur seul ; scripts/serve démarre aussi le travailleur."
    )
    parser.add_argument("--host", help="adresse d’écoute, à la place de celle des réglages")
    parser.add_argument("--port", type=int, help="port d’écoute, à la place de celui des réglages")
    parser.add_argument("--socket", type=int, help="descripteur d’une prise déjà ouverte")
    options = parser.parse_args(argv)
    settings = configuration.load()
    _allow_descriptors()
    if options.socket is None:
        listening = bind(options.host or settings.host, settings.port if options.port is None else options.port)
    else:
        listening = socket.socket(fileno=options.socket)
    serve(_app(), listening, settings)
    return 0


def _app() -> Any:
    """Build the application; what it is made of stays for good, and is no business of the collector's."""
    gc.disable()
    from wsgi import app  # noqa: PLC0415 — loading it builds it: not before the wrong uses are told

    gc.freeze()
    gc.enable()
    return app


def serve(app: Any, listening: socket.socket, settings: configuration.Settings) -> None:
    """Answer on a socket, on one core, until a stop signal; then end the streams, let the answers on their way leave, and return."""
    cores.keep_to_one()
    connections: dict[int, Any] = {}
    turnstile = Turnstile(app)
    app.extensions["collegiale.database"].aside = turnstile.aside
    server = create_server(
        turnstile,
        map=connections,
        sockets=[listening],
        _dispatcher=Threads(FIRST_THREADS, settings.threads),
        connection_limit=settings.threads * 2,
        asyncore_use_poll=True,
        channel_request_lookahead=1,  # so that a page that was left is noticed while its stream is open
        channel_timeout=60,
        cleanup_interval=10,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=(max(settings.upload_megabytes, settings.document_megabytes) + SPARE_MEGABYTES)
        * 1024
        * 1024,
        # The application reads these headers itself, from as many proxies as the settings trust.
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
        ident=None,
    )
    server.channel_class = Channel
    stopping = _on_stop_signal(server)
    sweeper = Sweeper(server.adj.connection_limit)
    while not stopping:
        server.asyncore.loop(timeout=1, map=connections, use_poll=True, count=1)
        sweeper.sweep(server.active_channels.values(), time.time())
    app.extensions["collegiale.streams"].stop()
    _drain(server, connections)


def _on_stop_signal(server: Any) -> list[int]:
    """Return a list that a stop signal fills; the signal also wakes the loop, which would sleep on."""
    received: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        received.append(number)
        server.pull_trigger()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return received


def _drain(server: Any, connections: dict[int, Any]) -> None:
    """Take no more connections, and let the answers on their way leave: a person told nothing would vote again."""
    server.del_channel()
    server.socket.close()
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(
        channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values())
    ):
        server.asyncore.loop(timeout=0.05, map=connections, use_poll=True, count=1)


def _allow_descriptors() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
