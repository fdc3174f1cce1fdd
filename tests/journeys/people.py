"""Somebody in front of a browser of their own. Every page they come to is judged: accessible, quiet, and at home."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.journeys.story import IN_FULL

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PASSWORD = "quatre mots sans lien"
PATIENCE = 40_000  # milliseconds: a machine that does other things meanwhile is slow, which is no fault of the pages
expect.set_options(timeout=PATIENCE)
FOREIGN = """
    () => [...document.querySelectorAll('[href], [src], [action], [srcset], [data-live], [data-live-stream]')]
        .flatMap(each => ['href', 'src', 'action'].map(name => each[name]))
        .map(each => typeof each === 'object' && each !== null ? each.baseVal : each)
        .filter(each => typeof each === 'string' && /^[a-z]+:/.test(each) && !each.startsWith(location.origin + '/') && !each.startsWith('data:image/'))
"""
# A page that has several states tells them by what it offers to do.
ACT = "each => new URL(each.action).pathname.replace(/[0-9]+/g, '*')"
FORMS = f"[...new Set([...document.querySelectorAll('main form')].map({ACT}))].sort()"
# What surrounds the forms that are new on a page already judged: the rest of it is as it was.
AROUND = f"""
    acts => axe.run(
        {{include: [...document.querySelectorAll('main form')].filter(form => acts.includes(({ACT})(form)))
            .map(form => form.closest('section, article, aside, fieldset') ?? form)}},
        {{resultTypes: ['violations']}})
"""


class Judge:
    """Remembers which pages were judged, and everything that was wrong."""

    def __init__(self, seen: set[str]) -> None:
        self.seen = seen
        self.faults: list[str] = []
        self.power_failed = False  # from then on, a page that has lost its server says so, as it must

    def page(self, page: Page, who: str, label: str, forms: list[str]) -> None:
        """Have the auditor of accessibility look at a page: once in each of its states; in the gate, once, then around each new form."""
        states = {" ".join([label, *forms])} if IN_FULL else {label, *(f"{label} {form}" for form in forms)}
        if states <= self.seen:  # of the same width, too
            return
        around = (
            None
            if IN_FULL or label not in self.seen
            else [each for each in forms if f"{label} {each}" not in self.seen]
        )
        self.seen |= states
        page.evaluate(AXE)
        whole = "axe.run(document, {resultTypes: ['violations']})"
        found = (page.evaluate(whole) if around is None else page.evaluate(AROUND, around))["violations"]
        self.faults += [
            f"{who} on {label}: {each['id']} {node['target']} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]
        self.faults += [f"{who} on {label}: names {url}" for url in page.evaluate(FOREIGN)]


class Person:
    """One person, one browser context."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        judge: Judge,
        name: str,
        *,
        width: int = 1280,
        height: int = 900,
        **options: object,
    ) -> None:
        self.name, self.address, self.judge = name, address, judge
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="fr-FR",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.scripted = options.get("java_script_enabled", True)
        self.small = width < 500
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: judge.faults.append(f"{name}: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        text = message.text
        # The page that refuses something says so with its status; the browser notes it.
        refused = "responded with a status of 4" in text and "/static/" not in message.location["url"]
        lost = self.judge.power_failed and "net::ERR_" in text
        if message.type in {"error", "warning"} and not refused and not lost:
            self.judge.faults.append(f"{self.name} at {self.page.url}: {text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.judge.faults.append(f"{self.name} at {self.page.url}: asks {request.url}")

    def looks(self) -> None:
        """Take in the page: judged the first time that one of its kind is met."""
        if not self.scripted:
            return
        split = urlsplit(self.page.url)
        path = re.sub(r"/\d+|(?<=/)[\w-]{16,}", "/*", split.path)
        query = re.sub(r"\d+", "*", split.query)
        label = f"{'petit ' if self.small else ''}{path}?{query}"
        self.judge.page(self.page, self.name, label, self.page.evaluate(FORMS))

    def goes_to(self, path: str) -> None:
        self.page.goto(path)
        self.looks()

    def presses(self, name: str, *, within: Locator | None = None, exact: bool = True) -> None:
        """Press a button and take in the page that answers."""
        place = within if within is not None else self.page
        self._and_arrives(place.get_by_role("button", name=name, exact=exact).first.click)

    def follows(self, name: str | re.Pattern[str], *, within: Locator | None = None, exact: bool = True) -> None:
        """Follow a link and take in the page that answers."""
        place = within if within is not None else self.page
        self._and_arrives(place.get_by_role("link", name=name, exact=exact).first.click)

    def _and_arrives(self, act: Callable[[], None]) -> None:
        with self.page.expect_event("domcontentloaded"):
            act()
        self.looks()

    def fills(self, label: str, text: str, *, within: Locator | None = None, exact: bool = False) -> None:
        place = within if within is not None else self.page
        place.get_by_label(label, exact=exact).and_(self.page.locator("input, textarea")).first.fill(text)

    def reads(self, text: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Wait until this can be read, without asking for the page again."""
        place = within if within is not None else self.page.locator("body")
        expect(place).to_contain_text(text)

    def signs_in(self, login: str, password: str = PASSWORD) -> None:
        self.goes_to("/connexion")
        self.fills("Identifiant", login)
        self.fills("Mot de passe", password)
        self.presses("Se connecter")
        expect(self.page.get_by_role("button", name="Se déconnecter")).to_be_visible()

    def enters_by_slip(self, code: str, formal_name: str) -> None:
        """Type the code of a printed slip."""
        self.goes_to("/connexion")
        self.fills("Code", code)
        self.presses("Continuer avec ce bulletin")
        self.reads(f"Vous êtes {formal_name}")
        self.presses("Oui, me connecter")
        expect(self.page.get_by_role("button", name="Se déconnecter")).to_be_visible()

    def leaves(self) -> None:
        self.context.close()
