"""A whole service of our own for a bench: server and worker on a throwaway instance, weighed and timed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib import ROOT

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Service:
    """A running service; `ready_seconds` is from its start to the first 200 of /sante."""

    process: subprocess.Popen[str]
    address: str
    ready_seconds: float

    @property
    def port(self) -> int:
        """The port of this machine on which it answers."""
        return int(self.address.rsplit(":", 1)[1])

    def processes(self) -> dict[str, int]:
        """Return the process ids by name: supervisor, server, worker."""
        found = {"supervisor": self.process.pid}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found["worker" if b"worker" in words else "server"] = int(pid)
        return found

    def megabytes(self) -> float:
        """Return the proportional set size of server and worker together, in MB."""
        named = self.processes()
        return sum(proportional_megabytes(named[name]) for name in ("server", "worker") if name in named)

    def cpu_seconds(self) -> float:
        """Return the processor time that server and worker have used so far, in seconds."""
        named = self.processes()
        return sum(cpu_seconds(named[name]) for name in ("server", "worker") if name in named)


def bare_start() -> None:
    """Start an interpreter that loads Flask and ends: the floor of any start of ours."""
    subprocess.run([sys.executable, "-c", "import flask"], check=True)


def proportional_megabytes(pid: int) -> float:
    """Return one process's proportional set size, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_seconds(pid: int) -> float:
    """Return the processor time one process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def running(instance: Path, *, environment: Mapping[str, str] | None = None) -> Iterator[Service]:
    """Serve an instance on a free port of this machine until the block ends."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "serve", "--port", "0", "--host", "127.0.0.1"],
        cwd=ROOT,
        env={**(os.environ if environment is None else environment), "COLLEGIALE_INSTANCE": str(instance)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        ready = time.perf_counter() - started
        if not line:
            message = "the service did not start"
            raise RuntimeError(message)
        yield Service(process, line.split()[-1], ready)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
