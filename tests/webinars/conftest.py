"""A webinar of two seats."""

import pytest

from tests.webinars.seminar import Seminar
from webapp.storage.database import Database


@pytest.fixture
def seminar(db: Database) -> Seminar:
    return Seminar(db)
