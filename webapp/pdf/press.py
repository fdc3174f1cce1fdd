"""The press that composes this process's documents, seen from here; `lending` is its own side."""

import atexit
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS_FILE = Path(__file__).with_name("fonts.conf")
_KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "TMPDIR")  # no secret travels to the child


class Press:
    """The press of this process: started for the first document, and again when it has rested or died."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._running: tuple[socket.socket, subprocess.Popen[bytes]] | None = None
        atexit.register(self.end)

    def order(self, bounds: str, handles: Sequence[int]) -> None:
        """Have a document rendered: its file, the PDF's, the complaints' and the socket where the end is told."""
        with self._turn:
            if self._running is not None and self._running[1].poll() is not None:
                self._close()
            orders, _ = self._running = self._running or _started()
            try:
                socket.send_fds(orders, [bounds.encode("ascii")], handles)
            except (BrokenPipeError, ConnectionResetError):  # it went to rest this very moment
                self._close()
                orders, _ = self._running = _started()
                socket.send_fds(orders, [bounds.encode("ascii")], handles)

    def end(self) -> None:
        """Let the press go, and what it still renders with it."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._running is not None:
            orders, process = self._running
            self._running = None
            orders.close()
            process.wait()


PRESS = Press()


def _started() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"LANG": "C.UTF-8", "FONTCONFIG_FILE": str(FONTS_FILE)}
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp.pdf.lending"],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
        )
    return ours, process
