"""Files kept under their own hash."""

import hashlib
import resource
from pathlib import Path

import pytest

from webapp.storage import files
from webapp.storage.database import StorageError

CONTENT = b"%PDF-1.7 papier"
NAME = f"{hashlib.sha256(CONTENT).hexdigest()}.pdf"


def test_a_file_is_found_again_under_its_hash(tmp_path: Path) -> None:
    place = tmp_path / "papiers"

    assert files.keep(place, CONTENT, "pdf") == files.keep(place, CONTENT, "pdf")

    assert files.read(place, NAME) == CONTENT
    assert [each.name for each in place.iterdir()] == [NAME]
    assert (place / NAME).stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700


def test_a_draft_that_is_not_settled_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), files.drafted(tmp_path, CONTENT, "pdf") as draft:
        assert draft.name == NAME
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_in_the_middle_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(StorageError), files.drafted_from(tmp_path, [b"x" * 60_000] * 3, "bin"):
            pytest.fail("nothing was kept")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changed_is_not_handed_over(tmp_path: Path) -> None:
    files.keep(tmp_path, CONTENT, "pdf")
    (tmp_path / NAME).write_bytes(b"autre chose")

    with pytest.raises(files.FileDamagedError):
        files.read(tmp_path, NAME)


def test_a_file_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path, NAME)
