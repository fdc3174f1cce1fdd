"""What every test may stand on: a fresh migrated database and a fixed hour."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from xdist.remote import Producer

from tests import sharing
from tests.minutes.desk import Desk
from webapp.accounts.service import hashing
from webapp.cli.demo import reference
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries, service
from webapp.minutes.model import FileKind, MinutesState
from webapp.storage.database import Database, unit_of_work
from webapp.storage.migrate import migrate

# A busy machine is slow, which is no fault of the code; what a property found is printed so that it can be played again.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

# Every act waits for the disk, several times a test: what lasts no longer than its test is kept in memory, if there is room.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 — pytest makes a folder of its own there
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what lasts longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(sharing.JOURNEYS))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> sharing.Sharing | None:
    return sharing.Sharing(config, log) if config.getvalue("dist") == "loadfile" else None


# A password costs the house 50 ms on purpose; `house_cost` gives that back to the tests that hold it to its cost.
HOUSE_HASHER, hashing.HASHER = hashing.HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def house_cost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(hashing, "HASHER", HOUSE_HASHER)
    hashing._nobody.cache_clear()  # noqa: SLF001 — it was made at the other cost
    yield
    hashing._nobody.cache_clear()  # noqa: SLF001 — same


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an empty database of the present schema, made once."""
    path = tmp_path_factory.mktemp("migrated") / "collegiale.db"
    migrate(path)
    return path.read_bytes()


@pytest.fixture(scope="session")
def reference_sitting(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> tuple[bytes, Reference]:
    """The database after the reference sitting, played once, and what was made in it."""
    path = tmp_path_factory.mktemp("reference") / "collegiale.db"
    path.write_bytes(migrated)
    database = Database.open(path)
    made = reference.reference(database)
    with unit_of_work(database):
        database.run("DELETE FROM jobs")  # what the end of the sitting leaves to the worker has tests of its own
    database.close()
    return path.read_bytes(), made


@pytest.fixture(scope="session")
def final_minutes(
    reference_sitting: tuple[bytes, Reference], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Reference, datetime]:
    """The reference sitting's final minutes with their file, made once: an instance to copy, and the hour it is there."""
    content, played = reference_sitting
    folder = tmp_path_factory.mktemp("final")
    (folder / "collegiale.db").write_bytes(content)
    database = Database.open(folder / "collegiale.db")
    desk = Desk(database, played, reference.STARTS_AT + timedelta(hours=19)).to(MinutesState.FINAL)
    asked = next(each for each in queries.files(database, played.meeting_id) if each.kind is FileKind.MINUTES)
    kept = service.Store(folder=folder / "files", authority="Préfecture du Val-Imaginaire")
    service.render(database, asked.id, kept=kept, report=lambda percent, sentence: None, now=desk.tick())
    with unit_of_work(database):
        database.run("UPDATE minute_files SET job_id = NULL")
        database.run("DELETE FROM jobs")  # earlier states and the annex: nobody signs them
    database.close()
    return folder, played, desk.clock


@pytest.fixture
def db(tmp_path: Path, migrated: bytes) -> Iterator[Database]:
    path = tmp_path / "collegiale.db"
    path.write_bytes(migrated)
    database = Database.open(path)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    """Thursday 10 December 2026, 13 h 30 UTC: 14 h 30 in Paris."""
    return datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
