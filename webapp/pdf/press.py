"""The press: a process that loads the engine once, and lends a copy of itself to each document.

`python -m webapp.pdf.press` takes its orders from a socket, its standard input. It ends with whoever holds the other
end, or once it has had nothing to do for a while. This module is both sides; only the press's own loads the engine.
"""

import atexit
import gc
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS_FILE = Path(__file__).with_name("fonts.conf")
REST_SECONDS = 60.0  # what it holds of memory is given back between two bursts of work
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
            [sys.executable, "-m", "webapp.pdf.press"],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
        )
    return ours, process


class _Desk:
    """The press's own side: orders come in, copies go to work, their ends are told."""

    def __init__(self, orders: socket.socket, work: Callable[[list[str]], int]) -> None:
        self.orders, self.work = orders, work
        self.watched = selectors.DefaultSelector()
        self.watched.register(orders, selectors.EVENT_READ, self._take)
        self.at_work: dict[int, tuple[int, socket.socket]] = {}

    def run(self) -> None:
        """Serve until the other end is closed, or nothing was asked for a while."""
        while self.orders.fileno() >= 0:
            ready = self.watched.select(None if self.at_work else REST_SECONDS)
            if not ready:
                return
            for key, _ in ready:
                key.data()

    def _take(self) -> None:
        bounds, handles, _, _ = socket.recv_fds(self.orders, 64, 4)
        if not bounds:
            for pid in self.at_work:
                os.kill(pid, signal.SIGKILL)
            self.orders.close()
            return
        *files, told = handles
        pid = os.fork()
        if pid == 0:
            self._print(bounds.decode("ascii").split(), files)
        for each in files:
            os.close(each)
        ended, answer = os.pidfd_open(pid), socket.socket(fileno=told)
        self.at_work[pid] = ended, answer
        self.watched.register(ended, selectors.EVENT_READ, lambda: self._settle(pid))
        # Whoever waits says nothing; when this can be read, they have gone.
        self.watched.register(answer, selectors.EVENT_READ, lambda: self._drop(pid))

    def _print(self, bounds: list[str], files: list[int]) -> None:
        """Render in this copy, which ends here; it keeps nothing of the press but the engine."""
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            for standard, each in enumerate(files):
                os.dup2(each, standard)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            status = self.work(bounds)
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _settle(self, pid: int) -> None:
        ended, answer = self.at_work.pop(pid)
        self.watched.unregister(ended)
        os.close(ended)
        _, status = os.waitpid(pid, 0)
        if answer in self.watched.get_map():
            self.watched.unregister(answer)
            with suppress(BrokenPipeError, ConnectionResetError):
                answer.send(str(os.waitstatus_to_exitcode(status)).encode("ascii"))
        answer.close()

    def _drop(self, pid: int) -> None:
        """End a copy whose document nobody waits for any more."""
        if pid in self.at_work:  # it may have ended at this very moment
            os.kill(pid, signal.SIGKILL)  # ours until waited for: no other process has its number
            self.watched.unregister(self.at_work[pid][1])


def main() -> int:
    """Load what every document needs, then lend."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's is for whoever asked; they leave, and so does this
    orders = socket.socket(fileno=os.dup(0))
    from webapp.pdf import child, fonts, libraries  # noqa: PLC0415 — slow imports, of this side alone

    with libraries.opened_by_name():
        from webapp.pdf import engine as _  # noqa: F401, PLC0415 — same
    if any(fonts.FOLDER.glob("*.ttf")):
        fonts.coverage()
    gc.freeze()
    _Desk(orders, child.main).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
