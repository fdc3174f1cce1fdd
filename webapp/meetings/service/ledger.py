"""Writing one fact of the ledger, and what is checked before."""

from datetime import datetime, timedelta

from webapp.accounts import queries as accounts
from webapp.accounts.model import Role
from webapp.audit.model import By
from webapp.committees import queries as committees
from webapp.committees.model import SeatOnDay
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Mode
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.service.unit import Unit, check_reason
from webapp.meetings.sitting import Act, Fact, Form, MeetingRefusal, Presence

DOOR = By(person_id=None, name="tablette de l’entrée")  # nobody signs in there: people say who they are
EARLIEST = timedelta(hours=24)  # a presence entered for another day is a slip of the pen


def write(
    unit: Unit,
    kind: Act,
    hour: datetime,
    *,
    seat: int | None = None,
    other_seat: int | None = None,
    person_id: int | None = None,
    item_id: int | None = None,
    form: Form | None = None,
    text: str = "",
    refers_to: int | None = None,
    paper: str | None = None,
) -> int:
    fact = Fact(
        id=0,
        meeting_id=unit.meeting.id,
        act=kind,
        seat=seat,
        other_seat=other_seat,
        person_id=person_id,
        item_id=item_id,
        form=form,
        text=text.strip(),
        refers_to=refers_to,
        effective_at=hour,
        entered_at=unit.entered,
        entered_by=unit.by.person_id,
        at_door=unit.by == DOOR,
        paper=paper,
    )
    number = store.add_fact(unit.db, fact)
    details = {
        "seat": seat,
        "other_seat": other_seat,
        "person": person_id,
        "item": item_id,
        "form": form,
        "text": text.strip() or None,
        "refers_to": refers_to,
        "paper": paper,
    }
    unit.journal(
        f"ledger.{kind}",
        fact=number,
        effective_at=clock.to_text(hour),
        **{name: value for name, value in details.items() if value is not None},
    )
    return number


def hour_of(unit: Unit, at: datetime | None, *, earliest: timedelta | None = EARLIEST) -> datetime:
    """Return the effective hour of a fact: never to come, and of the sitting's own day."""
    if at is None:
        return unit.at
    if at > unit.at:
        raise Refusal(MeetingRefusal.HOUR_TO_COME)
    if earliest is not None and at < unit.at - earliest:
        raise Refusal(MeetingRefusal.HOUR_TOO_EARLY)
    return at


def the_seat(unit: Unit, seat: int) -> SeatOnDay:
    found = unit.framed().roster.seat(seat)
    if found is None:
        raise Refusal(MeetingRefusal.UNKNOWN_SEAT)
    return found


def name_of(unit: Unit, seat: int) -> str:
    found = the_seat(unit, seat)
    return found.titular.person.formal_name if found.titular is not None else found.seat.label


def presence_of(unit: Unit, at: datetime) -> Presence:
    return presence_at(store.ledger(unit.db, unit.meeting.id), at, unit.frame.titulars)


def write_recusal(unit: Unit, seat: int, item_id: int, hour: datetime) -> int:
    """Write that who sits for a seat, or else its titular, withdraws from an item; twice is refused."""
    held = the_seat(unit, seat)
    unit.item(item_id)
    presence = presence_of(unit, hour)
    if seat in presence.recused(item_id):
        raise Refusal(MeetingRefusal.ALREADY_RECUSED, name=name_of(unit, seat))
    taken = presence.seats.get(seat)
    titular = None if held.titular is None else held.titular.person_id
    person_id = unit.frame.voters.get(seat, titular) if taken is None else taken.occupant.person_id
    return write(unit, Act.RECUSAL, hour, seat=seat, item_id=item_id, person_id=person_id)


def check_appointed(unit: Unit, seat: SeatOnDay, person_id: int, decision: str) -> None:
    if any(each.person_id == person_id for each in seat.people):
        return
    person = committees.people(unit.db, [person_id]).get(person_id)
    if person is None or person_id not in known_here(unit):
        raise Refusal(MeetingRefusal.UNKNOWN_PERSON)
    if not decision.strip():
        raise Refusal(MeetingRefusal.NOT_APPOINTED, name=person.formal_name, seat=seat.seat.label)
    unit.decide("COM-4", check_reason(decision), seat=seat.seat.id, person=person_id)


def known_here(unit: Unit) -> frozenset[int]:
    """Return who may be named in a sitting: those its committee ever appointed, entered or gave a role, its secretariat.

    People of other committees are unknown here: a desk must not learn from a refusal who they are.
    """
    here = unit.meeting.committee_id
    keepers = accounts.people_with_role(unit.db, Role.SECRETARIAT, here)
    return (
        committees.ever_people(unit.db, [here])
        | accounts.tied_to(unit.db, [here])
        | frozenset(each.id for each in keepers)
    )


def check_form(unit: Unit, form: Form, decision: str) -> None:
    """Refuse a presence at a distance in a sitting held in the room alone: the chair decides on a conference (R133-10)."""
    if form is Form.ROOM or unit.meeting.mode is not Mode.IN_PERSON:
        return
    if not decision.strip():
        raise Refusal(MeetingRefusal.FORM_NOT_OFFERED)
    unit.decide("R133-10", check_reason(decision), form=form)


def check_free(presence: Presence, seat: int, person_id: int, form: Form) -> None:
    for other, taken in presence.seats.items():
        for each in (taken.occupant, *taken.others):
            if each.person_id != person_id:
                continue
            if other != seat:
                raise Refusal(MeetingRefusal.SITS_ELSEWHERE)
            if each.form is form:
                raise Refusal(MeetingRefusal.ALREADY_PRESENT)


def check_mandate(unit: Unit, mandator: int, holder: int) -> None:
    if mandator == holder:
        raise Refusal(MeetingRefusal.MANDATE_TO_ONESELF)
    the_seat(unit, holder)
