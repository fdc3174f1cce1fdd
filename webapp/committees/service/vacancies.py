"""Which seat is free for a line of a roster, and who may not hold it over the period that it says."""

from collections.abc import Iterable

from webapp.accounts.model import Person
from webapp.committees import rules
from webapp.committees.model import Appointment, College, CommitteeRefusal, Rank, Seat
from webapp.committees.roster import model as sheet
from webapp.committees.service.appointments import Candidate
from webapp.kernel.errors import Refusal


def vacant_seat(
    seats: Iterable[Seat],
    held: Iterable[Appointment],
    line: sheet.Person,
    college: College | None,
    candidate: Candidate,
) -> Seat | None:
    """Return the open seat of a college, without a titular over the period, that suits a line best."""
    if college is None:
        return None
    taken = {each.seat_id for each in held if each.rank is Rank.TITULAR and _meets(each, candidate)}
    vacant = [seat for seat in seats if seat.college_id == college.id and seat.id not in taken and seat.ends_on is None]
    return min(vacant, key=lambda seat: _distance(seat, line), default=None)


def refuse_second_seat(held: Iterable[Appointment], person: Person, candidate: Candidate) -> None:
    """Refuse that a titular of one seat hold another at the same time."""
    for each in held:
        if each.person_id == person.id and each.rank is Rank.TITULAR and _meets(each, candidate):
            raise Refusal(CommitteeRefusal.PERSON_ALREADY_SEATED, name=person.formal_name)


def refuse_overlap(held: Iterable[Appointment], seat: Seat, last: Appointment, candidate: Candidate) -> None:
    """Refuse that a period set right run into another titular of the seat."""
    for each in held:
        same_place = each.seat_id == last.seat_id and each.id != last.id and each.rank is last.rank is Rank.TITULAR
        if same_place and _meets(each, candidate):
            raise Refusal(CommitteeRefusal.SEAT_TAKEN, label=seat.label, name=each.person.formal_name)


def _meets(held: Appointment, candidate: Candidate) -> bool:
    return rules.overlap(candidate.starts_on, candidate.ends_on, held.starts_on, held.ends_on)


def _distance(seat: Seat, line: sheet.Person) -> tuple[bool, bool, int]:
    """Order the vacant seats for a line: a physician in the physician's seat, then the stated type, then their order."""
    other_type = line.seat_type_stated and seat.seat_type != line.seat_type
    return (seat.physician is not line.physician, other_type, seat.position)
