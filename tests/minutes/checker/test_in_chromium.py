"""The page that works without us, in Chromium, from a disk: it says of every file what the command says, and asks the network for nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.minutes.checker.files import Case
from tests.minutes.checker.listening import Listener
from webapp.minutes.service import Part, checker
from webapp.wording import verifying as said

AXE = (Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as made:
        yield made


@pytest.fixture(scope="module")
def page(stick: Path, listener: Listener) -> Iterator[Page]:
    """The page, in a browser whose every request would go to the listener."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        proxy = {"server": f"http://127.0.0.1:{listener.port}", "bypass": "<-loopback>"}
        page = browser.new_context(viewport={"width": 1280, "height": 900}, proxy=proxy).new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((stick / checker.NAME).as_uri())
        yield page
        browser.close()


def _answer(page: Page, stick: Path, name: str) -> tuple[str, list[str]]:
    """Show a file; return the headline, and the reasons of a no."""
    page.set_input_files("#file", stick / f"{name}.pdf")
    expect(page.locator("#result h2")).to_have_text(re.compile(re.escape(f"{name}.pdf")))
    headline = page.locator("#result > p").first.inner_text()
    reasons = page.locator("#result > ul[data-reasons] li").all_inner_texts()
    return headline, reasons


def test_it_says_of_every_file_what_the_command_says(page: Page, stick: Path, shown: dict[str, Case]):
    for name, case in shown.items():
        # What is kept of the norms, the page says that it cannot know.
        known = [each for each in case.verdict.failures if each.part is not Part.CONFORMANCE]
        expected = [f"{said.PARTS[each.part]}\u00a0: {each.sentence}" for each in known]
        headline = said.headline(valid=not known, vouched=case.verdict.vouched)
        if case.verdict.paper is not None:
            headline = case.verdict.headline
        assert (name, not known) == (name, case.valid)
        assert (name, *_answer(page, stick, name)) == (name, headline.replace(" :", "\u00a0:"), expected)


def test_who_signed_and_each_figure_made_again_stand_beside_what_the_minutes_say(page: Page, stick: Path):
    _answer(page, stick, "time stamped, with proofs")
    signed = page.get_by_role("table", name="Qui a signé").locator("tbody tr")
    assert [row.locator("th").inner_text() for row in signed.all()] == [
        *("Élise Brume", "Théodore Lanuée", "Préfecture", "Horodatage d’essai"),
    ]
    assert "signature avancée" in signed.first.inner_text()
    opinions = page.get_by_role("table", name="Les avis, recalculés").locator("tbody tr")
    for row in opinions.all():
        _, written, made, state = row.locator("td").all_inner_texts()
        assert (written, state) == (made, "Concorde")
    page.locator("summary").click()
    assert page.get_by_role("table", name="Les quorums, recalculés").locator("tbody tr").count() > opinions.count()


def test_it_never_asks_the_network_and_could_not(page: Page, listener: Listener):
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    address = f"http://127.0.0.1:{listener.port}/"
    assert page.evaluate(f"fetch('{address}').then(() => 'sent', () => 'refused')") == "refused"
    assert page.evaluate(
        f"new Promise(r => {{ const i = new Image(); i.onerror = () => r('refused'); i.src = '{address}'; }})"
    )
    assert listener.asked == []
    assert page.complaints == []


def test_the_listener_would_have_heard(page: Page, listener: Listener):
    other = page.context.new_page()
    other.goto("about:blank")
    other.evaluate(f"fetch('http://127.0.0.1:{listener.port}/', {{mode: 'no-cors'}}).catch(() => 0)")
    other.close()
    assert listener.asked != []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_auditor_finds_nothing_and_nothing_overflows(page: Page, stick: Path, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    _answer(page, stick, "overlay appended")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
