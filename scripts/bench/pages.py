"""Every page of the house at full size: server time, in process, beside the page that reads nothing."""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import scene
from flask import Flask
from lib import Verdicts, workshop
from scene import Browser, Scene

from webapp.app import create_app
from webapp.settings import load
from webapp.storage.database import Database
from webapp.web.kit import database, streams

RUNS = 15
BOUND_MILLISECONDS = 50.0
PLAINEST = "/accessibilite"


@dataclass(frozen=True, slots=True)
class Served:
    """One page as it was served: `milliseconds` is the median of several times."""

    path: str
    status: str
    is_page: bool
    milliseconds: float


def served(app: Flask, path: str, browser: Browser) -> Served:
    """Serve a page several times in this process, the first time not counted."""
    status, kind = _once(app, path, browser)
    if not status.startswith("200") or not kind.startswith("text/html"):
        return Served(path, status, is_page=False, milliseconds=0.0)
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        _once(app, path, browser)
        times.append((time.perf_counter() - started) * 1000)
    return Served(path, status, is_page=True, milliseconds=statistics.median(times))


def _once(app: Flask, path: str, browser: Browser) -> tuple[str, str]:
    heard: list[tuple[str, str]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        heard.append((status, dict(headers).get("Content-Type", "")))

    answer = app.wsgi_app(_environment(path, browser), start)
    for _ in answer:
        pass
    answer.close()  # type: ignore[attr-defined]  # werkzeug's answers all have it
    return heard[0]


def _environment(path: str, browser: Browser) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": path.partition("?")[2],
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": f"collegiale={browser.cookie}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def addresses(app: Flask, db: Database, found: Scene) -> Iterator[str]:
    """Yield the address of every page, of the sitting under way first, then of one that is over."""
    for meeting, item, motion in ((found.meeting, found.item, found.motion), _first_voted(db, found)):
        values = {
            "meeting_id": meeting,
            "item_id": item,
            "motion_id": motion,
            "committee_id": db.value("SELECT min(id) FROM committees"),
            "seat_id": found.members[0].seat,
            "person_id": db.value("SELECT person_id FROM appointments WHERE seat_id = ?", (found.members[0].seat,)),
            "token": db.value("SELECT screen_token FROM meetings WHERE id = ?", (meeting,)),
        }
        adapter = app.url_map.bind("127.0.0.1")
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint.endswith(("static", ".stream")):
                continue
            if meeting != found.meeting and "meeting_id" not in rule.arguments:
                continue
            if rule.arguments <= values.keys():
                yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def _first_voted(db: Database, found: Scene) -> tuple[int, int, int]:
    row = db.row(
        "SELECT agenda_items.id AS item, motions.id AS motion FROM agenda_items"
        " JOIN motions ON motions.item_id = agenda_items.id WHERE meeting_id = ?",
        (found.past[-1],),
    )
    if row is None:
        message = "this past sitting has no agenda"
        raise RuntimeError(message)
    return found.past[-1], row["item"], row["motion"]


def main() -> int:
    """Serve every page to who may read it and hold the slowest to the bound."""
    verdicts = Verdicts()
    with workshop() as folder:
        instance = scene.built(folder / "instance")
        found = scene.read(instance)
        app = create_app(load(instance))
        db = database.of(app)
        pages = []
        for path in dict.fromkeys(addresses(app, db, found)):
            tries = (served(app, path, browser) for browser in (found.desk, found.members[0]))
            page = next((each for each in tries if each.is_page), None)
            if page is not None:
                pages.append(page)
        plainest = served(app, PLAINEST, found.desk).milliseconds
        streams.of(app).stop()
        db.close()
    beside = f"page sans lecture {plainest:.1f} ms"
    for page in sorted(pages, key=lambda each: -each.milliseconds):
        verdicts.at_most(page.path, page.milliseconds, BOUND_MILLISECONDS, "ms", beside=beside)
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
