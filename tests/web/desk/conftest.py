"""A sitting on the application's own instance, the clocks of both agreeing, and the secretary at the desk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
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
    """Five seats and their substitutes, a mixed sitting in preparation, one item with one motion."""
    return Room(database.of(app), seats=5, substitutes=True)


def a_clerk(app: Flask, room: Room) -> Clerk:
    """Somebody of the committee's secretariat, signed in."""
    person = factories.a_person(room.db, "Encrebleue", "Sylvie")
    service.grant_role(room.db, person, Role.SECRETARIAT, committee_id=room.committee.id, by=SYSTEM, now=factories.NOW)
    return Clerk(app, person, f"/secretariat/seances/{room.meeting_id}")


@pytest.fixture
def sylvie(app: Flask, room: Room) -> Clerk:
    """The secretary."""
    return a_clerk(app, room)


@pytest.fixture
def bruno(app: Flask, room: Room) -> Clerk:
    """A second person of the secretariat."""
    return a_clerk(app, room)
