import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.awaiting import until
from tests.processes import lives
from webapp.cli import worker
from webapp.jobs import heartbeat, queries, service
from webapp.jobs.model import JobFailed, JobState
from webapp.kernel import clock
from webapp.pdf.model import RenderFailed
from webapp.settings import load
from webapp.storage.database import Database, unit_of_work
from webapp.storage.migrate import migrate

ROOT = Path(__file__).parents[2]

# A worker whose one kind of work renders a document of as many items as asked.
PROGRAM = """
import sys
from tests.pdf.factories import a_document, minutes
from webapp.cli import worker
from webapp.pdf.render import render_in_child

def render(work):
    work.report(10, "Mise en page")
    print("rendering", flush=True)
    return len(render_in_child(a_document(minutes(points=work.job.payload["points"]))))

sys.exit(worker.main([], {"render": render}))
"""


@pytest.fixture
def instance(tmp_path):
    migrate(load(tmp_path / "instance").database)
    return tmp_path / "instance"


@pytest.fixture
def settings(instance):
    return load(instance)


@pytest.fixture
def database(settings):
    opened = Database.open(settings.database)
    yield opened
    opened.close()


def left(db, **payload):
    with unit_of_work(db):
        return service.enqueue(db, "render", payload, now=clock.now())


@contextmanager
def running(instance, *arguments):
    process = subprocess.Popen(
        [sys.executable, *(arguments or ("-c", PROGRAM))],
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


def children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def test_left_work_is_done_within_a_second_or_so_and_its_result_kept(instance, database):
    with running(instance):
        until(lambda: heartbeat.is_alive(instance, now=clock.now()))
        job = left(database, points=1)

        finished = until(lambda: (found := queries.get(database, job)).is_over and found)

    assert (finished.state, finished.progress, finished.attempts) == (JobState.DONE, 100, 1)
    assert finished.result > 5_000


def test_a_stop_signal_ends_worker_and_renderer_and_the_work_is_taken_up_again(instance, database):
    job = left(database, points=60)

    with running(instance) as process:
        assert process.stdout.readline() == "rendering\n"
        press = until(lambda: children(process.pid))
        renderers = press + until(lambda: children(press[0]))
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status = process.wait(10)
        took = time.monotonic() - asked
        said = process.stderr.read()

    assert (status, said) == (0, "")
    assert took < 5
    until(lambda: not any(lives(pid) for pid in renderers))
    assert queries.get(database, job).state is JobState.CLAIMED
    assert heartbeat.last(instance) is None

    with running(instance) as process:
        assert process.stdout.readline() == "rendering\n"
        assert queries.get(database, job).attempts == 2


def test_an_idle_worker_stops_at_once_and_says_nothing(instance):
    with running(instance, "-m", "webapp.cli", "worker") as process:
        until(lambda: heartbeat.last(instance))

        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=5)

    assert (process.returncode, said) == (0, ("", ""))


def test_an_instance_has_one_worker(instance):
    with running(instance):
        until(lambda: heartbeat.last(instance))
        second = subprocess.run(
            [sys.executable, "-m", "webapp.cli", "worker"],
            cwd=ROOT,
            env={**os.environ, "COLLEGIALE_INSTANCE": str(instance)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert (second.returncode, second.stderr) == (1, "Un travailleur tourne déjà sur cette instance.\n")


def test_the_worker_is_small(instance):
    code = (
        "import sys, webapp.cli.worker\n"
        "heavy = {'flask', 'werkzeug', 'weasyprint', 'fontTools', 'pydyf', 'openpyxl', 'waitress'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert said == "[]\n"


def raising(fault):
    def handler(work):
        raise fault

    return {"render": handler}


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        (JobFailed("Rien à rendre."), (JobState.FAILED, "Rien à rendre.")),
        (RenderFailed("Document non conforme."), (JobState.FAILED, "Document non conforme.")),
        (RenderFailed("Trop long.", transient=True), (JobState.DUE, "Trop long.")),
        (ZeroDivisionError(), (JobState.DUE, "Une erreur est survenue (ZeroDivisionError).")),
    ],
    ids=["work that cannot be done", "a document refused", "a want of time", "a fault of ours"],
)
def test_work_that_fails_keeps_its_reason_and_is_tried_again_where_that_may_help(
    database, settings, fault, kept, capsys
):
    job = left(database)

    assert worker.do_next(database, settings, raising(fault))

    found = queries.get(database, job)
    assert (found.state, found.message.partition(" Nouvel essai à ")[0]) == kept
    assert ("Traceback" in capsys.readouterr().err) is isinstance(fault, ZeroDivisionError)


def test_nothing_due_is_nothing_done(database, settings):
    assert not worker.do_next(database, settings, raising(ZeroDivisionError()))


def test_the_files_of_a_rehearsal_that_was_purged_are_swept(instance, database):
    shelves = instance / "files" / "rehearsals"
    for number in (57, 58):
        (shelves / str(number) / "minutes").mkdir(parents=True)
        (shelves / str(number) / "minutes" / "abc.pdf").write_bytes(b"%PDF")
    with unit_of_work(database):
        database.run("INSERT INTO retired_meetings (meeting_id) VALUES (57)")

    with running(instance):
        until(lambda: not (shelves / "57").exists())

    assert [each.name for each in shelves.iterdir()] == ["58"]
