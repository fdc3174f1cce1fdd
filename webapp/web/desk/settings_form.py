"""The form of one group of a committee's settings, drawn from what the model says of each."""

from typing import Any

from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import Optional

from webapp.committees.model import MEANINGS, CommitteeSettings, Kind, Meaning
from webapp.web.kit.forms import Form, choices

# The part of the address of each group.
GROUPS = {
    "composition": "Composition",
    "quorum": "Quorum et mandats",
    "vote": "Vote",
    "distance": "Procédure écrite et distance",
    "convocation": "Convocation et dossier",
    "proces-verbal": "Procès-verbal",
}


class SettingsForm(Form):
    """The base to which a group's fields are added."""

    def settings(self, former: CommitteeSettings) -> CommitteeSettings:
        """Return the former settings with this group's values; a value out of bounds is a Refusal that names it."""
        typed = {name: _read(self[name].data, MEANINGS[name]) for name in MEANINGS if name in self}
        return CommitteeSettings.from_values({**former.as_values(), **typed})


def group_form(title: str, settings: CommitteeSettings) -> SettingsForm:
    """Build the form of one group, filled with the present values."""
    names = [name for name, meaning in MEANINGS.items() if meaning.group == title]
    fields = {name: _field(MEANINGS[name]) for name in names}
    form: SettingsForm = type("GroupForm", (SettingsForm,), fields)(
        data={name: _shown(getattr(settings, name), MEANINGS[name]) for name in names}
    )
    return form


def values_of(settings: CommitteeSettings, title: str) -> list[tuple[Meaning, str]]:
    """Return each setting of a group with its present value in French."""
    return [
        (meaning, say(getattr(settings, name), meaning)) for name, meaning in MEANINGS.items() if meaning.group == title
    ]


def say(value: Any, meaning: Meaning) -> str:
    """Say a value in French."""
    words = dict(meaning.choices)
    match meaning.kind:
        case Kind.YES_NO:
            return "Oui" if value else "Non"
        case Kind.NUMBER:
            return "Nombre de sièges" if value is None else str(value)
        case Kind.CHOICE:
            return words[value].capitalize()
        case Kind.CHOICES:
            return ", ".join(words[each] for each in value).capitalize() or "Aucun"
        case Kind.LINES:
            return ", ".join(value).capitalize()
        case Kind.TEXT:
            return value or "Non renseigné"


def _field(meaning: Meaning) -> Field:
    sentence = f"{meaning.sentence} ({meaning.article})"
    match meaning.kind:
        case Kind.YES_NO:
            return BooleanField(meaning.label, description=sentence)
        case Kind.NUMBER:
            return IntegerField(meaning.label, [Optional()], description=sentence)
        case Kind.CHOICE:
            return RadioField(meaning.label, choices=_choices(meaning), description=sentence)
        case Kind.CHOICES:
            return SelectMultipleField(
                meaning.label,
                choices=_choices(meaning),
                widget=widgets.ListWidget(prefix_label=False),
                option_widget=widgets.CheckboxInput(),
                description=sentence,
            )
        case Kind.LINES:
            return TextAreaField(meaning.label, description=sentence)
        case Kind.TEXT:
            return StringField(meaning.label, description=sentence)


def _choices(meaning: Meaning) -> list[Any]:
    return choices((value, label[0].upper() + label[1:]) for value, label in meaning.choices)


def _shown(value: Any, meaning: Meaning) -> Any:
    return "\n".join(value) if meaning.kind is Kind.LINES else list(value) if meaning.kind is Kind.CHOICES else value


def _read(data: Any, meaning: Meaning) -> Any:
    match meaning.kind:
        case Kind.LINES:
            return tuple(line.strip() for line in (data or "").splitlines() if line.strip())
        case Kind.CHOICES:
            return tuple(data or ())
        case Kind.TEXT:
            return (data or "").strip()
        case _:
            return data
