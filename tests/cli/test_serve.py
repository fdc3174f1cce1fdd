"""The service as a machine's keeper meets it: started, hurt, stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.awaiting import until
from tests.processes import lives

ROOT = Path(__file__).parents[2]


def serve(instance: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "serve", *options],
        cwd=ROOT,
        env={**os.environ, "COLLEGIALE_INSTANCE": str(instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@dataclass(frozen=True)
class Service:
    process: subprocess.Popen[str]
    port: int

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def child(self, name: str) -> int | None:
        """The process id of the server or of the worker, None while there is none."""
        supervisor = self.process.pid
        for pid in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
            with suppress(FileNotFoundError, ProcessLookupError):  # buried since it was listed
                if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                    return int(pid)
        return None


@contextmanager
def running(instance: Path, *options: str) -> Iterator[Service]:
    process = serve(instance, "--port", "0", *options)
    try:
        line = process.stdout.readline()
        assert line.startswith("Collégiale répond à l’adresse http://127.0.0.1:"), line + process.stderr.read()
        yield Service(process, int(line.rsplit(":", 1)[1]))
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("instance")) as service:
        yield service


def refused(instance: Path, *options: str) -> tuple[int, str]:
    process = serve(instance, *options)
    _, said = process.communicate(timeout=20)
    return process.returncode, said


def test_the_address_is_said_once_the_service_answers(service):
    status, body = service.get("/sante")

    assert status == 200
    assert json.loads(body)


def test_a_killed_server_starts_again_and_nobody_is_refused_meanwhile(service):
    first = service.child("server")

    os.kill(first, signal.SIGKILL)
    status, _ = service.get("/sante")

    assert status == 200
    assert service.child("server") not in {None, first}


def test_without_its_worker_the_service_still_answers_and_the_worker_comes_back(service):
    first = until(lambda: service.child("worker"))

    os.kill(first, signal.SIGKILL)
    status, _ = service.get("/sante")

    assert status == 200
    assert until(
        lambda: service.child("worker") not in {None, first}
    )  # the one that was killed is listed until it is buried


def test_a_stop_signal_ends_everything_within_five_seconds(tmp_path):
    with running(tmp_path / "instance") as service:
        children = [service.child("server"), until(lambda: service.child("worker"))]
        asked = time.monotonic()

        service.process.send_signal(signal.SIGTERM)
        _, said = service.process.communicate(timeout=10)

    assert time.monotonic() - asked < 5
    assert service.process.returncode == 0
    assert said == ""
    assert [pid for pid in children if lives(pid)] == []


def test_the_children_do_not_outlive_a_killed_supervisor(tmp_path):
    with running(tmp_path / "instance") as service:
        children = [service.child("server"), until(lambda: service.child("worker"))]

        service.process.kill()

        until(lambda: not any(lives(pid) for pid in children))


def test_a_taken_port_is_said_and_nothing_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, said = refused(tmp_path / "instance", "--port", str(taken.getsockname()[1]))

    assert status == 1
    assert "choisissez un autre port avec --port" in said


def test_a_setting_that_does_not_exist_is_said_and_nothing_starts(tmp_path):
    (tmp_path / "settings.toml").write_text('couleur = "bleu"\n')

    assert refused(tmp_path) == (2, "settings.toml : la clé « couleur » n’existe pas.\n")


def test_a_demonstration_listens_to_this_machine_alone(tmp_path):
    status, said = refused(tmp_path, "--demo", "--host", "0.0.0.0")  # noqa: S104 — that is what is refused

    assert status == 2
    assert "n’écoute que cette machine" in said


@pytest.mark.parametrize(
    "file",
    [("settings.toml", 'mark = "production"\n'), ("collegiale.db", "")],
    ids=["real settings", "a lone database"],
)
def test_a_demonstration_refuses_a_folder_that_holds_anything_else(tmp_path, file):
    name, content = file
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / name).write_text(content)

    status, said = refused(tmp_path, "--demo")

    assert status == 2
    assert "rien n’y a été touché" in said
    assert (tmp_path / "demo" / name).read_text() == content


def test_a_demonstration_prints_its_sign_in_and_lives_in_its_own_folder(tmp_path):
    process = serve(tmp_path, "--demo", "--port", "0")
    try:
        lines = [process.stdout.readline()]
        while lines[-1] and "répond à l’adresse" not in lines[-1]:
            lines.append(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=10)

    assert "secrétariat" in "".join(lines).lower()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo"]
