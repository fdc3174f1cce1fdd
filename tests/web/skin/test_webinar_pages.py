"""Every page of webinars, the organisers' and the public's, as full as it becomes: accessible, and nothing overflows."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from registry import Registry
from test_in_browser import violations
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.factories import NOW
from tests.journeys.story import IN_FULL
from tests.web.visitors import Visitor
from webapp.app import create_app
from webapp.kernel import clock
from webapp.settings import Settings
from webapp.web.kit import database, streams

# What is no page: files, feeds and streams; what a script asks for; an address that only leads elsewhere.
NO_PAGES = {
    *("registration.event", "certificate.download", "materials.my_file", "materials.file", "afterwards.download"),
    *("attendance.download_sheet", "sharing.feed", "control.stream", "control.live", "control.choose"),
    *("webinar_feeds.every_date", "webinar_feeds.every_announcement", "webinar_feeds.dates_of"),
    *("webinar_feeds.announcements_of", "my_desk.sample"),
}
ELSEWHERE = {"sharing.page"}  # the guest of a partner: tests/web/organiser/test_sharing.py
PUBLIC = (
    *("agreement", "certificate", "evaluation", "registration", "attendance_code", "my_data", "questions", "materials"),
    *("coming", "hosting", "invitation", "my_desk", "sharing", "entry", "webinars", "walk_in", "webinar_feeds", "find_link"),
)  # fmt: skip
# Pages that say something else on demand, beside their address alone.
ASKED = {
    "registration.page": "?desinscrire=1",
    "attendance.person": "?ecarter=1",
    "attendance_lists.page": "?ecarter=1",
    "control_links.page": "?nom=exemple",
    "control_rooms.page": "?confirmer=fermer",
    "registrants.listing": "?mots=personne+de+ce+nom",
    "webinars.catalogue": "?passes=1",
}
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[Registry]:
    """An application an hour after NOW, full of webinars."""
    folder = Path(tmp_path_factory.mktemp("webinars"))
    (folder / "collegiale.db").write_bytes(migrated)
    (folder / "files").mkdir()
    offset = folder / "offset"
    offset.write_text(str((NOW + timedelta(hours=1) - datetime.now(UTC)).total_seconds()))
    app = create_app(Settings(instance=folder, session_key="test", mark="test", public_address="http://localhost"))
    clock.shift_by_file(offset)
    yield Registry(app)
    streams.of(app).stop()
    database.of(app).close()
    clock.shift_by_file(None)


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def address(registry: Registry) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, registry.app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def lead(registry: Registry, address: str, browser: Browser) -> Iterator[BrowserContext]:
    """Who leads the webinars and administers the house, signed in."""
    visitor = Visitor(registry.app).enter(registry.lead)
    context = browser.new_context(
        base_url=address, viewport={"width": WIDTHS[0], "height": 800}, reduced_motion="reduce"
    )
    context.add_cookies(
        [{"name": each.key, "value": each.value, "url": address} for each in visitor.client._cookies.values()]  # noqa: SLF001 — the client has no other way to tell them
    )
    yield context
    context.close()


def parts(registry: Registry, endpoint: str) -> dict[str, object]:
    """Return what an address is made of, for the webinar where that page has most to show."""
    after = endpoint.partition(".")[0] in {"attendance", "attendance_lists", "attendance_door", "certificates", "certificate", "evaluations", "evaluation", "afterwards", "materials", "statistics"}  # fmt: skip
    seminar = registry.over if after else registry.coming
    person = registry.came if after else registry.signed
    token = {
        "entry": lambda: registry.link(registry.signed, "entry"),
        "agreement": lambda: registry.link(registry.asked, "manager"),
        "hosting": registry.host,
        "invitation": registry.invitation,
        "evaluation": registry.evaluation,
    }.get(endpoint.partition(".")[0], lambda: registry.link(person))
    return {
        "webinar_id": registry.prepared if endpoint == "organising.publish" else seminar.id,
        "webinar_code": seminar.shown.webinar.code,
        "occurrence_id": seminar.date_id,
        "registration_id": person.id,
        "question_id": registry.question,
        "material_id": registry.document if endpoint == "materials.page" else registry.replay,
        "channel_id": registry.channel,
        "channel_code": "service-de-l-eau",
        "partner_id": registry.partner,
        "number": registry.certificate,
        "key": "commune",
        "token": token(),
    }


def pages(registry: Registry) -> dict[str, str]:
    """Return the address of every page of webinars, by its name."""
    app = registry.app
    urls = app.url_map.bind("localhost")
    found = {}
    for rule in app.url_map.iter_rules():
        module, endpoint = app.view_functions[rule.endpoint].__module__, rule.endpoint
        room, name = module.rsplit(".", 2)[-2:], endpoint.partition(".")[0]
        ours = room[0] == "organiser" or (room[0] == "public" and name in PUBLIC)
        if ours and "GET" in (rule.methods or ()) and endpoint not in NO_PAGES | ELSEWHERE:
            given = parts(registry, endpoint)
            found[endpoint] = urls.build(endpoint, {each: given[each] for each in rule.arguments})
    more = {f"{name}{asked}": f"{found[name]}{asked}" for name, asked in ASKED.items()}
    prepared = {
        f"{name} (empty)": f"/organisation/webinaires/{registry.prepared}{path}" for name, path in EMPTY.items()
    }
    return found | more | prepared


EMPTY = {
    "page": "",
    "dates": "/dates",
    "form": "/formulaire",
    "guests": "/invitations",
    "desk": "/regie",
}


def test_the_auditor_finds_nothing_and_nothing_overflows_on_any_page_of_webinars(
    registry: Registry, lead: BrowserContext
) -> None:
    page = lead.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    faults: dict[str, object] = {}
    walked = pages(registry)
    for name, path in walked.items():
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            faults[name] = path if answer is None else answer.status
            continue
        found = looked_at(page)
        if found:
            faults[name] = found
    assert faults == {}
    assert complaints == []
    assert len(walked) > 85


def looked_at(page: Page) -> list[object]:
    """Return what is wrong with a page; in the gate it is audited as a telephone shows it, in full at a desk too."""
    found: list[object] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            found.append(f"overflows at {width}: {page.evaluate(WIDEST)}")
        if width == WIDTHS[0] and page.evaluate(CUT):
            found.append("a card is cut")
        if width == WIDTHS[0] or IN_FULL:
            found += violations(page)
    return found


CUT = "[...document.querySelectorAll('.fr-table--cards')].some(each => each.scrollWidth > each.clientWidth)"
WIDEST = """
    [...document.querySelectorAll('main *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1)
        .slice(-1).map(each => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`)[0]
"""


def test_the_pages_walked_are_those_of_the_map(registry: Registry) -> None:
    walked = "\n".join(pages(registry).values())
    assert re.search(r"/organisation/webinaires/\d+/regie/\d+$", walked, re.MULTILINE)
    assert {"webinars.form", "registration.page", "control.page"} <= pages(registry).keys()
