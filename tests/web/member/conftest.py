"""A sitting in progress on the application's own instance, the clocks of both agreeing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.meetings.room import Room
from tests.web.visitors import Visitor
from webapp.kernel import clock
from webapp.web.kit import database


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
