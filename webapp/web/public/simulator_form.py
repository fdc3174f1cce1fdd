"""The simulator's form for people: seats and mandates in short, turned into the scenario that the command takes."""

import re
from collections.abc import Iterable

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than this class
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from webapp.web.kit.forms import Form

MOST_SEATS = 1000
LONGEST_LIST = 5000
LONGEST_SCENARIO = 100_000
SHOWN = 40  # signs of what was not understood

MODES = [
    SelectChoice("in_person", "en présentiel"),
    SelectChoice("conference", "en conférence"),
    SelectChoice("mixed", "mixte"),
    SelectChoice("written", "écrite"),
]
BASES = [SelectChoice("expressed", "les suffrages exprimés"), SelectChoice("present", "les présents ou représentés")]
DECLARATIONS = [SelectChoice("", "aucune"), SelectChoice("for", "pour"), SelectChoice("against", "contre")]

_SEATS = re.compile(r"s?(\d{1,4})(?:\s*(?:-|–|à)\s*s?(\d{1,4}))?", re.IGNORECASE | re.ASCII)
_MANDATE = re.compile(r"s?(\d{1,4})\s*(?:>|->|→)\s*s?(\d{1,4})", re.IGNORECASE | re.ASCII)

FIELD_OF_PATH = {
    "$.settings.composing": "composing",
    "$.second_notice": "second_notice",
    "$.present": "present",
    "$.replaced": "replaced",
    "$.mandates": "mandates",
    "$.recused": "recused",
    "$.chair": "chair",
}
"""Where the form shows a fault of the scenario; the path's index is left out."""


def _check_length(text: str) -> None:
    """Refuse a list too long to be one before anything reads it: this page is open to everybody."""
    if len(text) > LONGEST_LIST:
        raise ValueError(text[:SHOWN])


def read_seats(text: str) -> list[str]:
    """Read « 1 à 13, 15 » as s1 … s13, s15; raise ValueError with the piece that is no seat."""
    seats: list[str] = []
    _check_length(text)
    for piece in re.split(r"[,;\n]|\bet\b", text):
        if not piece.strip():
            continue
        match = _SEATS.fullmatch(piece.strip())
        if match is None:
            raise ValueError(piece.strip()[:SHOWN])
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last > MOST_SEATS or len(seats) > MOST_SEATS:
            raise ValueError(piece.strip()[:SHOWN])
        seats.extend(f"s{number}" for number in range(first, last + 1))
    return seats


def read_mandates(text: str) -> list[dict[str, str]]:
    """Read « 20 > 1 », one mandate a line; raise ValueError with the line that is none."""
    mandates = []
    _check_length(text)
    for line in re.split(r"[,;\n]", text):
        if not line.strip():
            continue
        match = _MANDATE.fullmatch(line.strip())
        if match is None:
            raise ValueError(line.strip()[:SHOWN])
        mandates.append({"from": f"s{int(match[1])}", "to": f"s{int(match[2])}"})
    return mandates


def _seat_list(form: Form, field: StringField) -> None:
    try:
        read_seats(field.data or "")
    except ValueError as error:
        raise ValidationError(
            f"«\u00a0{error}\u00a0» ne désigne pas de sièges. Écrivez des numéros de 1 à {MOST_SEATS}, "
            "par exemple\u00a0: 1 à 13, 15."
        ) from error


def _mandate_list(form: Form, field: TextAreaField) -> None:
    try:
        read_mandates(field.data or "")
    except ValueError as error:
        raise ValidationError(
            f"«\u00a0{error}\u00a0» n’est pas un mandat. Écrivez le mandant, puis le mandataire\u00a0: 20 > 1, un par ligne."
        ) from error


def _one_seat(form: Form, field: StringField) -> None:
    _seat_list(form, field)
    if len(read_seats(field.data or "")) > 1:
        raise ValidationError("Une seule personne préside\u00a0: donnez un seul numéro de siège.")


_LISTED = [Length(max=LONGEST_LIST, message="Cette liste est trop longue."), _seat_list]


class ScenarioForm(Form):
    """One vote of one committee."""

    composing = IntegerField(
        "Membres composant la commission",
        description="Les sièges portent les numéros 1, 2, 3… jusqu’à ce nombre.",
        default=26,
        validators=[
            InputRequired("Donnez le nombre de membres composant la commission."),
            NumberRange(1, MOST_SEATS, f"Donnez un nombre entier de 1 à {MOST_SEATS}."),
        ],
    )
    mode = SelectField("La séance se tient", choices=MODES, default="in_person")
    second_notice = BooleanField("Seconde convocation, annonçant qu’aucun quorum ne sera exigé")
    present = StringField(
        "Sièges présents",
        description="Dans la salle ou connectés ; le suppléant siège pour le titulaire. Par exemple\u00a0: 1 à 13, 15.",
        validators=_LISTED,
    )
    replaced = StringField(
        "Parmi eux, sièges occupés par un suppléant",
        description="Le titulaire remplacé ne peut pas donner mandat.",
        validators=_LISTED,
    )
    mandates = TextAreaField(
        "Mandats",
        description="Le mandant, puis le mandataire : 20 > 1. Un par ligne, dans l’ordre de réception.",
        validators=[Length(max=LONGEST_LIST, message="Cette liste est trop longue."), _mandate_list],
    )
    recused = StringField("Déports sur ce point", description="Sièges des membres intéressés.", validators=_LISTED)
    chair = StringField(
        "Siège qui préside",
        description="Vide si personne ne préside avec voix.",
        default="1",
        validators=[Length(max=40, message="Donnez un seul numéro de siège."), _one_seat],
    )
    in_favour = StringField(
        "Bulletins favorables",
        description="Sièges, mandants compris : le mandataire vote pour le siège du mandant.",
        validators=_LISTED,
    )
    against = StringField("Bulletins défavorables", validators=_LISTED)
    abstain = StringField("Abstentions", validators=_LISTED)
    casting_declaration = SelectField(
        "Déclaration publique du président pour départager", choices=DECLARATIONS, default=""
    )
    quorum_applies = BooleanField("Un quorum est exigé", default=True)
    max_mandates = IntegerField(
        "Mandats par mandataire, au plus",
        default=1,
        validators=[
            InputRequired("Donnez le nombre de mandats permis."),
            NumberRange(0, MOST_SEATS, f"Donnez un nombre entier de 0 à {MOST_SEATS}."),
        ],
    )
    mandates_in_writing = BooleanField("Les mandats comptent dans une consultation écrite")
    recused_counts_in_quorum = BooleanField("Les membres en déport comptent dans le quorum")
    majority_base = SelectField("La majorité se calcule sur", choices=BASES, default="expressed")
    chair_votes = BooleanField("Le président a le droit de vote", default=True)
    casting_vote = BooleanField("Sa voix est prépondérante en cas de partage", default=True)

    def validate_against(self, field: StringField) -> None:
        """Refuse a second ballot of one seat."""
        self._refuse_second_ballots(field, [self.in_favour])

    def validate_abstain(self, field: StringField) -> None:
        """Refuse a second ballot of one seat."""
        self._refuse_second_ballots(field, [self.in_favour, self.against])

    def validate_in_favour(self, field: StringField) -> None:
        """Refuse a second ballot of one seat."""
        self._refuse_second_ballots(field, [])

    def scenario(self) -> dict[str, object]:
        """Write the scenario as `meetings simulate` takes it; only after a successful validation."""
        return {
            "settings": {
                "composing": self.composing.data,
                "quorum_applies": self.quorum_applies.data,
                "max_mandates": self.max_mandates.data,
                "mandates_in_writing": self.mandates_in_writing.data,
                "recused_counts_in_quorum": self.recused_counts_in_quorum.data,
                "majority_base": self.majority_base.data,
                "chair_votes": self.chair_votes.data,
                "casting_vote": self.casting_vote.data,
            },
            "mode": self.mode.data,
            "second_notice": self.second_notice.data,
            "present": read_seats(self.present.data or ""),
            "replaced": read_seats(self.replaced.data or ""),
            "mandates": read_mandates(self.mandates.data or ""),
            "recused": read_seats(self.recused.data or ""),
            "chair": next(iter(read_seats(self.chair.data or "")), None),
            "votes": {
                seat: choice
                for choice, field in (("for", self.in_favour), ("against", self.against), ("abstain", self.abstain))
                for seat in read_seats(field.data or "")
            },
            "casting_declaration": self.casting_declaration.data or None,
        }

    def _refuse_second_ballots(self, field: StringField, others: Iterable[StringField]) -> None:
        seen = {seat for other in others for seat in _seats_or_none(other)}
        for seat in _seats_or_none(field):
            if seat in seen:
                raise ValidationError(
                    f"Le siège {seat.removeprefix('s')} a déjà un bulletin. Un siège n’a qu’un bulletin\u00a0: gardez-en un."
                )
            seen.add(seat)


class JsonForm(Form):
    """A whole scenario, as the command takes it."""

    scenario = TextAreaField(
        "Scénario en JSON",
        validators=[
            InputRequired("Collez un scénario."),
            Length(
                max=LONGEST_SCENARIO, message="Ce scénario est trop long pour cette page\u00a0: utilisez la commande."
            ),
        ],
    )


def _seats_or_none(field: StringField) -> list[str]:
    """Read a list that may be faulty: its own field says so."""
    try:
        return read_seats(field.data or "")
    except ValueError:
        return []
