"""A secretary in front of the pages of a sitting: opens them, presses the buttons they show, as a browser would."""

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tests.web.visitors import Visitor


class Clerk:
    """Presses buttons by their label; `page` is the last answer, redirections followed."""

    def __init__(self, app: Flask, person_id: int, base: str) -> None:
        self.person_id = person_id
        self.visitor = Visitor(app).enter(person_id)
        self.base = base
        self.conduct = f"{base}/conduire"
        self.page: TestResponse | None = None
        self.last_act: tuple[str, list[tuple[str, str]]] = ("", [])

    def opens(self, path: str | None = None) -> str:
        """Open a page of the sitting, the conducting one by default; return its text."""
        self.page = self.visitor.get(self.conduct if path is None else path)
        assert self.page.status_code == 200, f"{path}: {self.page.status_code}"
        return self.text

    @property
    def text(self) -> str:
        """What the last page says, without its tags and its frame."""
        return self.says("contenu")

    def tree(self) -> html.HtmlElement:
        assert self.page is not None
        return html.fromstring(self.page.text)

    def says(self, within: str = "contenu") -> str:
        """What one part of the last page says, as it is read."""
        return " ".join(self.part(within).text_content().replace("\u00a0", " ").replace("\u202f", " ").split())

    def part(self, within: str) -> html.HtmlElement:
        """Return one part of the last page, by its id."""
        found = self.tree().get_element_by_id(within, None)
        assert found is not None, f"nothing called {within}: {self.text[:300]}"
        return found

    def buttons(self, label: str, within: str) -> list[html.HtmlElement]:
        every = self.part(within).xpath(".//button[not(@disabled)][ancestor::form]")
        return [each for each in every if self._label(each) == label]

    def offers(self, label: str, within: str = "contenu") -> bool:
        """Whether a button or a link bears this label."""
        return bool(self.buttons(label, within) or self._links(label, within))

    def form(self, label: str, within: str = "contenu", **typed: object) -> tuple[str, list[tuple[str, str]]]:
        """Return where a button would send its form and what, once `typed` is filled in."""
        found = self.buttons(label, within)
        assert found, f"no button {label!r} in {within}: {self.says(within)[:600]}"
        button = found[0]
        form = next(button.iterancestors("form"))
        for name, value in typed.items():
            form.fields[name.replace("__", "-")] = str(value)
        fields = list(form.form_values())
        if button.get("name"):
            fields.append((button.get("name"), button.get("value", "")))
        return button.get("formaction") or form.action, fields

    def sends(self, path: str, fields: list[tuple[str, str]]) -> TestResponse:
        """Send a form as it stands, once more if need be."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        answer = self.visitor.client.post(path, data=data)
        self.page = self.visitor.client.get(answer.location) if answer.status_code == 303 else answer
        return answer

    def presses(self, label: str, within: str = "contenu", **typed: object) -> TestResponse:
        """Fill a form of the last page and press its button; the answer is the one before the redirection."""
        if self.page is None:
            self.opens()
        self.last_act = self.form(label, within, **typed)
        return self.sends(*self.last_act)

    def follows(self, label: str, within: str = "contenu") -> str:
        """Follow a link of the last page by its label."""
        found = self._links(label, within)
        assert found, f"no link {label!r}: {self.says(within)[:600]}"
        return self.opens(found[0].get("href").split("#")[0])

    def _links(self, label: str, within: str) -> list[html.HtmlElement]:
        return [each for each in self.part(within).xpath(".//a") if self._label(each) == label]

    @staticmethod
    def _label(element: html.HtmlElement) -> str:
        words = element.xpath(".//text()[not(ancestor::kbd)]")
        return " ".join("".join(words).replace("\u00a0", " ").split())
