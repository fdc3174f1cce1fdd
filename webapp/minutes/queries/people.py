"""Who is named in the minutes, with the quality that the appointing act gives."""

from collections.abc import Iterable

from webapp.committees.model import Appointment, SeatOnDay
from webapp.meetings.queries import Sitting
from webapp.meetings.queries.state import judged
from webapp.meetings.sitting import GivenMandate, Presence
from webapp.minutes.model.facts import GuestLine, MandateLine, Member, Presided, Sat, Someone, to_minute
from webapp.minutes.queries.moments import Moments
from webapp.minutes.rules import spans


def someone(sitting: Sitting, person_id: int | None, seat_id: int | None) -> Someone:
    """Name a person with the quality in which they sit for this seat; the seat's label where nobody holds it."""
    seat = None if seat_id is None else sitting.seat(seat_id)
    if person_id is None:
        held = None if seat is None else seat.titular
        if held is None:
            return Someone(name="" if seat is None else seat.seat.label, quality="")
        return Someone(name=held.person.formal_name, quality=quality(held))
    return Someone(name=sitting.person_name(person_id), quality=quality(_appointment(seat, person_id)))


def quality(appointment: Appointment | None) -> str:
    """Return « Maire de Bourg-Fictif, Commune de Bourg-Fictif », each word once."""
    if appointment is None:
        return ""
    title, organisation = appointment.title.strip(), appointment.organisation.strip()
    if not title or not organisation or organisation.casefold() in title.casefold():
        return title or organisation
    return f"{title}, {organisation}"


def _appointment(seat: SeatOnDay | None, person_id: int) -> Appointment | None:
    if seat is None:
        return None
    return next((each for each in seat.people if each.person_id == person_id), None)


def members(moments: Moments, excused: Iterable[int]) -> tuple[Member, ...]:
    """Return every seat of the day with who sat for it, in the order of the roster."""
    sitting, excused = moments.sitting, frozenset(excused)
    stays = [stay for stay in spans.stays(sitting.facts) if _during(sitting, stay)]
    represented = _represented(moments)
    found = []
    for seat in sitting.roster.seats:
        sat = tuple(_sat(sitting, seat, stay) for stay in stays if stay.seat == seat.seat.id)
        holder = represented.get(seat.seat.id, "")
        found.append(
            Member(
                seat=seat.seat.label,
                college=seat.seat.college_name,
                titular=None if seat.titular is None else someone(sitting, None, seat.seat.id),
                state=_state(seat, sat, holder, excused),
                sat=sat,
                represented_by="" if sat else holder,
            )
        )
    return tuple(found)


def _during(sitting: Sitting, stay: spans.Stay) -> bool:
    """Whether somebody was there at any instant of the sitting itself."""
    opened = sitting.meeting.opened_at or sitting.at
    return stay.until is None or stay.until > opened


def _sat(sitting: Sitting, seat: SeatOnDay, stay: spans.Stay) -> Sat:
    held = _appointment(seat, stay.person_id)
    who = someone(sitting, stay.person_id, seat.seat.id)
    return Sat(
        name=who.name,
        quality=who.quality,
        rank="other" if held is None else held.rank.value,
        form=stay.form.value,
        since=to_minute(stay.since),
        until=None if stay.until is None else to_minute(stay.until),
        paper="" if stay.paper is None else stay.paper.partition(".")[0],
    )


def _state(seat: SeatOnDay, sat: tuple[Sat, ...], holder: str, excused: frozenset[int]) -> str:
    if sat:
        return "present"
    if seat.vacant:
        return "vacant"
    if holder:
        return "represented"
    return "excused" if seat.seat.id in excused else "absent"


def _represented(moments: Moments) -> dict[int, str]:
    """Return the holder's name for each seat whose mandate was good for the sitting."""
    found = {}
    for mandate, reason in _judged(moments):
        if reason is None:
            found[mandate.mandator] = _holder(moments, mandate).name
    return found


def mandates(moments: Moments) -> tuple[MandateLine, ...]:
    """Return the mandates in order of receipt, those refused with the reason (CRPA R133-9, R133-13; LAW MAN-4)."""
    return tuple(
        MandateLine(
            mandator=someone(moments.sitting, None, mandate.mandator),
            holder=_holder(moments, mandate),
            received_at=to_minute(mandate.received_at),
            ended_at=None if mandate.ended_at is None else to_minute(mandate.ended_at),
            end=mandate.end,
            reason=reason,
        )
        for mandate, reason in _judged(moments)
    )


def _judged(moments: Moments) -> list[tuple[GivenMandate, str | None]]:
    """Judge each mandate for the sitting as a whole, at the hour when it could first serve."""
    sitting = moments.sitting
    opened = sitting.meeting.opened_at or sitting.at
    found = []
    for mandate in sitting.presence.mandates:
        presence = moments.at(max(mandate.received_at, opened))
        verdicts = {each.mandate.fact_id: each.verdict for each in judged(sitting.frame, presence, None)}
        verdict = verdicts.get(mandate.fact_id)
        found.append((mandate, None if verdict is None or verdict.reason is None else verdict.reason.value))
    return found


def _holder(moments: Moments, mandate: GivenMandate) -> Someone:
    sitting = moments.sitting
    presence = moments.at(max(mandate.received_at, sitting.meeting.opened_at or sitting.at))
    return sitter(sitting, presence, mandate.holder)


def sitter(sitting: Sitting, presence: Presence, seat: int) -> Someone:
    """Name who sits for a seat at an instant, or else who holds it."""
    taken = presence.seats.get(seat)
    return someone(sitting, None if taken is None else taken.occupant.person_id, seat)


def presided(sitting: Sitting) -> tuple[Presided, ...]:
    """Return who presided, from when to when, by which delegation."""
    if sitting.meeting.opened_at is None:
        return ()
    return tuple(_presided(sitting, term) for term in spans.terms(sitting.facts, sitting.meeting.opened_at))


def _presided(sitting: Sitting, term: spans.Term) -> Presided:
    who = someone(sitting, term.person_id, term.seat)
    return Presided(
        name=who.name,
        quality=who.quality,
        since=to_minute(term.since),
        until=None if term.until is None else to_minute(term.until),
        delegation=term.delegation,
    )


def guests(sitting: Sitting) -> tuple[GuestLine, ...]:
    """Return who else was there (CRPA R133-6)."""
    return tuple(
        GuestLine(
            name=visit.name,
            since=to_minute(visit.since),
            until=None if visit.until is None else to_minute(visit.until),
        )
        for visit in spans.visits(sitting.facts)
    )
