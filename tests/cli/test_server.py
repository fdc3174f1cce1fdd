"""The server asked to stop while pages are open and an answer is on its way."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.awaiting import until

ROOT = Path(__file__).parents[2]

TRIAL = """
import sys, threading
from pathlib import Path
from flask import Flask
from webapp.cli.serve import bind
from webapp.cli.server import serve
from webapp.settings import load
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.web.kit.streams import Streams

settings = load(Path(sys.argv[1]))
migrate(settings.database)
app = Flask("trial")
database = app.extensions["collegiale.database"] = Database.open(settings.database)
streams = app.extensions["collegiale.streams"] = Streams(database, limit=50)

@app.get("/flux")
def page():
    return streams.respond("meeting:1")

@app.get("/acte")
def act():
    print("reçu", flush=True)
    threading.Event().wait(0.5)
    return "enregistré"

listening = bind("127.0.0.1", 0)
listening.listen()
print(listening.getsockname()[1], flush=True)
serve(app, listening, settings)
"""


@pytest.fixture
def server(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", TRIAL, str(tmp_path)], cwd=ROOT, env={**os.environ}, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def ask(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Connection": "close"})
    return connection.getresponse()


def test_open_pages_end_at_once_and_the_answer_on_its_way_arrives(server):
    port = int(server.stdout.readline())
    pages = [ask(port, "/flux") for _ in range(20)]
    assert [page.readline() for page in pages] == [b"retry: 2000\n"] * 20
    answers: list[bytes] = []
    voter = threading.Thread(target=lambda: answers.append(ask(port, "/acte").read()))
    voter.start()
    assert server.stdout.readline() == "reçu\n"
    asked = time.monotonic()

    server.send_signal(signal.SIGTERM)

    for page in pages:
        page.read()
    assert server.wait(timeout=10) == 0
    assert time.monotonic() - asked < 4
    voter.join(timeout=5)
    assert answers == ["enregistré".encode()]
    with pytest.raises(ConnectionRefusedError):
        ask(port, "/acte")


def test_the_server_keeps_to_one_core_and_what_it_starts_has_them_all(server):
    server.stdout.readline()
    assert until(lambda: len(os.sched_getaffinity(server.pid)) == 1)
    freed = "import os; from webapp.kernel import cores; cores.use_all(); print(len(os.sched_getaffinity(0)))"
    command = [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {{0}}); {freed}"]
    assert int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout) == os.cpu_count()


def test_pages_that_were_left_give_their_places_back(server):
    port = int(server.stdout.readline())
    pages = [ask(port, "/flux") for _ in range(50)]
    assert [page.readline() for page in pages] == [b"retry: 2000\n"] * 50
    assert ask(port, "/flux").status == 503

    for page in pages:
        page.close()

    assert until(lambda: ask(port, "/flux").status == 200)
