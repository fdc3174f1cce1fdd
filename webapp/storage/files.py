"""Files kept under their own hash: drafted outside any lock, put in place at once, held against their hash when read."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from secrets import token_hex

from webapp.kernel.models import frozen
from webapp.storage.database import StorageError


class FileDamagedError(Exception):
    """A file is no longer what its name says."""


@frozen
class Draft:
    """A content flushed to the disk that has not its name yet; `name` is its SHA-256 and its ending."""

    name: str
    sha256: str
    place: Path
    file: Path

    def settle(self) -> None:
        """Give the file its name; quick enough to be done under the lock, just before the row that names it."""
        with _kept_on_disk():
            self.file.replace(self.place / self.name)
            directory = os.open(self.place, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)


@contextmanager
def _kept_on_disk() -> Iterator[None]:
    """Say of a disk that is full or gone what the database says of it."""
    try:
        yield
    except OSError as fault:
        raise StorageError(str(fault)) from fault


@contextmanager
def drafted_from(place: Path, pieces: Iterable[bytes], ending: str) -> Iterator[Draft]:
    """Write a content beside its place as it comes; unless it is settled, nothing of it stays.

    StorageError when the disk cannot keep it.
    """
    file = place / f".{token_hex(16)}"
    try:
        with _kept_on_disk():
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            sha256 = _write(file, pieces)
        yield Draft(name=f"{sha256}.{ending}", sha256=sha256, place=place, file=file)
    finally:
        file.unlink(missing_ok=True)


def _write(file: Path, pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        for piece in pieces:
            digest.update(piece)
            handle.write(piece)
        handle.flush()
        os.fsync(handle.fileno())
    return digest.hexdigest()


def drafted(place: Path, content: bytes, ending: str) -> AbstractContextManager[Draft]:
    """Write a content beside its place; unless it is settled, nothing of it stays."""
    return drafted_from(place, (content,), ending)


def keep(place: Path, content: bytes, ending: str) -> str:
    """Write a content under its own hash, flushed to the disk before it has its name; return the hash."""
    with drafted(place, content, ending) as draft:
        draft.settle()
    return draft.sha256


def read(place: Path, name: str) -> bytes:
    """Read a file back; FileNotFoundError when it is gone, FileDamagedError when its content is another."""
    content = (place / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != name.partition(".")[0]:
        raise FileDamagedError(name)
    return content
