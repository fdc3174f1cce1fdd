"""What the pages about one's data share: the form that corrects who somebody is, and the rights that one may ask."""

from wtforms import StringField

from webapp.kernel.errors import Refusal
from webapp.registrations.model import Registration, SignUp
from webapp.registrations.model.retention import Right, RightsRefusal
from webapp.web.kit.forms import Form

ASKED = {"effacement": Right.ERASURE, "opposition": Right.OBJECTION}


class PersonForm(Form):
    """Who somebody is."""

    last_name = StringField("Nom")
    first_name = StringField("Prénom")
    email = StringField("Adresse électronique", description="Les prochains messages y seront envoyés.")
    service = StringField("Service ou organisme")

    def typed(self, registration: Registration) -> SignUp:
        """Return what was typed, with what is not corrected here."""
        return SignUp(
            last_name=self.last_name.data or "",
            first_name=self.first_name.data or "",
            email=self.email.data or "",
            service=self.service.data or "",
            origin=registration.origin,
        )

    def show(self, refusal: Refusal) -> None:
        """Show a refusal beside what it is about."""
        field = str(refusal.facts.get("field", ""))
        self.refuse(refusal, field if field in ("last_name", "first_name", "email", "service") else None)


def right(word: str) -> Right:
    """Return the right that a word of a form names; any other word asks nothing."""
    if word not in ASKED:
        raise Refusal(RightsRefusal.UNKNOWN_REQUEST)
    return ASKED[word]
