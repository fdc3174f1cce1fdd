"""Hashing passwords: argon2id, 19 MiB, two passes (OWASP's floor), never under the write lock."""

import os
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Seven hundred people signing in together must not ask for seven hundred times 19 MiB.
_TURN = threading.BoundedSemaphore(os.cpu_count() or 1)


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    with _TURN:
        return HASHER.hash(_normal(password))


def is_right(kept: str | None, password: str) -> bool:
    """Compare a password with a kept hash; with none, take the same time and say no."""
    with _TURN:
        try:
            right = HASHER.verify(kept or _nobody(), _normal(password))
        except (Argon2Error, InvalidHashError):
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
