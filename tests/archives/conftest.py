"""The reference sitting with its final minutes, as an instance to archive."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from webapp.archives import queries, service
from webapp.archives.model import Package, Shelves
from webapp.audit.model import SYSTEM
from webapp.cli.demo.reference import Reference
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"


class Shelf:
    """A sitting to archive, and what the archives are asked of it."""

    def __init__(self, db: Database, folder: Path, played: Reference, now: datetime) -> None:
        self.db, self.played, self.now = db, played, now
        self.id = played.meeting_id
        self.shelves = Shelves(files=folder / "files", documents=folder / "files" / "documents")

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def package(self) -> Package:
        return queries.package(self.db, self.id, shelves=self.shelves, authority=AUTHORITY, now=self.now)

    def export(self, key: str = "clé") -> Package:
        return service.export(
            self.db, self.id, shelves=self.shelves, authority=AUTHORITY, key=key, by=SYSTEM, now=self.tick()
        )


@pytest.fixture
def shelf(final_minutes: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[Shelf]:
    folder, played, now = final_minutes
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    db = Database.open(tmp_path / "collegiale.db")
    yield Shelf(db, tmp_path, played, now)
    db.close()
