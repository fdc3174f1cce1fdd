"""Keep the server and the worker running together, and say where once the service answers."""

import argparse
import ctypes
import ipaddress
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from webapp.settings import Settings, SettingsError, instance_folder, load

STOP_SECONDS = 5.0
READY_SECONDS = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEADY_SECONDS = 60.0  # a child that lived this long starts again with the first pause
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
AWAITED = {*STOP_SIGNALS, signal.SIGCHLD}
PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def main(argv: list[str]) -> int:
    """Serve until a stop signal; 0 when stopped, 1 when the service cannot start, 2 for wrong use."""
    parser = argparse.ArgumentParser(description="Met la base à jour, puis sert Collégiale jusqu’à l’arrêt demandé.")
    parser.add_argument("--demo", action="store_true", help="une préfecture fictive, dans instance/demo")
    parser.add_argument("--port", type=int, help="port d’écoute, à la place de celui des réglages")
    parser.add_argument("--host", help="adresse d’écoute, à la place de celle des réglages")
    options = parser.parse_args(argv)
    folder = instance_folder() / "demo" if options.demo else instance_folder()
    if options.demo:
        _mark_as_demonstration(folder)
    settings = load(folder)
    settings = replace(
        settings,
        host=settings.host if options.host is None else options.host,
        port=settings.port if options.port is None else options.port,
    )
    if settings.mark == "demo" and not _is_loopback(settings.host):
        message = "La démonstration n’écoute que cette machine (127.0.0.1) : retirez l’option --host."
        raise SettingsError(message)
    try:
        listening = bind(settings.host, settings.port)
    except OSError as fault:
        _tell(f"L’adresse {settings.host}:{settings.port} ne peut pas être prise ({fault.strerror}).")
        _tell("Un autre service l’occupe sans doute : choisissez un autre port avec --port.")
        return 1
    if settings.mark == "demo":
        _publish(folder, _address(listening))
    os.environ["COLLEGIALE_INSTANCE"] = str(folder)
    if options.demo and (status := _command("demo", "load").wait()):
        return status
    return Supervisor(settings, listening).run()


def bind(host: str, port: int) -> socket.socket:
    """Take the address to listen on; raise OSError when somebody else has it."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    taken = socket.socket(family, kind, protocol)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError:
        taken.close()
        raise
    return taken


@dataclass(slots=True)
class Child:
    """One of the two processes, started again after a pause that doubles while it keeps failing."""

    name: str
    arguments: tuple[str, ...]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    started: float = 0.0
    due: float | None = field(default=None)

    def start(self) -> None:
        self.started, self.due = time.monotonic(), None
        self.process = _command(*self.arguments, descriptors=self.descriptors)

    def exit_status(self) -> int | None:
        """Return how it ended, or None while it runs or was never started."""
        return None if self.process is None else self.process.poll()

    def look_after(self, now: float) -> None:
        """Start it again when its pause is over; begin the pause when it has just ended."""
        status = self.exit_status()
        if status is None:
            return
        if self.due is None:
            if now - self.started > STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            self.due = now + self.pause
            _tell(f"{self.name} s’est arrêté (code {status}) ; nouveau départ dans {self.pause:g} s.")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due:
            self.start()

    def stop(self, deadline: float) -> None:
        """Wait until the deadline for it to end, then end it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _tell(f"{self.name} ne s’arrête pas : il est interrompu.")
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Holds the listening socket: while the server starts again, calls wait in the queue and are not refused."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._listening = listening
        self._settings = settings
        descriptor = listening.fileno()
        self._server = Child("Le serveur", ("server", "--socket", str(descriptor)), (descriptor,))
        self._worker = Child("Le travailleur", ("worker",))

    def run(self) -> int:
        """Run both until a stop signal; return the exit status."""
        signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
        self._server.start()
        try:
            status = self._await_ready()
            if status is None:
                self._worker.start()
                self._watch()
        finally:
            self._stop()
        return status or 0

    def _await_ready(self) -> int | None:
        """Return None once the service answers, an exit status when it will not."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            received = signal.sigtimedwait(AWAITED, 0.01)
            if received is not None and received.si_signo in STOP_SIGNALS:
                return 0
            ended = self._server.exit_status()
            if ended is not None:
                _tell("Le serveur n’a pas pu démarrer : le message ci-dessus dit pourquoi.")
                return 2 if ended == 2 else 1  # noqa: PLR2004 — the house's exit code for wrong use
            if _answers(self._listening):
                print(f"Collégiale répond à l’adresse {self._shown_address()}", flush=True)
                return None
        _tell(f"Le service n’a pas répondu sur /sante en {READY_SECONDS:g} s.")
        return 1

    def _watch(self) -> None:
        children = (self._server, self._worker)
        while True:
            pauses = [child.due for child in children if child.due is not None]
            wait = max(0.0, min(pauses) - time.monotonic()) if pauses else 3600.0
            received = signal.sigtimedwait(AWAITED, wait)
            if received is not None and received.si_signo in STOP_SIGNALS:
                return
            for child in children:
                child.look_after(time.monotonic())

    def _stop(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        self._listening.close()
        children = (self._server, self._worker)
        for child in children:
            if child.process is not None and child.exit_status() is None:
                child.process.terminate()
        for child in children:
            child.stop(deadline)

    def _shown_address(self) -> str:
        everywhere = ipaddress.ip_address(self._listening.getsockname()[0]).is_unspecified
        return self._settings.public_address if everywhere else _address(self._listening)


def _command(*arguments: str, descriptors: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """Start one of our own commands, which ends with this process whatever ends it."""
    parent = os.getpid()
    library = ctypes.CDLL(None)

    def settle() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        library.prctl(PARENT_DEATH, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return subprocess.Popen(  # noqa: S603 — our own interpreter, our own commands
        (sys.executable, "-m", "webapp.cli", *arguments),
        pass_fds=descriptors,
        preexec_fn=settle,  # noqa: PLW1509 — this process has one thread
    )


def _answers(listening: socket.socket) -> bool:
    """Whether /sante says 200; asked by hand, since the library for it would cost the start a twentieth of a second."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1" if listening.family is socket.AF_INET else "::1"
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(b"GET /sante HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    addresses = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    return all(ipaddress.ip_address(address).is_loopback for address in addresses)


def _mark_as_demonstration(folder: Path) -> None:
    """Make the folder a demonstration's, or refuse one that holds anything else."""
    if (folder / "settings.toml").exists():
        if load(folder).mark != "demo":
            message = (
                f"{folder} n’est pas une démonstration : rien n’y a été touché. Déplacez ce dossier, puis recommencez."
            )
            raise SettingsError(message)
        return
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder} contient déjà des données sans être une démonstration : rien n’y a été touché."
        raise SettingsError(message)
    load(folder)
    _set(folder, "mark", "demo")
    _set(folder, "prefecture", "Préfecture du Val-Imaginaire")


def _publish(folder: Path, address: str) -> None:
    """Have the links and codes of a demonstration lead to where it is really served."""
    if load(folder).public_address != address:
        _set(folder, "public_address", address)


def _set(folder: Path, key: str, value: str) -> None:
    file = folder / "settings.toml"
    text = file.read_text(encoding="utf-8")
    line = f'{key} = "{value}"'
    changed, found = re.subn(rf"^{key} = .*$", lambda _: line, text, flags=re.MULTILINE)
    file.write_text(changed if found else f"{text}\n{line}\n", encoding="utf-8")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
