"""The press itself: a process that loads the engine once, and lends a copy of itself to each document.

`python -m webapp.pdf.lending` takes its orders from a socket, its standard input. It ends with whoever holds the other
end, or once it has had nothing to do for a while.
"""

import gc
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from webapp.kernel import cores
from webapp.pdf import child, fonts, libraries

REST_SECONDS = 60.0  # what it holds of memory is given back between two bursts of work


class Lender:
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
    cores.use_all()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's is for whoever asked; they leave, and so does this
    orders = socket.socket(fileno=os.dup(0))
    with libraries.opened_by_name():
        from webapp.pdf import engine as _  # noqa: F401, PLC0415 — where its libraries are found without being looked for
    if any(fonts.FOLDER.glob("*.ttf")):
        fonts.coverage()
    gc.freeze()
    Lender(orders, child.main).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
