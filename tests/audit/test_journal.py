"""The journal: chained, append-only, never running backwards."""

from datetime import datetime, timedelta

import pytest
from sqlite_utils.utils import sqlite3

from webapp.audit import queries, service
from webapp.audit.model import SYSTEM, By
from webapp.kernel import clock
from webapp.storage.database import Database, unit_of_work

ANNE = By(person_id=None, name="Anne Exemple")


def write(db: Database, now: datetime, count: int = 1) -> None:
    for _ in range(count):
        with unit_of_work(db):
            service.record(db, "test.done", "system", by=ANNE, now=now, scope="meeting:1", item=3)


def test_jrn_1_the_chain_holds_over_what_was_recorded(db: Database, now: datetime) -> None:
    write(db, now, 5)

    report = queries.check_chain(db)

    assert (report.holds, report.entries) == (True, 5)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE journal SET actor_name = 'Autre' WHERE id = 3", id="an actor renamed"),
        pytest.param("UPDATE journal SET details = '{}' WHERE id = 3", id="details emptied"),
        pytest.param("UPDATE journal SET at = '2026-01-01T00:00:00.000Z' WHERE id = 3", id="an hour moved"),
        pytest.param("DELETE FROM journal WHERE id = 3", id="an entry removed"),
    ],
)
def test_jrn_1_a_change_made_behind_the_triggers_is_found(db: Database, now: datetime, change: str) -> None:
    write(db, now, 5)
    with unit_of_work(db):
        db.run("DROP TRIGGER journal_is_never_changed")
        db.run("DROP TRIGGER journal_is_never_cut")
        db.run(change)

    report = queries.check_chain(db)

    assert report.broken_at in {3, 4}


@pytest.mark.parametrize("statement", ["UPDATE journal SET act = 'x'", "DELETE FROM journal"])
def test_jrn_1_the_table_itself_refuses_changes(db: Database, now: datetime, statement: str) -> None:
    write(db, now)

    with pytest.raises(sqlite3.IntegrityError), unit_of_work(db):
        db.run(statement)


def test_an_act_never_precedes_one_already_sealed(db: Database, now: datetime) -> None:
    write(db, now)

    with unit_of_work(db):
        instant = service.record(db, "late", "system", by=SYSTEM, now=now - timedelta(seconds=1))

    assert instant == now


def test_a_clock_set_back_by_more_than_two_seconds_is_journaled_once(db: Database, now: datetime) -> None:
    write(db, now)

    write(db, now - timedelta(minutes=5), 2)

    acts = [entry.act for entry in reversed(queries.entries(db))]
    assert acts == ["test.done", "clock.stepped_back", "test.done", "test.done"]
    assert all(entry.at == clock.to_text(now) for entry in queries.entries(db))


def test_the_list_is_paged_newest_first(db: Database, now: datetime) -> None:
    write(db, now, 5)

    first = queries.entries(db, limit=2)
    second = queries.entries(db, limit=2, before=first[-1].id)

    assert [entry.id for entry in (*first, *second)] == [5, 4, 3, 2]
