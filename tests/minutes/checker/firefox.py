"""Debian's Firefox, driven by its own protocol (Marionette: JSON over TCP): no other program, nothing downloaded."""

import json
import socket
import subprocess
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests import awaiting

# Nothing of its own accord: what it asks is then what the page asks. Every request goes to the given proxy, even to this machine.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.no_proxies_on": "",
    "network.proxy.type": 1,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "marionette.port": 0,
}
FILE_INPUT = {"using": "css selector", "value": "#file"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Firefox:
    """One browser on a fresh profile, ended with the block."""

    def __init__(self, profile: Path, *, proxy: int) -> None:
        ports = {f"network.proxy.{each}_port": proxy for each in ("http", "ssl")}
        hosts = {f"network.proxy.{each}": "127.0.0.1" for each in ("http", "ssl")}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in {**QUIET, **ports, **hosts}.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self.profile, self._numbers = profile, count(1)

    def __enter__(self) -> Self:
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(self.profile)]
        environment = {"HOME": str(self.profile), "PATH": "/usr/bin:/bin", "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}
        with (self.profile / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        port = int(awaiting.until(self._port, seconds=90))
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=90)
        self._receive()
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "normal"}})
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=30)

    def _port(self) -> str:
        written = self.profile / "MarionetteActivePort"
        return written.read_text() if written.exists() else ""

    def ask(self, command: str, **parameters: Any) -> Any:
        """Send a command, and return its result."""
        number = next(self._numbers)
        message = json.dumps([0, number, command, parameters]).encode()
        self._socket.sendall(f"{len(message)}:".encode() + message)
        _, answered, fault, result = self._receive()
        assert (answered, fault) == (number, None)
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _receive(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._read(1)
        return json.loads(self._read(int(size[:-1])))

    def _read(self, length: int) -> bytes:
        read = b""
        while len(read) < length:
            more = self._socket.recv(length - len(read))
            assert more, "Firefox hung up"
            read += more
        return read

    def go(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def choose(self, file: Path) -> None:
        """Choose a file as a person does."""
        found = self.ask("WebDriver:FindElement", **FILE_INPUT)
        self.ask("WebDriver:ElementSendKeys", id=found[ELEMENT], text=str(file))

    def run(self, script: str) -> Any:
        """Run a script in the page, beside its own: it returns what it says, or what its promise gives."""
        return self.ask("WebDriver:ExecuteScript", script=script, args=[], sandbox="default")
