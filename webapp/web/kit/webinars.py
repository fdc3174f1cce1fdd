"""What the pages of webinars share: the sign-up form made from its version, what the house lends to messages."""

from dataclasses import replace
from enum import auto
from functools import lru_cache
from typing import Any

from flask import request
from wtforms import Field as FormField
from wtforms import StringField, TextAreaField
from wtforms.fields import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.kernel.errors import Reason, Refusal
from webapp.kernel.models import frozen
from webapp.registrations import queries as registrations
from webapp.registrations import rules
from webapp.registrations.model import (
    EVERYBODY,
    ORIGIN,
    Field,
    FieldKind,
    FormVersion,
    Known,
    Occurrence,
    RegistrationRefusal,
    SignUp,
    Terms,
)
from webapp.web.kit import pace
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.webinars import queries
from webapp.webinars.bigbluebutton import server_of
from webapp.webinars.service.letters import Means
from webapp.wording import webinar_pages as words
from webapp.wording.departements import origin_name

PREFIX = "question_"
IDENTITY = ("last_name", "first_name", "email", "service", "origin", "companions")
OTHER = "autre"  # the choice of whoever comes from where no seat is kept
MAILBOX_A_MINUTE = 20  # a shared mailbox signs up several people, and a robot thousands


class SignUpRefusal(Reason):
    """Why a form is not even read."""

    ROBOT = auto()
    TOO_MANY_FROM_HERE = auto()
    TOO_MANY_TO_MAILBOX = auto()


def means() -> Means:
    """Return what this installation lends to the messages of a webinar."""
    kept = settings()
    return Means(
        link_key=kept.link_key,
        public_address=kept.public_address,
        files=kept.files,
        conference=server_of(kept.bbb_address, kept.bbb_secret, kept.bbb_checksum) if kept.bbb_address else None,
    )


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
    origin = SelectField("Votre département ou votre organisme", validate_choice=False)
    companions = TextAreaField("Autres personnes devant le même écran")
    website = StringField("Laissez ce champ vide")  # hidden: robots alone fill it in


@lru_cache(maxsize=128)
def _form_class(version: FormVersion) -> type[SignUpForm]:
    questions = {f"{PREFIX}{each.key}": _question(each) for each in version.fields}
    return type("VersionForm", (SignUpForm,), questions)


def form_of(version: FormVersion, **values: Any) -> SignUpForm:
    """Return the form of a version, with its questions in order."""
    return _form_class(version)(**values)


def prefilled() -> dict[str, str]:
    """Return what an invitation's link already tells of the person, for the form that it leads to."""
    token = request.args.get("invitation", "")
    found = queries.invitation_of_link(db(), token) if token else None
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


def with_origins(form: SignUpForm, occurrence: Occurrence) -> SignUpForm:
    """Offer the origins for which seats of a date are kept; with none kept, nobody is asked."""
    kept = _origins(occurrence)
    listed = [("", words.CHOOSE_ORIGIN), *((each, origin_name(each)) for each in kept), (OTHER, words.OTHER_ORIGIN)]
    form.origin.choices = choices(listed if kept else [])
    return form


def by_hand(version: FormVersion, occurrence: Occurrence, terms: Terms) -> SignUpForm:
    """Return the form by which an organiser enters somebody: what this date does not ask is not there, nor the trap."""
    form = with_origins(form_of(version), occurrence)
    del form.website
    if not _origins(occurrence):
        del form.origin
    if terms.largest_group == 1:
        del form.companions
    return form


def _origins(occurrence: Occurrence) -> list[str]:
    return sorted(each.origin for each in occurrence.pools if each.origin != EVERYBODY and each.allowed)


def origin_of(form: SignUpForm, occurrence: Occurrence) -> str:
    """Return where somebody says they come from, or refuse no answer where seats are kept (WEB-9)."""
    return origin_said(form.origin.data if _origins(occurrence) else OTHER, occurrence)


def origin_said(said: str | None, occurrence: Occurrence) -> str:
    """Do as `origin_of`, of what was said otherwise than in a form."""
    offered = _origins(occurrence)
    if not offered or said == OTHER:
        return EVERYBODY
    if said not in offered:
        raise Refusal(RegistrationRefusal.ORIGIN_MISSING, field="origin")
    return str(said)


def check_sender(form: SignUpForm) -> None:
    """Refuse what only a robot sends, and more in a minute than a place or a mailbox may."""
    if form.website.data:
        raise Refusal(SignUpRefusal.ROBOT)
    check_pace(form.email.data or "")


def check_pace(address: str) -> None:
    """Refuse more in a minute than a place or a mailbox may."""
    if not pace.take(f"signup:{request.remote_addr}", most=settings().signups_per_minute):
        raise Refusal(SignUpRefusal.TOO_MANY_FROM_HERE)
    if "@" in address and not pace.take(f"mailbox:{address.strip().lower()[:254]}", most=MAILBOX_A_MINUTE):
        raise Refusal(SignUpRefusal.TOO_MANY_TO_MAILBOX)


def refuse(form: SignUpForm, refusal: Refusal, signed: SignUp, version: FormVersion, terms: Terms) -> int:
    """Say in a form all that does not stand, or the one refusal that has another cause; return the answer's status."""
    if isinstance(refusal.reason, SignUpRefusal):
        form.refuse(refusal)
        return 422 if refusal.reason is SignUpRefusal.ROBOT else 429
    found = rules.faults(signed, version, terms, disposable=registrations.disposable_domains())
    said = {(each.reason, each.facts.get("field")): each for each in (*found, refusal)}
    for each in said.values():
        form.refuse(each, field_of(str(each.facts.get("field", "")), version))
    return 422


def typed(form: SignUpForm, version: FormVersion, *, origin: str = "", companions: str | None = None) -> SignUp:
    """Return what was typed in a form, one companion a line."""
    return SignUp(
        last_name=form.last_name.data or "",
        first_name=form.first_name.data or "",
        email=form.email.data or "",
        service=form.service.data or "",
        origin=origin,
        answers={each.key: _answer(form, each) for each in version.fields},
        companions=rules.companions_in(_named_in(form) if companions is None else companions),
    )


def _answer(form: SignUpForm, asked: Field) -> str:
    if asked.key == ORIGIN and form.origin is not None and form.origin.choices:
        return form.origin.data if form.origin.data in asked.choices else ""
    return _text(form[f"{PREFIX}{asked.key}"].data)


def _named_in(form: SignUpForm) -> str:
    return "" if form.companions is None else form.companions.data or ""


def filled(known: Known, version: FormVersion) -> SignUpForm:
    """Return the form as somebody filled it in."""
    person = known.registration
    values: dict[str, Any] = {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email,
        "service": person.service,
        "origin": person.origin or OTHER,
        "companions": "\n".join(f"{each.last_name}, {each.first_name}" for each in known.companions),
    }
    for each in version.fields:
        said = known.answer(each.key)
        values[f"{PREFIX}{each.key}"] = said.split("\n") if each.kind is FieldKind.CHOICES else said
    return form_of(version, **values)


@frozen
class Question:
    """A question as it is shown: its field, what is said under it, the answer that another one must have."""

    asked: Field
    field: FormField
    hint: str
    of: str
    equals: str
    attrs: dict[str, str]


def questions(form: SignUpForm, version: FormVersion, occurrence: Occurrence) -> list[Question]:
    """Return the questions of a version as they are shown for a date: that of one's origin is not asked twice."""
    chosen = form.origin is not None and bool(form.origin.choices)
    return [_shown(form, version, each, occurrence) for each in version.fields if not (chosen and each.key == ORIGIN)]


def _shown(form: SignUpForm, version: FormVersion, asked: Field, occurrence: Occurrence) -> Question:
    said = [asked.help]
    other = None if asked.when is None else version.field(asked.when.field)
    if asked.when is not None and other is not None:
        said.append(words.asked_when(other.label, asked.when.equals))
    if asked.sensitive:
        said.append(words.SENSITIVE)
    said.append(words.purged(rules.purge_on(asked, occurrence), asked.rule))
    return Question(
        asked=asked,
        field=form[f"{PREFIX}{asked.key}"],
        hint=" ".join(each for each in said if each),
        of="" if asked.when is None else f"{PREFIX}{asked.when.field}",
        equals="" if asked.when is None else asked.when.equals,
        attrs=_ATTRS.get(asked.kind, {}),
    )


def planned(occurrence: Occurrence) -> Occurrence:
    """Return a date as it was planned, whoever has signed up since."""
    return replace(occurrence, waiting=0, pools=tuple(replace(each, held=0) for each in occurrence.pools))


_ATTRS = {
    FieldKind.DATE: {"type": "date"},
    FieldKind.NUMBER: {"inputmode": "decimal"},
    FieldKind.EMAIL: {"inputmode": "email"},
    FieldKind.LONG_TEXT: {"rows": "4"},
}


def _text(data: object) -> str:
    if isinstance(data, list):
        return "\n".join(str(each) for each in data)
    if isinstance(data, bool):
        return "oui" if data else ""
    return "" if data is None else str(data)


def field_of(named: str, version: FormVersion) -> str | None:
    """Return the form's field that a refusal is about, or None."""
    if version.field(named) is not None:
        return f"{PREFIX}{named}"
    return named if named in IDENTITY else None
