"""Wait for a condition rather than for a while."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
_never = Event()


def until(condition: Callable[[], T], *, seconds: float = 10.0) -> T:
    """Return the condition's first true value; fail when none came in time."""
    deadline = monotonic() + seconds
    while not (value := condition()):
        if monotonic() > deadline:
            message = f"this never came true in {seconds:g} s: {condition}"
            raise AssertionError(message)
        _never.wait(0.02)
    return value
