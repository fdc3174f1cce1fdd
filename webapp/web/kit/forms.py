"""Forms of the house: French messages, and refusals shown beside what was typed."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than this class

from webapp.kernel.errors import Refusal
from webapp.wording.phrases import phrase


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """The base of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # same
        locales = ("fr",)

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Show a refusal in the summary, and beside one field when it is about it; what was typed stays."""
        sentence = phrase(refusal.reason, **refusal.facts)
        if field is None:
            self.form_errors.append(sentence)
        else:
            target: Any = self[field]
            target.errors = [*target.errors, sentence]


def choices(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Return (value, French label) pairs as a list or a set of radio buttons wants them."""
    return [SelectChoice(value, label) for value, label in pairs]
