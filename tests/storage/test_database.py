"""The single writer: all or nothing, durable before answered, many at once, over processes too."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from webapp.kernel.errors import Reason, Refusal
from webapp.storage import database
from webapp.storage.database import Database, StorageError, together, unit_of_work


class Fault(Reason):
    """A refusal for these tests."""

    NO = "no"


def add(db: Database, key: str) -> None:
    db.run("INSERT INTO throttles (key, window_start, attempts) VALUES (?, 'w', 1)", (key,))


def keys(db: Database) -> list[str]:
    return [row["key"] for row in db.rows("SELECT key FROM throttles ORDER BY key")]


def test_what_a_unit_wrote_is_there_for_every_other_connection(db: Database) -> None:
    with unit_of_work(db):
        add(db, "a")

    other = Database.open(db.path)

    assert keys(other) == ["a"]
    other.close()


def test_a_refused_unit_leaves_nothing(db: Database) -> None:
    with pytest.raises(Refusal), unit_of_work(db):
        add(db, "a")
        raise Refusal(Fault.NO)

    assert keys(db) == []


def test_a_refused_unit_does_not_take_its_group_with_it(db: Database) -> None:
    inside, go = threading.Event(), threading.Event()

    def slow_and_kept() -> None:
        with unit_of_work(db):
            add(db, "kept")
            inside.set()
            go.wait(5)

    def refused() -> str:
        with pytest.raises(Refusal), unit_of_work(db):
            add(db, "refused")
            raise Refusal(Fault.NO)
        return "refused"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(slow_and_kept)
        inside.wait(5)
        second = pool.submit(refused)
        third = pool.submit(slow_and_kept_again, db)
        while db._waiting < 2:  # noqa: SLF001 — both must be in the queue before the first one leaves
            pass
        go.set()
        first.result(5)
        third.result(5)

    assert second.result(5) == "refused"
    assert keys(db) == ["kept", "kept again"]


def slow_and_kept_again(db: Database) -> None:
    with unit_of_work(db):
        add(db, "kept again")


def test_units_of_work_do_not_nest(db: Database) -> None:
    with pytest.raises(StorageError), unit_of_work(db), unit_of_work(db):
        add(db, "a")

    assert keys(db) == []


def test_a_write_outside_a_unit_is_refused(db: Database) -> None:
    with pytest.raises(StorageError):
        add(db, "a")


def test_a_reader_cannot_write(db: Database) -> None:
    with db.reading(), pytest.raises(sqlite3.OperationalError):
        db.rows("INSERT INTO throttles VALUES ('a', 'w', 1) RETURNING key")


def test_after_commit_runs_once_the_unit_is_durable_and_never_after_a_refusal(db: Database) -> None:
    seen: list[list[str]] = []
    other = Database.open(db.path)

    with unit_of_work(db):
        add(db, "a")
        db.after_commit(lambda: seen.append(keys(other)))
    with pytest.raises(Refusal), unit_of_work(db):
        db.after_commit(lambda: seen.append(["never"]))
        raise Refusal(Fault.NO)

    assert seen == [["a"]]
    other.close()


def test_many_threads_write_in_few_commits_and_lose_nothing(db: Database) -> None:
    commits: list[int] = []
    db.committed.append(lambda: commits.append(1))

    def write(number: int) -> None:
        for index in range(25):
            with unit_of_work(db):
                add(db, f"{number:02d}-{index:02d}")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))

    assert len(keys(db)) == 400


def run_while_the_turn_is_held(db: Database, *acts: Callable[[], object]) -> list[object]:
    """Send these errands while nobody may write; return what each gave or raised."""

    def sent(act: Callable[[], object]) -> object:
        try:
            return together(db, act)
        except (Refusal, StorageError) as fault:
            return fault

    with ThreadPoolExecutor(len(acts)) as pool:
        with db._turn:  # noqa: SLF001 — the only way to have them all wait
            answers = [pool.submit(sent, act) for act in acts]
            while len(db._errands) < len(acts):  # noqa: SLF001 — same
                pass
        return [answer.result(timeout=10) for answer in answers]


def test_errands_that_wait_are_run_by_one_thread(db: Database) -> None:
    def act(number: int) -> Callable[[], int]:
        def write() -> int:
            add(db, f"{number:02d}")
            return threading.get_ident()

        return write

    threads = run_while_the_turn_is_held(db, *(act(number) for number in range(20)))

    assert len(set(threads)) == 1
    assert len(keys(db)) == 20


def test_a_refused_errand_leaves_nothing_and_does_not_take_its_group_with_it(db: Database) -> None:
    told: list[str] = []

    def kept() -> str:
        add(db, "kept")
        db.after_commit(lambda: told.append("kept"))
        return "kept"

    def refused() -> None:
        add(db, "refused")
        db.after_commit(lambda: told.append("refused"))
        raise Refusal(Fault.NO)

    answers = run_while_the_turn_is_held(db, refused, kept, refused)

    assert [str(each) if isinstance(each, str) else type(each) for each in answers] == [Refusal, "kept", Refusal]
    assert (keys(db), told) == (["kept"], ["kept"])


def test_a_full_disk_fails_every_errand_of_the_group_and_the_next_one_works(db: Database) -> None:
    pages = db.value("PRAGMA page_count")

    def fill() -> None:
        for number in range(400):
            add(db, f"{number:0500d}")

    writer = db._writer  # noqa: SLF001 — the limit belongs to this connection
    writer.execute(f"PRAGMA max_page_count = {pages + 1}")
    answers = run_while_the_turn_is_held(db, lambda: add(db, "before"), fill)
    writer.execute("PRAGMA max_page_count = 1073741823")
    together(db, lambda: add(db, "after"))

    assert [type(each) for each in answers] == [StorageError, StorageError]
    assert keys(db) == ["after"]


def test_errands_and_units_side_by_side_lose_nothing(db: Database) -> None:
    def write(number: int) -> None:
        for index in range(25):
            key = f"{number:02d}-{index:02d}"
            if (number + index) % 3:
                together(db, lambda key=key: add(db, key))  # type: ignore[misc]  # bound at once, on purpose
            else:
                with unit_of_work(db):
                    add(db, key)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))

    assert len(keys(db)) == 400


def test_an_errand_within_a_unit_is_refused(db: Database) -> None:
    with pytest.raises(StorageError, match="nest"), unit_of_work(db):
        together(db, lambda: None)


def test_a_snapshot_sees_one_state_while_others_write(db: Database) -> None:
    with db.reading(snapshot=True):
        before = keys(db)
        writer = threading.Thread(target=slow_and_kept_again, args=(db,))
        writer.start()
        writer.join()
        during = keys(db)

    assert (before, during, keys(db)) == ([], [], ["kept again"])


def test_a_full_disk_fails_every_unit_of_the_group_and_the_next_one_works(db: Database) -> None:
    pages = db.value("PRAGMA page_count")
    writer = db._writer  # noqa: SLF001 — the limit belongs to this connection
    writer.execute(f"PRAGMA max_page_count = {pages + 1}")

    with pytest.raises((StorageError, sqlite3.Error)), unit_of_work(db):
        for number in range(400):
            add(db, f"{number:0500d}")
    writer.execute("PRAGMA max_page_count = 1073741823")
    with unit_of_work(db):
        add(db, "after")

    assert keys(db) == ["after"]


def test_every_commit_is_flushed_and_the_file_is_in_wal(db: Database) -> None:
    connection = database.connect(db.path)

    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


SCRIPT = """
import sys
from pathlib import Path
from webapp.storage.database import Database, unit_of_work
db = Database.open(Path(sys.argv[1]))
for index in range(50):
    with unit_of_work(db):
        count = db.value("SELECT attempts FROM throttles WHERE key = 'shared'")
        db.run("UPDATE throttles SET attempts = ? WHERE key = 'shared'", (count + 1,))
"""


def test_several_processes_read_then_write_without_losing_a_step(db: Database) -> None:
    with unit_of_work(db):
        db.run("INSERT INTO throttles VALUES ('shared', 'w', 0)")

    processes = [subprocess.Popen([sys.executable, "-c", SCRIPT, str(db.path)], cwd=Path.cwd()) for _ in range(4)]

    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    assert db.value("SELECT attempts FROM throttles WHERE key = 'shared'") == 200
