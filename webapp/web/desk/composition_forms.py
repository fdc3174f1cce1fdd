"""The forms of colleges, seats and appointments."""

from datetime import date

from wtforms import BooleanField, DateField, EmailField, IntegerField, RadioField, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.accounts.model import PersonFields
from webapp.committees.model import Rank, SeatType
from webapp.committees.service.appointments import Candidate
from webapp.kernel.errors import Refusal
from webapp.web.kit.forms import Form, choices

NEW = 0  # the choice « une personne nouvelle »
SEAT_TYPES = {
    SeatType.FUNCTION: "Fonction",
    SeatType.ELECTED: "Élu",
    SeatType.ORGANISATION: "Organisme, association, profession",
    SeatType.QUALIFIED: "Personnalité qualifiée",
}
_CIVILITIES = ("", "Mme", "M.", "Dr", "Pr", "Me")
_LINE = Length(max=300, message="Au plus 300 caractères.")


class CollegeForm(Form):
    name = StringField("Nom du collège", [InputRequired("Donnez un nom au collège."), _LINE])
    expected_seats = IntegerField(
        "Nombre de sièges prévu par le texte", [Optional(), NumberRange(1, 500, "Un nombre de 1 à 500.")]
    )


class SeatForm(Form):
    """What a seat is."""

    label = StringField(
        "Nom du siège",
        [InputRequired("Donnez un nom au siège."), _LINE],
        description="Par exemple : association des maires.",
    )
    seat_type = RadioField(
        "À quel titre y siège-t-on ?",
        [InputRequired("Choisissez à quel titre on y siège.")],
        choices=choices((kind.value, label) for kind, label in SEAT_TYPES.items()),
        description="C’est ce qui dit qui peut suppléer (CRPA R133-3).",
    )
    physician = BooleanField(
        "Siège réservé à un médecin",
        description="Un au moins parmi les personnalités qualifiées du CODERST (CSP R1416-2, 4°).",
    )


class NewSeatForm(SeatForm):
    college = SelectField("Collège", coerce=int)
    is_chair = BooleanField("Siège du président")
    starts_on = DateField("Existe à compter du", [Optional()], description="Aujourd’hui, si rien n’est indiqué.")
    reason = StringField(
        "Raison d’une autre composition",
        [_LINE],
        description="Seulement si le nombre de sièges n’est plus celui du texte.",
    )


class CloseForm(Form):
    on = DateField("Dernier jour du siège", [InputRequired("Donnez le dernier jour du siège.")])
    reason = StringField(
        "Raison d’une autre composition",
        [_LINE],
        description="Seulement si le nombre de sièges n’est plus celui du texte.",
    )


class EndForm(Form):
    on = DateField("Dernier jour du mandat", [InputRequired("Donnez le dernier jour du mandat.")])
    reason = StringField(
        "Motif",
        [InputRequired("Écrivez le motif."), _LINE],
        description="Décès, démission, perte de la qualité (CRPA R133-4).",
    )


class PersonForm(Form):
    """Somebody of the house, or somebody new."""

    person = SelectField("Personne", coerce=int, description="Les personnes de vos commissions, par nom.")
    civility = SelectField("Civilité", choices=choices((each, each or "Aucune") for each in _CIVILITIES))
    first_name = StringField("Prénom", [_LINE])
    last_name = StringField("Nom", [_LINE])
    email = EmailField("Courriel", [_LINE], description="Il sert d’identifiant si personne d’autre ne l’a.")
    phone = TelField("Téléphone", [_LINE])
    title = StringField("Qualité", [_LINE], description="Comme le procès-verbal l’imprimera : maire de Bourg-Fictif.")
    organisation = StringField("Organisme, service ou assemblée", [_LINE])
    act = StringField("Acte de nomination", [_LINE], description="Arrêté, délibération ou décision, avec sa date.")
    starts_on = DateField("À compter du", [InputRequired("Donnez le premier jour.")])

    def candidate(self, rank: Rank, *, named_in_act: bool = True, ends_on: date | None = None) -> Candidate:
        """Return what was typed."""
        return Candidate(
            person=self.person.data or self._somebody_new(),
            rank=rank,
            title=self.title.data or "",
            organisation=self.organisation.data or "",
            act=self.act.data or "",
            named_in_act=named_in_act,
            starts_on=self.starts_on.data or date.min,
            ends_on=ends_on,
        )

    def _somebody_new(self) -> PersonFields:
        return PersonFields(
            last_name=self.last_name.data or "",
            first_name=self.first_name.data or "",
            civility=self.civility.data or "",
            email=self.email.data,
            phone=self.phone.data,
        )


class AppointForm(PersonForm):
    named_in_act = BooleanField("Le suppléant est désigné par l’arrêté de nomination", default=True)
    ends_on = DateField("Jusqu’au", [Optional()], description="Vide : autant que le mandat de la commission.")


class ReplaceForm(PersonForm):
    reason = StringField(
        "Motif du remplacement",
        [InputRequired("Écrivez le motif."), _LINE],
        description="Décès, démission, perte de la qualité (CRPA R133-4).",
    )


FIELD_OF = {
    "COMPOSITION_DIFFERS": "reason",
    "NAME_MISSING": "last_name",
    "EMAIL_INVALID": "email",
    "SEAT_LABEL_MISSING": "label",
    "CHAIR_EXISTS": "is_chair",
    "APPOINTMENT_DATES_REVERSED": "ends_on",
    "APPOINTMENT_ENDED": "on",
    "SEAT_OCCUPIED": "on",
    "SEAT_TAKEN": "starts_on",
    "SEAT_CLOSED": "starts_on",
    "NOTHING_TO_REPLACE": "starts_on",
    "PERSON_ALREADY_SEATED": "person",
    "PERSON_ALREADY_APPOINTED": "person",
    "UNKNOWN_PERSON": "person",
    "END_REASON_MISSING": "reason",
    "SUBSTITUTE_OF_OTHER_ASSEMBLY": "organisation",
    "SUBSTITUTE_OF_OTHER_BODY": "organisation",
    "SUBSTITUTE_OF_OTHER_SERVICE": "organisation",
}


def field_of(refusal: Refusal, form: Form) -> str | None:
    """Return the field that a refusal is about, where the form has it."""
    name = FIELD_OF.get(refusal.reason.name)
    if name == "ends_on" and name not in form:
        name = "on"
    return name if name in form else None
