"""What the pages of the door show: the list of names, and where one person stands. Nothing of votes, texts, addresses."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from webapp.accounts.model import Person
from webapp.accounts.rules import fold
from webapp.committees.model import Appointment, Rank, SeatOnDay
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.door import sits, there
from webapp.meetings.rules.presence import running, standing
from webapp.meetings.sitting import Act, DoorRefusal, Form, Item, Occupant
from webapp.wording.typography import elided, spaced

SHORTEST_PLACE = 3
_BREAKS = re.compile(r"[\s'-]+")


@frozen
class Line:
    """One name of the list, for one seat; `present` when they are there."""

    person: Person
    seat: SeatOnDay
    rank: str
    present: Occupant | None


@frozen
class Standing:
    """One person for one seat: who they are, how they are present, and what signing does (LAW COM-6, MAN-3)."""

    person: Person
    seat: SeatOnDay
    title: str
    quality: str
    present: Occupant | None
    may_sign: bool
    votes: bool
    voter: str
    elsewhere: SeatOnDay | None
    consequences: tuple[str, ...]
    presides: bool

    @property
    def in_the_room(self) -> bool:
        return self.present is not None and self.present.form is Form.ROOM


def lines(sitting: Sitting, typed: str = "") -> list[Line]:
    """Return who may sign, by name: those appointed today, and whoever sits on the word of the chair."""
    found = [line for line in _everybody(sitting) if _matches(line.person, typed)]
    return sorted(found, key=lambda each: (fold(each.person.last_name), fold(each.person.first_name), each.rank))


def _everybody(sitting: Sitting) -> Iterator[Line]:
    for seat in sitting.roster.seats:
        number = seat.seat.id
        for each in seat.people:
            yield Line(
                person=each.person,
                seat=seat,
                rank=_rank(each.person, each, seat),
                present=there(sitting.presence, number, each.person_id),
            )
        taken = sitting.presence.seats.get(number)
        known = {each.person_id for each in seat.people}
        for present in () if taken is None else (taken.occupant, *taken.others):
            if present.person_id not in known and present.person_id in sitting.people:
                person = sitting.people[present.person_id]
                yield Line(person=person, seat=seat, rank=_rank(person, None, seat), present=present)


def _rank(person: Person, appointment: Appointment | None, seat: SeatOnDay) -> str:
    """Say by what title somebody sits: « titulaire », « suppléante de M. Exemple »."""
    if appointment is None:
        return "sur décision du président"
    if appointment.rank is Rank.TITULAR:
        return "titulaire"
    word = "suppléante" if person.civility == "Mme" else "suppléant"
    return word if seat.titular is None else elided(f"{word} de {seat.titular.person.formal_name}")


def _title(rank: str, seat: SeatOnDay) -> str:
    """Say the same with the seat: « titulaire du siège … », « suppléante de M. Exemple au siège … »."""
    return spaced(f"{rank} {'du' if rank == 'titulaire' else 'au'} siège « {seat.seat.label} »")


def _words(text: str) -> list[str]:
    return [word for word in _BREAKS.split(fold(text)) if word]


def _matches(person: Person, typed: str) -> bool:
    """Whether each word typed begins a word of the name, as the page's own filter has it."""
    words = _words(f"{person.first_name} {person.last_name}")
    return all(any(word.startswith(start) for word in words) for start in _words(typed))


def standing_of(sitting: Sitting, seat_id: int, person_id: int) -> Standing:
    """Say where somebody stands for a seat; who is not of the list, and never sat, is told to see the secretariat (COM-4)."""
    seat = sitting.seat(seat_id)
    present = there(sitting.presence, seat_id, person_id)
    appointment = None if seat is None else next((each for each in seat.people if each.person_id == person_id), None)
    came = present is not None or departure_of(sitting, seat_id, person_id) is not None
    if seat is None or (appointment is None and not came):
        raise Refusal(DoorRefusal.MAY_NOT_SIT)
    person = sitting.people[person_id] if appointment is None else appointment.person
    taken = sitting.presence.seats.get(seat_id)
    return Standing(
        person=person,
        seat=seat,
        title=_title(_rank(person, appointment, seat), seat),
        quality=_quality(appointment, seat),
        present=present,
        may_sign=appointment is not None or present is not None,
        votes=sits(sitting.presence, seat_id, person_id),
        voter="" if taken is None else sitting.person_name(taken.occupant.person_id),
        elsewhere=_elsewhere(sitting, seat_id, person_id),
        consequences=tuple(spaced(each) for each in _consequences(sitting, seat, person_id)),
        presides=sitting.presence.chair is not None and sitting.presence.chair.person_id == person_id,
    )


def _quality(appointment: Appointment | None, seat: SeatOnDay) -> str:
    """Return « maire de Val-Imaginaire » where the roster says more than the seat's own label."""
    if appointment is None:
        return ""
    title, organisation = appointment.title, appointment.organisation
    place = fold(organisation).split()[-1:]
    if (
        place and len(place[0]) >= SHORTEST_PLACE and place[0] in fold(title).split()
    ):  # « Maire de Lac-Rêvé », « Commune de Lac-Rêvé »
        organisation = ""
    parts = (_inside(title), organisation)
    return ", ".join(part for part in parts if part and fold(part) != fold(seat.seat.label))


def _inside(title: str) -> str:
    """Write « Maire » as « maire », inside a sentence; « DREAL » stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _elsewhere(sitting: Sitting, seat_id: int, person_id: int) -> SeatOnDay | None:
    found = (
        other for other in sitting.presence.seats if other != seat_id and there(sitting.presence, other, person_id)
    )
    return next((sitting.seat(other) for other in found), None)


def _consequences(sitting: Sitting, seat: SeatOnDay, person_id: int) -> Iterator[str]:
    """Say what signing does to those who stand for the same seat, in the order in which it matters."""
    number = seat.seat.id
    if departure_of(sitting, number, person_id) is not None:
        yield "Vous revenez : en signant, vous reprenez votre place à cette heure-ci."
    taken = sitting.presence.seats.get(number)
    titular = seat.titular is not None and seat.titular.person_id == person_id
    if taken is not None and taken.occupant.person_id != person_id:
        name = sitting.person_name(taken.occupant.person_id)
        if titular:
            yield f"{name} siège à votre place. En signant, vous reprenez votre siège et votre vote. Le quorum ne change pas."
        else:
            yield f"{name} siège et vote pour ce siège. Vous pouvez assister, sans voter."
    for each in sitting.mandates():
        if each.mandate.mandator != number or each.verdict is None:
            continue
        holder = sitting.seat_name(each.mandate.holder)
        if not titular:
            yield f"Un mandat est donné à {holder} pour ce siège : il ne compte pas tant que vous siégez."
        elif each.verdict.valid:
            yield f"Vous avez donné mandat à {holder} : il prend fin quand vous signez, et vous votez vous-même. Le quorum ne change pas."
        else:
            yield f"Vous avez donné mandat à {holder} : il prend fin quand vous signez, et vous votez vous-même."


def departure_of(sitting: Sitting, seat: int, person_id: int) -> datetime | None:
    """Return when somebody who had come left, None for who is there or never came."""
    if there(sitting.presence, seat, person_id) is not None:
        return None
    came = False
    gone_at = None
    for fact in standing(sitting.facts):
        if fact.seat != seat:
            continue
        if fact.act is Act.ARRIVAL and fact.person_id == person_id:
            came = True
        elif fact.act is Act.DEPARTURE and came and fact.person_id in {None, person_id}:
            gone_at = fact.effective_at
    return gone_at


def waiting_items(sitting: Sitting) -> list[Item]:
    """Return the items on which a declaration still has a meaning."""
    return [item for item in sitting.items if not item.over]


def withdrawn_from(sitting: Sitting, seat: int, person_id: int) -> list[Item]:
    """Return the items from which somebody has withdrawn."""
    left = {each.item_id for each in sitting.presence.recusals if (each.seat, each.person_id) == (seat, person_id)}
    return [item for item in sitting.items if item.id in left]


def first_signature(sitting: Sitting, seat: int, person_id: int) -> bool:
    """Whether somebody signs here for the first time: the declaration is asked once a sitting (DEP-2)."""
    signed = [
        fact
        for fact in standing(sitting.facts)
        if fact.act is Act.ARRIVAL and fact.at_door and (fact.seat, fact.person_id) == (seat, person_id)
    ]
    return len(signed) < 2  # noqa: PLR2004 — the one just written


def holders(sitting: Sitting, standing_: Standing) -> list[tuple[int, str]]:
    """Return those to whom who leaves may give mandate, by name: present, and with room for one more (MAN-1, MAN-2).

    Only a titular who sits has one to give, and not while a substitute stays in the seat.
    """
    seat = standing_.seat.seat.id
    taken = sitting.presence.seats.get(seat)
    if taken is None or not standing_.votes or taken.replaced or taken.others:
        return []
    held = Counter(
        each.mandate.holder
        for each in sitting.mandates()
        if each.verdict is not None and (each.verdict.valid or each.verdict.fallen)
    )
    most = sitting.frame.voting.max_mandates
    free = [other for other in sitting.presence.seats if other != seat and held[other] < most]
    named = [(other, sitting.presence.seats[other].occupant.person_id) for other in free]
    by_name = sorted(named, key=lambda each: fold(sitting.people[each[1]].last_name))
    return [(other, sitting.person_name(person_id)) for other, person_id in by_name]


def mandate_left(sitting: Sitting, seat: int) -> str:
    """Return to whom a seat has given a mandate that runs, empty for nobody."""
    given = [each.holder for each in running(sitting.presence) if each.mandator == seat]
    return sitting.seat_name(given[-1]) if given else ""
