"""Somebody in front of a browser: signs in, opens pages, fills the forms that the pages hold."""

import re
from datetime import timedelta
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

from webapp.accounts import service
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.web.kit import database

PASSWORD = "quatre mots sans lien"


def csrf(page: str) -> str:
    """Read the token of a page's first form."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found, "this page has no form"
    return found.group(1)


def plain(answer: TestResponse) -> str:
    """Read an answer's text as a person does: entities read, non-breaking spaces like the others."""
    return unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


class Visitor:
    """One browser; `get` and `post` answer as the server did, without following."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self._token = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def text(self, path: str) -> str:
        """Return a page's text, its entities read and its spaces ordinary; the page must answer 200."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return plain(answer)

    def post(self, path: str, data: dict[str, object] | None = None, **fields: object) -> TestResponse:
        """Send a form, with the CSRF token of this browser's session."""
        if not self._token:
            self._token = self._fresh()
        answer = self.client.post(path, data={"csrf_token": self._token, **(data or {}), **fields})
        if path.startswith(("/connexion", "/deconnexion")):
            self._token = ""  # signing in or out empties the session, and the token with it
        return answer

    def _fresh(self) -> str:
        for path in ("/connexion", "/profil"):
            answer = self.client.get(path)
            if answer.status_code == 200:
                return csrf(answer.text)
        raise AssertionError("no page with a form is open to this visitor")

    def enter(self, person_id: int) -> "Visitor":
        """Sign in by a slip, as somebody who was handed one."""
        slip = service.issue_slip(database.of(self.app), person_id, lasts=timedelta(days=1), by=SYSTEM, now=clock.now())
        answer = self.post(f"/connexion/bulletin/{slip.code}")
        assert answer.status_code == 303, answer.text
        self._token = ""
        return self
