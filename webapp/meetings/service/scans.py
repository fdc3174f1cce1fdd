"""Papers shown to the desk, photographed or scanned: kept under their own hash, for it alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.rules import papers
from webapp.meetings.sitting import MeetingRefusal
from webapp.storage import files

FOLDER = "papers"


@frozen
class Scan:
    """An image or a PDF of a paper, and the folder of the sitting's files where it is kept."""

    content: bytes = field(repr=False)
    folder: Path


@contextmanager
def drafted(scan: Scan | None) -> Iterator[files.Draft | None]:
    """Write a paper to the disk before the lock is taken; a refused act leaves nothing of it."""
    if scan is None or not scan.content:
        yield None
        return
    with files.drafted(scan.folder / FOLDER, scan.content, papers.ending_of(scan.content)) as draft:
        yield draft


def settled(draft: files.Draft | None) -> str | None:
    """Give the paper its place and return its name, None where there is none; under the lock, just before its row."""
    if draft is None:
        return None
    draft.settle()
    return draft.name


def read_paper(folder: Path, name: str) -> bytes:
    """Read a paper back, held against its hash."""
    try:
        return files.read(folder / FOLDER, name)
    except (FileNotFoundError, files.FileDamagedError) as fault:
        raise Refusal(MeetingRefusal.PAPER_LOST) from fault
