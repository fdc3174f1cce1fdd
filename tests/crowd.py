"""People who sign up at once over HTTP, each with a connection of their own: all have the form before the first is sent."""

import http.client
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from urllib.parse import urlencode

PATIENCE_SECONDS = 120
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What somebody was answered, and when by a clock that only goes on; `place`: on the waiting list, 0 with a seat."""

    name: str
    sent_at: float
    answered_at: float
    page: str
    place: int


def address_of(name: str) -> str:
    """Return the mailbox of somebody of the crowd."""
    return f"{name.lower().replace(' ', '.')}@val-imaginaire.example"


def sign_up_at_once(port: int, form: str, names: Sequence[str]) -> list[Signed]:
    """Let all of them send the same form in the same instant; return what each was told, in the order of `names`."""
    ready = Barrier(len(names))
    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(lambda name: _sign_up(port, form, name, ready), names))


def _sign_up(port: int, form: str, name: str, ready: Barrier) -> Signed:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        status, headers, page = _asks(connection, "GET", form, {})
        assert status == http.client.OK, page
        cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
        fields = {
            **dict(re.findall(r'name="(csrf_token|key)" value="([^"]+)"', page)),
            "last_name": name,
            "first_name": "Anne",
            "email": address_of(name),
        }
        ready.wait(PATIENCE_SECONDS)
        sent_at = time.monotonic()
        status, headers, said = _asks(connection, "POST", form, {**FORM, **cookie}, urlencode(fields))
        answered_at = time.monotonic()
        assert status == http.client.SEE_OTHER, said
        own = headers["Location"]
        status, _, said = _asks(connection, "GET", own, cookie)
        assert status == http.client.OK, said
    finally:
        connection.close()
    return Signed(name=name, sent_at=sent_at, answered_at=answered_at, page=own.split("?")[0], place=_place(said))


def _asks(
    connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    connection.request(method, path, body=body, headers={"Sec-Fetch-Mode": "navigate", **headers})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def _place(page: str) -> int:
    """Return the place that the page of somebody tells, 0 for those who have a seat."""
    if "Confirmée" in page:
        return 0
    found = re.search(r"Vous êtes au rang\s(\d+)", page)
    assert found is not None, page
    return int(found[1])
