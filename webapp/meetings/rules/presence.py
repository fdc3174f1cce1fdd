"""Who is there at an instant, folded from the ledger; and what the other rules are asked about one item."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from webapp.committees.model import Roster
from webapp.meetings.model import Attendance, Mandate, Mode, SeatId
from webapp.meetings.sitting import (
    Act,
    Fact,
    Form,
    GivenMandate,
    Guest,
    Occupancy,
    Occupant,
    Presence,
    Presiding,
    Recusal,
)


@dataclass(slots=True)
class _Fold:
    """The state while the facts are gone through."""

    titulars: Mapping[int, int]
    there: dict[int, dict[int, Occupant]] = field(default_factory=dict)
    mandates: list[GivenMandate] = field(default_factory=list)
    recusals: dict[tuple[int, int], Recusal] = field(default_factory=dict)
    chair: Presiding | None = None
    guests: dict[int, Guest] = field(default_factory=dict)


def titulars(roster: Roster) -> dict[int, int]:
    """Return who holds each seat of the day: only they make a substitute's presence a replacement (LAW COM-6)."""
    return {each.seat.id: each.titular.person_id for each in roster.seats if each.titular is not None}


def standing(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that were not set aside, in the order in which they happened."""
    known = list(facts)
    voided = {fact.refers_to for fact in known if fact.act is Act.VOIDED}
    stand = [fact for fact in known if fact.act is not Act.VOIDED and fact.id not in voided]
    return sorted(stand, key=lambda fact: (fact.effective_at, fact.id))


def presence_at(facts: Iterable[Fact], at: datetime, titulars: Mapping[int, int]) -> Presence:
    """Fold the ledger up to and including an instant into who is there (LAW COM-6, MAN-3, DEP-1, DEP-5).

    `titulars` maps seats to the person appointed to hold them; anybody else in a seat sits as its substitute. The
    answer depends on effective hours alone, never on the hour at which the facts were entered.
    """
    fold = _Fold(titulars=titulars)
    for fact in standing(facts):
        if fact.effective_at > at:
            break
        _take(fold, fact)
    return Presence(
        at=at,
        seats={seat: _occupancy(seat, people, titulars) for seat, people in sorted(fold.there.items()) if people},
        mandates=tuple(fold.mandates),
        recusals=tuple(fold.recusals.values()),
        chair=fold.chair,
        guests=tuple(fold.guests.values()),
    )


def _take(fold: _Fold, fact: Fact) -> None:
    seat = fact.seat or 0
    match fact.act:
        case Act.ARRIVAL:
            _arrive(fold, fact, seat)
        case Act.DEPARTURE:
            people = fold.there.get(seat, {})
            for person_id in [fact.person_id] if fact.person_id is not None else list(people):
                people.pop(person_id, None)
        case Act.MANDATE_GIVEN:
            fold.mandates.append(
                GivenMandate(
                    fact_id=fact.id,
                    mandator=seat,
                    holder=fact.other_seat or 0,
                    received_at=fact.effective_at,
                    ended_at=None,
                    end=None,
                )
            )
        case Act.MANDATE_ENDED:
            _end_mandates(fold, seat, fact.effective_at, "withdrawn")
        case Act.RECUSAL | Act.RECUSAL_ENDED:
            _recuse(fold, fact, seat)
        case Act.CHAIR:
            fold.chair = Presiding(
                fact_id=fact.id,
                seat=fact.seat,
                person_id=fact.person_id,
                since=fact.effective_at,
                delegation=fact.text,
            )
        case Act.GUEST_ARRIVAL:
            fold.guests[fact.id] = Guest(fact_id=fact.id, name=fact.text, since=fact.effective_at)
        case Act.GUEST_DEPARTURE:
            fold.guests.pop(fact.refers_to or 0, None)


def _arrive(fold: _Fold, fact: Fact, seat: int) -> None:
    person_id = fact.person_id or 0
    fold.there.setdefault(seat, {})[person_id] = Occupant(
        person_id=person_id, form=fact.form or Form.ROOM, since=fact.effective_at, fact_id=fact.id
    )
    if fold.titulars.get(seat) == person_id:  # a substitute's presence makes the mandate void, it does not end it
        _end_mandates(fold, seat, fact.effective_at, "mandator_arrived")


def _end_mandates(fold: _Fold, mandator: int, at: datetime, end: str) -> None:
    fold.mandates = [
        replace(each, ended_at=at, end=end) if each.mandator == mandator and each.ended_at is None else each
        for each in fold.mandates
    ]


def _recuse(fold: _Fold, fact: Fact, seat: int) -> None:
    key = (seat, fact.item_id or 0)
    if fact.act is Act.RECUSAL_ENDED:
        fold.recusals.pop(key, None)
        return
    fold.recusals[key] = Recusal(
        fact_id=fact.id, seat=seat, item_id=key[1], person_id=fact.person_id, since=fact.effective_at
    )


def _occupancy(seat: int, people: Mapping[int, Occupant], titulars: Mapping[int, int]) -> Occupancy:
    """Say who votes for the seat: its titular when there, else the substitute who came first (LAW COM-6)."""
    titular = titulars.get(seat)
    ordered = sorted(people.values(), key=lambda each: (each.person_id != titular, each.since, each.fact_id))
    return Occupancy(
        seat=seat, occupant=ordered[0], others=tuple(ordered[1:]), replaced=ordered[0].person_id != titular
    )


def seat_id(seat: int) -> SeatId:
    """Return the name under which the rules and the polls know a committee's seat."""
    return SeatId(str(seat))


def attendance(
    presence: Presence, item_id: int | None, *, seats: Collection[int], mode: Mode, second_notice: bool
) -> Attendance:
    """Ask the rules about one item at the instant of `presence` (no item: the sitting as a whole, nobody recused)."""
    recused = presence.recused(item_id) if item_id is not None else frozenset()
    chair = presence.chair.seat if presence.chair is not None and presence.chair_sits else None
    return Attendance(
        seats=frozenset(seat_id(seat) for seat in seats),
        mode=mode,
        second_notice=second_notice,
        present=frozenset(seat_id(seat) for seat in presence.seats if seat in seats),
        replaced=frozenset(seat_id(seat) for seat, each in presence.seats.items() if each.replaced),
        mandates=tuple(
            Mandate(mandator=seat_id(each.mandator), holder=seat_id(each.holder)) for each in running(presence)
        ),
        recused=frozenset(seat_id(seat) for seat in recused),
        chair=None if chair is None else seat_id(chair),
    )


def running(presence: Presence) -> Sequence[GivenMandate]:
    """Return the mandates that have not ended, in order of receipt: those that `judge_mandates` judges."""
    return [each for each in presence.mandates if each.ended_at is None]
