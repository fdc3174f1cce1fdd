"""What a sign-up and the list of a date cost, whatever their number: steps of SQLite and pages written, never seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from tests.factories import NOW
from tests.webinars.seminar import Seminar
from webapp.registrations import queries as registrations
from webapp.registrations.model import Listing, Status
from webapp.storage.database import Database

FEW, MANY = 20, 200
SLACK = 20  # tens of steps: not one for each registration more
PAGES = 32  # written by one sign-up: each index of registrations, journal and messages has its own


class Steps:
    """How many tens of steps SQLite took."""

    def __init__(self) -> None:
        self.tens = 0

    def one_more(self) -> int:
        """Count ten steps; zero lets SQLite go on."""
        self.tens += 1
        return 0


@contextmanager
def counted(db: Database) -> Iterator[Steps]:
    """Count the steps of what runs meanwhile, on the connections that are open."""
    found = Steps()
    connections = [db._writer, *db._idle]  # noqa: SLF001 — the count is taken where SQLite takes them
    for each in connections:
        each.set_progress_handler(found.one_more, 10)
    yield found
    for each in connections:
        each.set_progress_handler(None, 10)


def sign_up(seminar: Seminar, people: int, *, now: datetime = NOW) -> None:
    for _ in range(people):
        seminar.sign_up(f"Exemple {seminar.keys}", email=f"x{seminar.keys}@val.example", now=now)


def cost(seminar: Seminar, *, now: datetime = NOW) -> int:
    """Return the steps of one more sign-up."""
    with counted(seminar.db) as steps:
        sign_up(seminar, 1, now=now)
    return steps.tens


@pytest.mark.parametrize(
    "now",
    [pytest.param(NOW, id="at the hour"), pytest.param(NOW - timedelta(minutes=5), id="once the clock stepped back")],
)
def test_a_sign_up_takes_as_many_steps_after_many_as_after_few(db: Database, now: datetime) -> None:
    seminar = Seminar(db, seats=1_000)
    sign_up(seminar, FEW, now=now)
    after_few = cost(seminar, now=now)
    sign_up(seminar, MANY, now=now)

    assert cost(seminar, now=now) <= after_few + SLACK


def test_a_sign_up_writes_no_more_pages_than_were_counted(db: Database) -> None:
    seminar = Seminar(db, seats=1_000)
    sign_up(seminar, MANY)
    db._writer.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()  # noqa: SLF001 — where the pages are counted
    sign_up(seminar, FEW)
    _, written, _ = db._writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # noqa: SLF001 — same

    assert written / FEW <= PAGES


def listed(seminar: Seminar, *words: str, most: int = 50, skipped: int = 0) -> Listing:
    counts = registrations.counts(seminar.db, seminar.date_id)
    return registrations.listing(seminar.db, seminar.date_id, words=words, counts=counts, skipped=skipped, most=most)


def test_a_search_that_finds_few_reads_the_list_once(db: Database) -> None:
    seminar = Seminar(db, seats=1_000)
    sign_up(seminar, FEW)
    statements: list[str] = []
    listed(seminar)  # so that a reading connection is there
    db._idle[-1].set_trace_callback(statements.append)  # noqa: SLF001 — where SQLite runs them
    found = listed(seminar, "exemple", "x19@")

    assert [each.last_name for each in found.rows] == ["Exemple 19"]
    assert found.total == 1
    assert sum("registrations_searched" in each for each in statements) == 1


def test_the_total_of_a_search_is_that_of_all_its_pages(db: Database) -> None:
    seminar = Seminar(db, seats=1_000)
    sign_up(seminar, 60)
    found = {skipped: listed(seminar, "exemple", skipped=skipped) for skipped in (0, 10, 50, 60, 1_000)}

    assert {skipped: len(each.rows) for skipped, each in found.items()} == {0: 50, 10: 50, 50: 10, 60: 0, 1_000: 0}
    assert {each.total for each in found.values()} == {60}
    assert listed(seminar, "absent").total == 0


@pytest.mark.parametrize("word", ["*", "?", "[", "]", "l*", "[eau]", "l*[eau]?"])
def test_a_sign_of_patterns_is_searched_as_it_was_typed(seminar: Seminar, word: str) -> None:
    seminar.sign_up("Exemple", email="x1@val.example")
    seminar.sign_up("L*[eau]?", email="x2@val.example")

    assert [each.last_name for each in listed(seminar, word).rows] == ["L*[eau]?"]


def test_statuses_are_counted_by_themselves(db: Database) -> None:
    seminar = Seminar(db, seats=3)
    sign_up(seminar, 5)

    assert registrations.counts(db, seminar.date_id) == {Status.CONFIRMED: 3, Status.WAITLISTED: 2}
