from pathlib import Path

import pytest

from tests.rehearsals.stage import Stage
from webapp.storage.database import Database


@pytest.fixture
def stage(db: Database, tmp_path: Path) -> Stage:
    return Stage(db, tmp_path)
