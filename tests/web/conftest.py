"""The application on a fresh instance, and a client that fills its forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.settings import Settings
from webapp.web.kit import database, streams


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
