"""Reading a document page by page: who may, private notes, and three hundred pages in a real browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser import launched
from tests.documents.papers import put_in
from tests.meetings.room import Room
from tests.web.visitors import Visitor
from webapp.web.kit import database

AXE = (Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
MOST_DRAWN = 6


def pages_of(number: int) -> bytes:
    """Return a PDF of so many pages, each with its number."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * each) for each in range(number))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for each in range(number):
        words = b"BT /F1 48 Tf 90 600 Td (Feuille %d) Tj ET" % (each + 1)
        inside = b"/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R" % (5 + 2 * each)
        bodies.append(b"<< /Type /Page /Parent 2 0 R %s >>" % inside)
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words))
    written, places = bytearray(b"%PDF-1.4\n"), []
    for place, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (place, body)
    start, size = len(written), len(bodies) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % each for each in places)
    return bytes(written) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


@pytest.fixture
def room(app: Flask, at_the_sitting: None) -> Room:
    room = Room(database.of(app), seats=5, substitutes=True)
    room.add_motion(room.add_item())
    return room.open(present=4)


@pytest.fixture
def report(room: Room, tmp_path: Path) -> str:
    shelf = tmp_path / "files" / "documents"
    number = put_in(room.db, shelf, room.meeting_id, room.item, content=pages_of(300), now=room.tick())
    return f"/seances/{room.meeting_id}/dossier/{number}/1"


def test_a_note_is_kept_for_its_page_and_shown_to_nobody_else(app: Flask, room: Room, report: str) -> None:
    writer, other = Visitor(app).enter(room.person(2)), Visitor(app).enter(room.person(3))
    listed = f"/seances/{room.meeting_id}/dossier/notes"

    assert writer.post(f"{report}/notes", page="12", body="Demander le débit").status_code == 303
    assert "Demander le débit" in writer.text(f"{report}/lire?page=12")
    assert "Demander le débit" in writer.text(listed)
    assert "Demander le débit" not in other.text(f"{report}/lire?page=12")
    assert "Vous n’avez rien noté." in other.text(listed)

    writer.post(f"{report}/notes", page="12", body="")
    assert "Vous n’avez rien noté." in writer.text(listed)


def test_a_note_has_a_page_and_a_length(app: Flask, room: Room, report: str) -> None:
    writer = Visitor(app).enter(room.person(2))

    assert writer.post(f"{report}/notes", page="douze", body="a").status_code == 400
    assert writer.post(f"{report}/notes", page="1", body="a" * 10_001).status_code == 400


def test_dep_1_who_withdrew_from_an_item_reads_none_of_its_pages(app: Flask, room: Room, report: str) -> None:
    room.recuse(2, room.item)
    recused = Visitor(app).enter(room.person(2))

    assert recused.get(f"{report}/lire").status_code == 403
    assert recused.post(f"{report}/notes", page="1", body="a").status_code == 403


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing of each request."""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def at_360_pixels(browser, app: Flask, room: Room, address: str) -> tuple[Page, list[str], list[str]]:
    visitor = Visitor(app).enter(room.person(2))
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    cookies = list(visitor.client._cookies.values())  # noqa: SLF001 — werkzeug lists them nowhere else
    context.add_cookies([{"name": each.key, "value": each.value, "url": address} for each in cookies])
    page, complaints, asked = context.new_page(), [], []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("request", lambda request: asked.append(request.url))
    return page, complaints, asked


def test_three_hundred_pages_are_read_on_a_phone(app: Flask, room: Room, report: str, address: str) -> None:
    with launched() as browser:
        page, complaints, asked = at_360_pixels(browser, app, room, address)
        page.goto(f"{report}/lire")
        expect(page.get_by_text("Page 1 sur 300")).to_be_visible()
        expect(page.locator("[data-page='1'][data-drawn]")).to_be_attached()

        page.locator("summary").click()
        page.get_by_label("Page", exact=True).fill("250")
        page.get_by_label("Page", exact=True).press("Enter")
        expect(page.get_by_text("Page 250 sur 300")).to_be_visible()
        expect(page.locator("[data-page='250'][data-drawn]")).to_be_in_viewport()
        expect(page.locator("[data-reader-text]")).to_have_text("Feuille 250")
        for _ in range(20):
            page.mouse.wheel(0, 900)
            assert page.locator("canvas").count() <= MOST_DRAWN
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

        note = page.get_by_label("Vos notes sur cette page")
        note.focus()  # from here on the page is the writer's, however long the wheel still turns
        in_hand = page.locator("[data-reader-place]").text_content()
        note.fill("À vérifier")
        expect(page.get_by_text("Enregistré à")).to_be_attached()
        assert page.locator("[data-reader-place]").text_content() == in_hand
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert complaints == []
    assert {url for url in asked if not url.startswith((address, "blob:"))} == set()
