"""Processor cores: the server keeps to one of them, what it starts has them all (decision 0027)."""

import os


def keep_to_one() -> None:
    """Run the present thread, and those that it starts, on one core: an interpreter never uses two at once.

    Left free, its threads go from one core to the other at each of their turns, and find nothing of theirs there.
    """
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def use_all() -> None:
    """Run the present process, which the server may have started, on every core that the system lends it."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
