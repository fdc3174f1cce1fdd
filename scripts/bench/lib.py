"""What every bench stands on: the floor of the same disk, a slowed disk, medians, and one line of verdict each.

A bench is run from the project's folder: `.venv/bin/python scripts/bench/NAME.py`.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils.utils import sqlite3

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SLOW_MILLISECONDS = 10
FLOOR_ROWS = 400


def bare_commits(folder: Path, rows: int = FLOOR_ROWS) -> float:
    """Return durable commits a second of SQLite alone in a folder: WAL, synchronous FULL, one row inserted per commit."""
    path = folder / "floor.db"
    connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS acts (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
        body = "x" * 200
        started = time.perf_counter()
        for _ in range(rows):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO acts (body) VALUES (?)", (body,))
            connection.execute("COMMIT")
        return rows / (time.perf_counter() - started)
    finally:
        connection.close()
        for leftover in folder.glob("floor.db*"):
            leftover.unlink()


def floor(folder: Path, *, slowed: bool = False, runs: int = 3) -> float:
    """Return the median of `bare_commits` on the disk of a folder; `slowed`, every flush takes 10 ms more."""
    if not slowed:
        return median(lambda: bare_commits(folder), runs=runs)
    command = [sys.executable, str(HERE / "lib.py"), str(folder)]

    def once() -> float:
        answer = subprocess.run(command, env=slow_disk(), check=True, capture_output=True, text=True).stdout
        return float(answer)

    return median(once, runs=runs)


_compiled: list[Path] = []


def slow_disk() -> dict[str, str]:
    """Return the environment in which a process finds every flush slowed by 10 ms; needs gcc."""
    if not _compiled:
        library = Path(tempfile.mkdtemp(prefix="slow-flush-")) / "slow_flush.so"
        source = str(HERE / "slow_flush.c")
        subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", str(library), source, "-ldl"], check=True)
        _compiled.append(library)
    return {**os.environ, "LD_PRELOAD": str(_compiled[0]), "SLOW_FLUSH_MS": str(SLOW_MILLISECONDS)}


@contextmanager
def workshop() -> Iterator[Path]:
    """Lend a folder on the project's own disk: /tmp may be memory, where a flush costs nothing."""
    parent = ROOT / "instance"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent) as folder:
        yield Path(folder)


def median(measure: Callable[[], float], *, runs: int = 3) -> float:
    """Return the median of several runs."""
    return statistics.median(measure() for _ in range(runs))


def percentile(values: Sequence[float], rank: float) -> float:
    """Return the value that `rank` percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * rank / 100) - 1)]


@dataclass(slots=True)
class Verdicts:
    """The lines of one bench, and its exit status."""

    failed: list[str] = field(default_factory=list)

    def at_least(self, what: str, value: float, bound: float, unit: str = "", *, beside: str = "") -> None:
        """Print whether a figure reaches its bound."""
        self._print(what, value, f"au moins {_figure(bound)}", unit, beside, passed=value >= bound)

    def at_most(self, what: str, value: float, bound: float, unit: str = "", *, beside: str = "") -> None:
        """Print whether a figure stays within its bound."""
        self._print(what, value, f"au plus {_figure(bound)}", unit, beside, passed=value <= bound)

    def _print(self, what: str, value: float, bound: str, unit: str, beside: str, *, passed: bool) -> None:
        if not passed:
            self.failed.append(what)
        mark = "pass" if passed else "FAIL"
        unit = f" {unit}" if unit else ""
        print(f"{mark}  {what} : {_figure(value)}{unit} ({bound}{unit}{'; ' + beside if beside else ''})", flush=True)

    def status(self) -> int:
        """Return 0 when every bound held, 1 otherwise."""
        return 1 if self.failed else 0


def _figure(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3  # noqa: PLR2004 — three figures are enough
    return f"{value:.{digits}f}".replace(".", ",")


if __name__ == "__main__":
    print(bare_commits(Path(sys.argv[1])))
