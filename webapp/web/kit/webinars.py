"""What the pages of webinars share: the sign-up form made from its version, what the house lends to messages."""

from functools import lru_cache
from typing import Any

from flask import request
from wtforms import Field as FormField
from wtforms import StringField, TextAreaField
from wtforms.fields import BooleanField, RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.registrations.model import Companion, Field, FieldKind, FormVersion, SignUp
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.webinars import queries
from webapp.webinars.service.letters import Means

PREFIX = "question_"


def means() -> Means:
    """Return what this installation lends to the messages of a webinar."""
    return Means(link_key=settings().link_key, public_address=settings().public_address, files=settings().files)


class Ticked(SelectMultipleField):
    """Several choices, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignUpForm(Form):
    """Who signs up; the questions of a version are added by `form_of`."""

    last_name = StringField("Nom")
    first_name = StringField("Prénom")
    email = StringField("Adresse électronique", description="Votre lien personnel y sera envoyé.")
    service = StringField("Service ou organisme")


@lru_cache(maxsize=128)
def _form_class(version: FormVersion) -> type[SignUpForm]:
    questions = {f"{PREFIX}{each.key}": _question(each) for each in version.fields}
    return type("VersionForm", (SignUpForm,), questions)


def form_of(version: FormVersion, **values: Any) -> SignUpForm:
    """Return the form of a version, with its questions in order."""
    return _form_class(version)(**values)


def prefilled() -> dict[str, str]:
    """Return what an invitation's link already tells of the person, for the form that it leads to."""
    found = queries.invitation_of_link(db(), request.args.get("invitation", ""))
    if found is None:
        return {}
    guest = found.guest
    return {
        "last_name": guest.last_name,
        "first_name": guest.first_name,
        "email": guest.email,
        "service": guest.service,
    }


def by_mail_alone(webinar_id: int) -> bool:
    """Whether links are shown on no page: on a restricted webinar, only the address that is admitted may have them."""
    return queries.access(db(), webinar_id).restricted


def _question(asked: Field) -> FormField:
    said: dict[str, Any] = {"label": asked.label, "description": asked.help}
    listed = choices((each, each) for each in asked.choices)
    match asked.kind:
        case FieldKind.LONG_TEXT:
            return TextAreaField(**said)
        case FieldKind.CHOICE:
            return RadioField(**said, choices=listed, validate_choice=False)
        case FieldKind.CHOICES:
            return Ticked(**said, choices=listed, validate_choice=False)
        case FieldKind.CONSENT:
            return BooleanField(**said)
        case _:
            return StringField(**said)


def typed(form: SignUpForm, version: FormVersion, *, origin: str = "", companions: str = "") -> SignUp:
    """Return what was typed in a form, one companion a line (« Nom Prénom »)."""
    return SignUp(
        last_name=form.last_name.data or "",
        first_name=form.first_name.data or "",
        email=form.email.data or "",
        service=form.service.data or "",
        origin=origin,
        answers={each.key: _text(form[f"{PREFIX}{each.key}"].data) for each in version.fields},
        companions=tuple(_companion(line) for line in companions.splitlines() if line.strip()),
    )


def _text(data: object) -> str:
    if isinstance(data, list):
        return "\n".join(str(each) for each in data)
    if isinstance(data, bool):
        return "oui" if data else ""
    return "" if data is None else str(data)


def _companion(line: str) -> Companion:
    last_name, _, first_name = line.strip().partition(" ")
    return Companion(last_name=last_name, first_name=first_name)


def field_of(named: str, version: FormVersion) -> str | None:
    """Return the form's field that a refusal is about, or None."""
    if version.field(named) is not None:
        return f"{PREFIX}{named}"
    return named if named in ("last_name", "first_name", "email", "service") else None
