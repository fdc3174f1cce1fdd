"""The people of a sign-up bench, in a process of their own: each asks for the form, sends it, reads the page it leads to.

Every sign-up is a new visitor, without cookie; a client keeps its connection, as a proxy does.
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

LOOPBACK = "127.0.0.1"
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class SignUps:
    """What the sign-ups came to: seconds of each, from when it was due; those that were not done; seconds in all."""

    latencies: tuple[float, ...]
    failed: int
    seconds: float

    @property
    def rate(self) -> float:
        """Complete sign-ups a second."""
        return len(self.latencies) / self.seconds


def send(port: int, path: str, *, people: int, clients: int, first: int = 0, a_second: float = 0.0) -> SignUps:
    """Sign people up, numbered from `first`, by `clients` at once; `a_second`: as they arrive, else as fast as may be."""
    words = [str(each) for each in (port, path, people, clients, first, a_second)]
    done = subprocess.run([sys.executable, __file__, *words], capture_output=True, check=True, text=True)
    values = json.loads(done.stdout)
    return SignUps(tuple(values["latencies"]), values["failed"], values["seconds"])


class Client:
    """One browser after another over one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)

    def sign_up(self, path: str, number: int) -> bool:
        """Do the three requests; whether the last page was there."""
        page, headers, _ = self._ask("GET", path, {})
        cookie = {"Cookie": headers.get("Set-Cookie", "").split(";")[0]}
        fields = {
            "csrf_token": _value(page, "csrf_token"),
            "key": _value(page, "key"),
            "last_name": f"Exemple {number}",
            "first_name": "Anne",
            "email": f"anne.exemple{number}@val-imaginaire.example",
            "service": "Service des essais",
        }
        _, headers, status = self._ask("POST", path, {**FORM_TYPE, **cookie}, urlencode(fields))
        if status != http.client.SEE_OTHER:
            return False
        _, _, status = self._ask("GET", headers["Location"], cookie)
        return status == http.client.OK

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[str, http.client.HTTPMessage, int]:
        self.connection.request(method, path, body=body, headers={"Sec-Fetch-Mode": "navigate", **headers})
        answer = self.connection.getresponse()
        return answer.read().decode(), answer.headers, answer.status


def _value(page: str, name: str) -> str:
    _, found, rest = page.partition(f'name="{name}" value="')
    return rest.split('"', 1)[0] if found else ""


def main(port: int, path: str, *, people: int, clients: int, first: int, a_second: float) -> None:
    """Run the clients and print what they saw."""
    numbers = iter(range(people))
    guard = threading.Lock()
    latencies: list[float] = []
    failed = [0]
    started = time.perf_counter() + 0.1

    def work() -> None:
        client = Client(port)
        while True:
            with guard:
                number = next(numbers, None)
            if number is None:
                return
            due = started + number / a_second if a_second else time.perf_counter()
            time.sleep(max(due - time.perf_counter(), 0))
            try:
                done = client.sign_up(path, first + number)
            except (OSError, http.client.HTTPException):
                client, done = Client(port), False
            with guard:
                if done:
                    latencies.append(time.perf_counter() - due)
                else:
                    failed[0] += 1

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    print(json.dumps({"latencies": latencies, "failed": failed[0], "seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    port, path, people, clients, first, a_second = sys.argv[1:]
    main(int(port), path, people=int(people), clients=int(clients), first=int(first), a_second=float(a_second))
