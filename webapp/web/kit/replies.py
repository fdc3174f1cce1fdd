"""The one form by which a reply to a notice is given, by the member or by who heard them at the desk."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from webapp.committees.model import SeatOnDay
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.coming import Replies, declared, holders
from webapp.meetings.rules.presence import running
from webapp.meetings.rules.replies import Offer, offered
from webapp.meetings.service import replies
from webapp.meetings.sitting import HolderRefusal, Reply, ReplyKind
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.kit.requests import whole
from webapp.wording import replies as words

MANDATE = ReplyKind.MANDATE.value


def _seat(value: object) -> int | None:
    """Read a seat out of the list of members; « Choisissez » names none."""
    return whole(str(value)) if value not in (None, "") else None


class ReplyForm(Form):
    """Who will sit for a seat, and how, or to whom mandate is given."""

    reply = RadioField("Votre réponse", [InputRequired("Choisissez une réponse.")])
    holder = SelectField("Membre à qui mandat est donné", coerce=_seat, validate_choice=False)
    key = HiddenField(validators=[Length(8, 64)])

    def offer(self, sitting: Sitting, seat: SeatOnDay, wording: Mapping[str, str], label: str) -> None:
        """Show what can be replied for the seat, in these words, and the reply that stands."""
        self.seat, self.sitting = seat, sitting
        self.replies = queries.standing_replies(db(), sitting)
        self.standing = self.replies.get(seat.seat.id)
        self.offers = {_value(each): each for each in offered(sitting.meeting.mode, seat)}
        self.holders = self._holders()
        shown = [(value, said(sitting, each, wording)) for value, each in self.offers.items()]
        if self.holders:
            last = shown.pop()
            shown += [(MANDATE, wording["mandate"].format(name="un autre membre")), last]
        self.reply.label.text = label
        self.reply.choices = choices(shown)
        self.holder.choices = choices([("", "Choisissez un membre"), *self.free])

    def _holders(self) -> list[tuple[int, str, HolderRefusal | None]]:
        """Who could be given a mandate, in the order of their names, and why the others could not."""
        sitting = self.sitting
        found = holders(
            self.seat.seat.id, sitting.frame.titulars, self.replies, running(sitting.presence), sitting.frame
        )
        named = {each.seat.id: each.titular.person for each in sitting.roster.seats if each.titular is not None}
        order = sorted(found, key=lambda seat: named[seat].listed_name.casefold())
        return [(seat, named[seat].formal_name, found[seat]) for seat in order]

    @property
    def free(self) -> list[tuple[int, str]]:
        """Members who can still be given a mandate."""
        return [(seat, name) for seat, name, reason in self.holders if reason is None]

    @property
    def taken(self) -> list[str]:
        """The others, each with the reason."""
        return [f"{name} {words.HOLDERS[reason]}" for _, name, reason in self.holders if reason is not None]

    @property
    def holder_lost(self) -> bool:
        """Whether the member to whom mandate stands given has said since that they will not come."""
        found = {seat: reason for seat, _, reason in self.holders}
        return self.standing is not None and found.get(self.standing.holder or 0) is HolderRefusal.WILL_BE_ABSENT

    @property
    def given_to(self) -> list[str]:
        """Names of those who give mandate to this seat."""
        return givers(self.sitting, self.replies, self.seat.seat.id)

    def given(self) -> bool:
        """Give the reply that was sent, and say whether it was; on a page just opened, tick the one that stands."""
        if not self.is_submitted():
            self.key.data = acts.new_key()
            self.reply.data = None if self.standing is None else value_of(self.standing)
            self.holder.data = None if self.standing is None else self.standing.holder
            return False
        if not self.validate():
            return False
        try:
            self._give()
        except Refusal as refusal:
            self.refuse(refusal, "holder" if isinstance(refusal.reason, HolderRefusal) else None)
            return False
        return True

    def _give(self) -> None:
        kind, substitute_id = self.offers.get(self.reply.data, (ReplyKind.MANDATE, None))
        replies.reply(
            db(),
            self.sitting.meeting.id,
            self.seat.seat.id,
            kind,
            substitute_id=substitute_id,
            holder=self.holder.data if kind is ReplyKind.MANDATE else None,
            linking=access.linking(),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )


def givers(sitting: Sitting, given: Replies, holder: int) -> list[str]:
    """Return the names of those who give mandate to a seat, by their reply or by a paper that the desk noted."""
    there = running(sitting.presence)
    noted = [each.mandator for each in there if each.holder == holder]
    announced = [each.mandator for each in declared(given, there) if each.holder == holder]
    return [sitting.seat_name(seat) for seat in (*noted, *announced)]


def said(sitting: Sitting, offer: Offer, wording: Mapping[str, str]) -> str:
    """Say what could be replied in these words."""
    kind, person_id = offer
    return wording[kind].format(name=sitting.person_name(person_id))


def told(sitting: Sitting, reply: Reply, wording: Mapping[str, str]) -> str:
    """Say a reply in these words."""
    if reply.holder is None:
        return said(sitting, (reply.kind, reply.substitute_id), wording)
    return wording[reply.kind].format(name=sitting.seat_name(reply.holder))


def value_of(reply: Reply) -> str:
    """Return what the form sends for a reply."""
    return _value((reply.kind, reply.substitute_id))


def _value(offer: Offer) -> str:
    kind, person_id = offer
    return kind.value if person_id is None else f"{kind.value}.{person_id}"
