"""Minutes final before their head was kept stay final, and name none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrations import earlier
from tests.migrations.test_0041_signed_minutes import BEFORE
from webapp.minutes import queries
from webapp.minutes.model import MinutesState
from webapp.storage.database import Database, unit_of_work


@pytest.fixture
def brought_up(tmp_path: Path) -> Iterator[Database]:
    new = Database.open(earlier.brought_up(tmp_path, before="0046", holding=BEFORE))
    yield new
    new.close()


def test_minutes_final_before_name_no_head(brought_up: Database) -> None:
    record = queries.record(brought_up, 7)
    assert (record.state, record.sealed) == (MinutesState.FINAL, None)
    assert [step.sealed for step in record.steps] == [None]


def test_a_step_names_an_entry_of_the_journal_and_no_other(brought_up: Database) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), unit_of_work(brought_up):
        brought_up.change("UPDATE minute_steps SET journal_entry = 999")
