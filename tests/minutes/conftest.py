"""The reference sitting, played once and copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.minutes.desk import Desk
from tests.minutes.signers import Signers
from webapp.cli.demo import reference
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries
from webapp.minutes.queries import Dossier
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"


@pytest.fixture
def played(reference_sitting: tuple[bytes, Reference]) -> Reference:
    return reference_sitting[1]


@pytest.fixture
def db(tmp_path: Path, reference_sitting: tuple[bytes, Reference]) -> Iterator[Database]:
    path = tmp_path / "collegiale.db"
    path.write_bytes(reference_sitting[0])
    database = Database.open(path)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    """The morning after the sitting."""
    return reference.STARTS_AT + timedelta(hours=19)


@pytest.fixture
def dossier(db: Database, played: Reference, now: datetime) -> Dossier:
    return queries.dossier(db, played.meeting_id, now=now, authority=AUTHORITY)


@pytest.fixture
def desk(db: Database, played: Reference, now: datetime) -> Desk:
    return Desk(db, played, now)


@pytest.fixture
def signers(final_minutes: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[Signers]:
    folder, played, now = final_minutes
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    db = Database.open(tmp_path / "collegiale.db")
    yield Signers(Desk(db, played, now), tmp_path)
    db.close()
