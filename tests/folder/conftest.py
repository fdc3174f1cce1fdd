"""The reference sitting on the morning of its day, and after its end."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from tests import factories
from tests.folder import cases
from webapp.cli.demo import reference
from webapp.cli.demo.reference import Reference
from webapp.folder import queries
from webapp.folder.document import Day
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"


@pytest.fixture(scope="session")
def prepared_sitting(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> tuple[bytes, Reference]:
    """The database before the reference sitting, its agenda written."""
    path = tmp_path_factory.mktemp("prepared") / "collegiale.db"
    path.write_bytes(migrated)
    database = Database.open(path)
    made = reference.prepare(
        database, reference.found_committee(database, now=reference.STARTS_AT - timedelta(days=30))
    )
    database.close()
    return path.read_bytes(), made


@pytest.fixture
def prepared(prepared_sitting: tuple[bytes, Reference]) -> Reference:
    return prepared_sitting[1]


@pytest.fixture
def db(tmp_path: Path, prepared_sitting: tuple[bytes, Reference]) -> Iterator[Database]:
    path = tmp_path / "collegiale.db"
    path.write_bytes(prepared_sitting[0])
    database = Database.open(path)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    return reference.STARTS_AT - timedelta(hours=5)


@pytest.fixture
def day(db: Database, prepared: Reference, now: datetime) -> Day:
    return queries.day(db, prepared.meeting_id, authority=AUTHORITY, now=now)


@pytest.fixture(scope="session")
def endless(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Callable[..., Day]:
    """Make what is printed of a sitting with endless words, of as many seats and items as asked."""

    @cache
    def make(**sizes: int) -> Day:
        path = tmp_path_factory.mktemp("endless") / "collegiale.db"
        path.write_bytes(migrated)
        database = Database.open(path)
        try:
            return queries.day(database, cases.endless(database, **sizes), authority=AUTHORITY, now=factories.NOW)
        finally:
            database.close()

    return make


@pytest.fixture
def bare(tmp_path: Path, migrated: bytes) -> Iterator[Day]:
    """What is printed of a sitting that has almost nothing."""
    path = tmp_path / "bare.db"
    path.write_bytes(migrated)
    database = Database.open(path)
    yield queries.day(database, cases.almost_nothing(database), authority=AUTHORITY, now=factories.NOW)
    database.close()


@pytest.fixture
def after(tmp_path: Path, reference_sitting: tuple[bytes, Reference]) -> Iterator[Day]:
    """What the folder prints once the sitting is closed."""
    path = tmp_path / "closed.db"
    path.write_bytes(reference_sitting[0])
    database = Database.open(path)
    yield queries.day(
        database,
        reference_sitting[1].meeting_id,
        authority=AUTHORITY,
        now=reference.STARTS_AT + timedelta(hours=19),
    )
    database.close()
