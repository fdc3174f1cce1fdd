"""The real worker, killed in the middle of a message: nothing leaves twice, nothing is lost without being shown."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.awaiting import until
from tests.outbox.conftest import a_letter
from tests.outbox.postoffice import PostOffice, opened
from webapp.kernel import clock
from webapp.outbox import queries, service
from webapp.outbox.model import MessageState
from webapp.settings import load
from webapp.storage.database import Database, unit_of_work
from webapp.storage.migrate import migrate

ROOT = Path(__file__).parents[2]
SUBJECTS = [f"Message {n}" for n in range(1, 6)]
TOPIC = "meeting:12"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened() as office:
        yield office


@pytest.fixture
def instance(tmp_path: Path, office: PostOffice) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "settings.toml").write_text(
        f'mark = "test"\nsmtp_host = "127.0.0.1"\nsmtp_port = {office.port}\n'
        f'smtp_from = "coderst@prefecture.example"\nclock_offset_file = "{folder / "offset"}"\n',
        encoding="utf-8",
    )
    migrate(load(folder).database)
    return folder


@pytest.fixture
def db(instance: Path) -> Iterator[Database]:
    opened_here = Database.open(load(instance).database)
    yield opened_here
    opened_here.close()


@contextmanager
def working(instance: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "worker"],
        cwd=ROOT,
        env={**os.environ, "COLLEGIALE_INSTANCE": str(instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def write(db: Database, *subjects: str, at: datetime | None = None) -> None:
    with unit_of_work(db):
        for subject in subjects:
            service.post(db, a_letter(subject), now=at or clock.now())


def states(db: Database) -> dict[str, MessageState]:
    return {each.letter.subject: each.state for each in queries.about(db, TOPIC)}


def all_gone(db: Database) -> bool:
    return not {MessageState.WAITING, MessageState.HANDING} & set(states(db).values())


def killing(process: subprocess.Popen[str], *, at: int) -> Callable[[], None]:
    """Return what ends the worker at once, the so many-th time that it is called."""
    calls = iter(range(1, 100))

    def strike() -> None:
        if next(calls) == at:
            process.kill()
            process.wait(10)

    return strike


def test_the_worker_sends_what_is_written_while_it_runs(instance: Path, db: Database, office: PostOffice) -> None:
    with working(instance) as process:
        write(db, *SUBJECTS)
        until(lambda: all_gone(db))
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10) == ("", "")

    assert office.subjects == SUBJECTS
    assert set(states(db).values()) == {MessageState.SENT}


@pytest.mark.parametrize("stage", ["rcpt", "data asked"])
def test_killed_before_the_dot_the_message_leaves_once_at_the_next_start(
    instance: Path, db: Database, office: PostOffice, stage: str
) -> None:
    with working(instance) as process:
        strike = killing(process, at=3)
        if stage == "rcpt":
            office.answers["rcpt"] = strike
        else:
            office.before_the_text = strike
        write(db, *SUBJECTS)
        process.wait(20)
    assert process.returncode == -signal.SIGKILL
    assert office.subjects == SUBJECTS[:2]
    office.answers.clear()
    office.before_the_text = None

    with working(instance):
        until(lambda: all_gone(db))

    assert office.subjects == SUBJECTS
    assert set(states(db).values()) == {MessageState.SENT}


@pytest.mark.parametrize("kept_by_the_relay", [True, False])
def test_killed_between_the_dot_and_the_answer_the_message_is_in_doubt_and_the_others_leave(
    instance: Path, db: Database, office: PostOffice, *, kept_by_the_relay: bool
) -> None:
    with working(instance) as process:
        struck = killing(process, at=3)
        if kept_by_the_relay:
            office.answers["taken"] = struck
        else:
            office.answers["data"] = lambda: struck() or (None if process.poll() is None else "451 4.3.0 Trop tard")
        write(db, *SUBJECTS)
        process.wait(20)
    office.answers.clear()

    with working(instance):
        until(lambda: all_gone(db))

    others = [SUBJECTS[0], SUBJECTS[1], SUBJECTS[3], SUBJECTS[4]]
    assert office.subjects == (SUBJECTS if kept_by_the_relay else others)
    assert states(db) == {**dict.fromkeys(others, MessageState.SENT), SUBJECTS[2]: MessageState.UNCERTAIN}
    doubt = queries.about(db, TOPIC)[2]
    assert (doubt.is_stuck, doubt.words) == (True, "Le service s’est arrêté à l’instant de la remise.")


def test_the_relay_down_for_two_days_then_up_and_a_kill_in_the_middle(
    instance: Path, db: Database, office: PostOffice
) -> None:
    office.close()
    write(db, *SUBJECTS[:3])
    with working(instance):
        until(lambda: queries.trouble(db))
    (instance / "offset").write_text(str(timedelta(days=2).total_seconds()))
    write(db, *SUBJECTS[3:], at=datetime.now(UTC) + timedelta(days=2))
    with working(instance):
        until(lambda: (found := queries.trouble(db)) is not None and found.tries > 1)
    (instance / "offset").write_text(str(timedelta(days=2, hours=1).total_seconds()))
    office.open()

    with working(instance) as process:
        office.before_the_text = killing(process, at=2)
        process.wait(20)
    office.before_the_text = None
    with working(instance):
        until(lambda: all_gone(db))

    assert office.subjects == SUBJECTS
    assert set(states(db).values()) == {MessageState.SENT}
    assert queries.trouble(db) is None


def test_without_a_relay_the_messages_wait(instance: Path, db: Database, office: PostOffice) -> None:
    file = instance / "settings.toml"
    file.write_text(file.read_text().replace('smtp_host = "127.0.0.1"', 'smtp_host = ""'))
    write(db, *SUBJECTS)

    with working(instance) as process:
        until(lambda: (instance / "heartbeat").exists() or (instance / "worker.lock").exists())
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10) == ("", "")

    assert (office.knocks, set(states(db).values())) == (0, {MessageState.WAITING})
    assert not load(instance).sends_mail


def test_a_demonstration_sends_nothing(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        'mark = "demo"\nsmtp_host = "127.0.0.1"\nsmtp_from = "coderst@prefecture.example"\n'
    )

    assert not load(tmp_path).sends_mail
