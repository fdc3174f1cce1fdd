"""Processor cores: the server keeps to one of them, what it starts has them all (decision 0027)."""

import os
from collections.abc import Iterable
from contextlib import suppress


def keep_to_one() -> None:
    """Run the present thread, and those that it starts, on one core: an interpreter never uses two at once.

    Left free, its threads go from one core to the other at each of their turns, and find nothing of theirs there.
    """
    _run_on({max(os.sched_getaffinity(0))})


def use_all() -> None:
    """Run the present process, which the server may have started, on every core that the system lends it."""
    _run_on(range(os.cpu_count() or 1))


def _run_on(cores: Iterable[int]) -> None:
    with suppress(OSError):  # a system that forbids it only makes us slower
        os.sched_setaffinity(0, cores)
