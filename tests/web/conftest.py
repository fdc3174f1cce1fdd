"""The application on a fresh instance, a client that fills its forms, and a sitting in progress there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.meetings.room import Room
from tests.web import compiled
from tests.web.visitors import Visitor
from webapp.app import create_app
from webapp.kernel import clock
from webapp.settings import Settings
from webapp.web.kit import database, streams

compiled.keep()


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


@pytest.fixture
def at_the_sitting(tmp_path: Path) -> Iterator[None]:
    """Move the application's clock to an hour after the factories' one."""
    offset = tmp_path / "offset"
    ahead = factories.NOW + timedelta(hours=1) - datetime.now(UTC)
    offset.write_text(str(ahead.total_seconds()))
    clock.shift_by_file(offset)
    yield
    clock.shift_by_file(None)


@pytest.fixture
def room(app: Flask, at_the_sitting: None) -> Room:
    """Five seats; the first four are present, the fifth gave mandate to the second; item 1 is in hand."""
    room = Room(database.of(app), seats=5)
    room.open(present=4)
    room.mandate(5, 2)
    return room


@pytest.fixture
def second(app: Flask, room: Room) -> Visitor:
    """The member of the second seat, signed in."""
    return Visitor(app).enter(room.person(2))
