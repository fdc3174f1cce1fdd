"""The one form by which a reply to a notice is given, by the member or by who heard them at the desk."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length

from webapp.committees.model import SeatOnDay
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.replies import Offer, offered
from webapp.meetings.service import replies
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices


class ReplyForm(Form):
    """Who will sit for a seat, and how."""

    reply = RadioField("Votre réponse", [InputRequired("Choisissez une réponse.")])
    key = HiddenField(validators=[Length(8, 64)])

    def offer(self, sitting: Sitting, seat: SeatOnDay, words: Mapping[str, str], label: str) -> None:
        """Show what can be replied for the seat, in these words, and the reply that stands."""
        self.seat, self.sitting = seat, sitting
        self.offers = {_value(each): each for each in offered(sitting.meeting.mode, seat)}
        self.reply.label.text = label
        self.reply.choices = choices((value, said(sitting, each, words)) for value, each in self.offers.items())

    def given(self) -> bool:
        """Give the reply that was sent, and say whether it was; on a page just opened, tick the one that stands."""
        if not self.is_submitted():
            self.key.data = acts.new_key()
            reply = queries.replies(db(), self.sitting.meeting.id).get(self.seat.seat.id)
            self.reply.data = None if reply is None else _value((reply.kind, reply.substitute_id))
            return False
        if not self.validate():
            return False
        try:
            self._give()
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return True

    def _give(self) -> None:
        kind, substitute_id = self.offers[self.reply.data]
        replies.reply(
            db(),
            self.sitting.meeting.id,
            self.seat.seat.id,
            kind,
            substitute_id=substitute_id,
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )


def said(sitting: Sitting, offer: Offer, words: Mapping[str, str]) -> str:
    """Say a reply in these words."""
    kind, person_id = offer
    return words[kind].format(name=sitting.person_name(person_id))


def _value(offer: Offer) -> str:
    kind, person_id = offer
    return kind.value if person_id is None else f"{kind.value}.{person_id}"
