"""Forms of the house: French messages, and refusals shown beside what was typed."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than this class
from wtforms.widgets import TextArea, TextInput

from webapp.kernel.errors import Refusal
from webapp.wording.phrases import phrase


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """The base of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # same
        locales = ("fr",)

        csrf = False  # every form of the house is checked before its view is called (app.csrf)

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Markup:
            """Write a line or a text at once; the library formats each attribute apart, half the time of a form's page."""
            quick = _QUICK.get(type(field.widget))
            written: Markup = quick(field, render_kw) if quick else super().render_field(field, render_kw)
            return written

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Show a refusal in the summary, and beside one field when it is about it; what was typed stays."""
        sentence = phrase(refusal.reason, **refusal.facts)
        if field is None:
            self.form_errors.append(sentence)
        else:
            target: Any = self[field]
            target.errors = [*target.errors, sentence]


def _line(field: Any, named: dict[str, Any]) -> Markup:
    value = field._value()  # noqa: SLF001 — as the library's own widgets read it
    return Markup(f"<input {_attributes(field, {'type': 'text', 'value': value, **named})}>")  # noqa: S704 — escaped


def _text(field: Any, named: dict[str, Any]) -> Markup:
    value = escape(field._value())  # noqa: SLF001 — as the library's own widgets read it
    return Markup(f"<textarea {_attributes(field, named)}>\r\n{value}</textarea>")  # noqa: S704 — escaped


def _attributes(field: Any, named: dict[str, Any]) -> str:
    """Write attributes in order, each escaped; True is a name alone, False nothing."""
    flags = {name: getattr(field.flags, name) for name in dir(field.flags) if name in field.widget.validation_attrs}
    every = {"id": field.id, "name": field.name, **flags, **(field.render_kw or {}), **named}
    written = []
    for name, value in sorted((_attribute(name), value) for name, value in every.items()):
        if value is True:
            written.append(name)
        elif value is not False:
            written.append(f'{name}="{escape(value)}"')
    return " ".join(written)


def _attribute(name: str) -> str:
    plain = name.rstrip("_")
    return plain.replace("_", "-") if plain.startswith(("data_", "aria_")) else plain


_QUICK: dict[type, Callable[[Any, dict[str, Any]], Markup]] = {TextInput: _line, TextArea: _text}


def choices(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Return (value, French label) pairs as a list or a set of radio buttons wants them."""
    return [SelectChoice(value, label) for value, label in pairs]
