"""Val-Imaginaire organises; Mont-Fictif signs its people up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prefectures.instances import Instance
from tests.webinars.seminar import Seminar


@pytest.fixture
def val(tmp_path: Path, migrated: bytes) -> Iterator[Instance]:
    instance = Instance(tmp_path / "val", migrated, "Préfecture du Val-Imaginaire", "aa")
    yield instance
    instance.db.close()


@pytest.fixture
def mont(tmp_path: Path, migrated: bytes, val: Instance) -> Iterator[Instance]:
    """The other one; each knows and trusts the other."""
    instance = Instance(tmp_path / "mont", migrated, "Préfecture du Mont-Fictif", "bb")
    instance.knows(val)
    val.knows(instance)
    yield instance
    instance.db.close()


@pytest.fixture
def seminar(val: Instance) -> Seminar:
    return Seminar(val.db, seats=5)
