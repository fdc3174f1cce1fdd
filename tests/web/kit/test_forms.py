"""Fields are written at once, exactly as the library would."""

from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextArea, TextInput

from webapp.web.kit.forms import Form

HOSTILE = "a\"b'<i>&amp;é\n\u202e"


class Asked(Form):
    """A line and a text, each with what the library adds by itself."""

    line = StringField(validators=[InputRequired(), Length(max=80)], render_kw={"autocomplete": "off"})
    text = TextAreaField(render_kw={"rows": 4})


class Tags(HTMLParser):
    """The tags of a piece of a page, and the words between them."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(piece)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.found.append(data)


@pytest.mark.parametrize("named", [{}, {"class_": "fr-input", "aria_describedby": "x", "data-when": HOSTILE}])
@pytest.mark.parametrize(("name", "widget"), [("line", TextInput()), ("text", TextArea())])
def test_a_field_is_written_as_by_the_library(name: str, widget: Any, named: dict[str, Any]) -> None:
    with Flask(__name__).test_request_context():
        form = Asked(data={name: HOSTILE})
        field: Any = form[name]
        theirs = widget(field, **{**(field.render_kw or {}), **named})
        assert Tags(str(field(**named))).found == Tags(str(theirs)).found


def test_true_is_a_name_alone_and_false_is_nothing() -> None:
    with Flask(__name__).test_request_context():
        written = str(Asked()["line"](autofocus=True, readonly=False))
    assert " autofocus " in written
    assert "readonly" not in written
