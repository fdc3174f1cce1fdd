"""What every test may stand on: a fresh migrated database, a fixed hour, the application."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.web.kit import database, streams


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an empty database of the present schema, made once."""
    path = tmp_path_factory.mktemp("migrated") / "collegiale.db"
    migrate(path)
    return path.read_bytes()


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


@pytest.fixture
def app(tmp_path: Path, migrated: bytes) -> Iterator[Flask]:
    (tmp_path / "collegiale.db").write_bytes(migrated)
    (tmp_path / "files").mkdir()
    app = create_app(Settings(instance=tmp_path, session_key="test", mark="test", public_address="http://localhost"))
    app.testing = True
    yield app
    streams.of(app).stop()
    database.of(app).close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
