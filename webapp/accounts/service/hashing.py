"""Hashing passwords: argon2id, 19 MiB, two passes (OWASP's floor), never under the write lock."""

import ctypes
import os
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Seven hundred people signing in together must not ask for seven hundred times 19 MiB.
_TURN = threading.BoundedSemaphore(min(len(os.sched_getaffinity(0)), 4))

# Left to itself glibc raises this threshold after the first hash, and then keeps 19 MiB for each of its arenas:
# measured, 400 MB after a hundred sign-ins. Held at 1 MiB, every hash gives its memory back, for 14 ms more of CPU.
_M_MMAP_THRESHOLD = -3  # malloc.h
_mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
if _mallopt is not None:
    _mallopt(_M_MMAP_THRESHOLD, 1024 * 1024)


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    with _TURN:
        return HASHER.hash(_normal(password))


def is_right(kept: str | None, password: str) -> bool:
    """Compare a password with a kept hash; with none, take the same time and say no."""
    with _TURN:
        try:
            right = HASHER.verify(kept or _nobody(), _normal(password))
        except (Argon2Error, InvalidHashError, UnicodeEncodeError):
            return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def _normal(password: str) -> str:
    # The same password typed on a phone and on a desk may arrive composed or decomposed.
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    return HASHER.hash(os.urandom(16))
