"""Forms of the house: French messages, and refusals shown beside what was typed."""

from typing import Any

from flask_wtf import FlaskForm

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
