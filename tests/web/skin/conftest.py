"""The gallery, served on this machine, and a real browser to look at it."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser import launched

sys.path.insert(0, str(Path(__file__).parent))
from gallery import Gallery


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing of each request."""


@pytest.fixture
def pages() -> FlaskClient:
    return Gallery().app.test_client()


@pytest.fixture
def gallery() -> Iterator[Gallery]:
    gallery = Gallery()
    server = make_server("127.0.0.1", 0, gallery.app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    gallery.address = f"http://127.0.0.1:{server.server_port}"
    yield gallery
    gallery.end()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def look(gallery: Gallery, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of the gallery; whatever it complains of on its console fails the test."""
    contexts, complaints = [], []

    def open_page(path: str, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(base_url=gallery.address, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [said for said in complaints if "503" not in said] == []
