"""Pages that say the same to all who come: written once, then handed out with what is each one's own.

A crowd asks for the same form in the same minute; to write it takes half of what answering costs.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from secrets import token_hex

from flask import Flask, current_app, g, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from webapp.web.kit import access

MOST_KEPT = 200
TOKEN = "csrf_token"  # noqa: S105 — the name under which the form's token is drawn


class Press:
    """The pages that were written, by all that they say."""

    def __init__(self) -> None:
        self.written: OrderedDict[Hashable, str] = OrderedDict()
        self._mark = token_hex(8)  # nobody can type it into what a page says

    def page(self, said: Hashable, write: Callable[..., str], own: dict[str, str]) -> str:
        """Return the page of `said`, written by `write` if it is new, with the texts of `own` and the form's token."""
        html = self.written.get(said)
        if html is None:
            html = self._new(write, own)
            self.written[said] = html
            if len(self.written) > MOST_KEPT:
                self.written.popitem(last=False)
        for name, text in own.items():
            html = html.replace(self._place(name), escape(text))
        place = self._place(TOKEN)
        return html.replace(place, generate_csrf()) if place in html else html  # without a form, no cookie is set

    def _new(self, write: Callable[..., str], own: dict[str, str]) -> str:
        g.csrf_token = self._place(TOKEN)  # the token that is drawn for this answer
        try:
            return write(**{name: self._place(name) for name in own})
        finally:
            del g.csrf_token

    def _place(self, name: str) -> str:
        return f"{name}-{self._mark}"


def install(app: Flask) -> None:
    """Give the application its press."""
    app.extensions["collegiale.pressed"] = Press()


def serves_here() -> bool:
    """Whether this answer says nothing of its reader: they are not signed in, and no message waits for them."""
    return access.person() is None and "_flashes" not in session


def page(said: Hashable, write: Callable[..., str], **own: str) -> str:
    """Return a page of this application; `said` is all that it says, save for the texts of `own`."""
    press: Press = current_app.extensions["collegiale.pressed"]
    return press.page(said, write, own)
