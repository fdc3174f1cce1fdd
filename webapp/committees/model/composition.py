"""A committee, its colleges and seats, and who holds them from when to when; every period includes both its days."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from webapp.accounts.model import Person
from webapp.committees.model.settings import CommitteeSettings
from webapp.kernel.models import frozen


class SeatType(StrEnum):
    """By what title one sits, which says who may sit instead (CRPA R133-3)."""

    FUNCTION = "function"
    ELECTED = "elected"
    ORGANISATION = "organisation"
    QUALIFIED = "qualified"


class Rank(StrEnum):
    TITULAR = "titular"
    SUBSTITUTE = "substitute"


Template = Literal["coderst", "coderst_formation", "blank"]


@frozen
class Committee:
    """A committee, or a specialised formation of one (`parent_id`, LAW COM-8)."""

    id: int
    code: str
    name: str
    template: Template
    parent_id: int | None
    settings: CommitteeSettings
    composition_reason: str | None


@frozen
class Term:
    """A period opened or extended by an appointing act (LAW COM-1)."""

    id: int
    committee_id: int
    act: str
    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@frozen
class College:
    """A group of seats; `expected_seats` is the number its text gives, None where none does."""

    id: int
    committee_id: int
    name: str
    position: int
    expected_seats: int | None


@frozen
class Seat:
    """One place in a committee, which counts once whoever sits in it (LAW COM-6)."""

    id: int
    committee_id: int
    college_id: int
    college_name: str
    label: str
    seat_type: SeatType
    is_chair: bool
    physician: bool
    position: int
    starts_on: date
    ends_on: date | None

    def exists_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@frozen
class Appointment:
    """Somebody in a seat, by an act, over a period.

    `ends_on` is the last day in the seat; `mandate_ends_on` the day the act runs to, kept when the seat falls vacant
    earlier, since a replacement ends with it (CRPA R133-4). None: as long as the committee's own term.
    """

    id: int
    seat_id: int
    person_id: int
    person: Person
    rank: Rank
    title: str
    organisation: str
    act: str
    named_in_act: bool
    starts_on: date
    ends_on: date | None
    mandate_ends_on: date | None
    end_reason: str | None

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@frozen
class Holding:
    """A seat that somebody holds, with the appointment that says so."""

    seat: Seat
    appointment: Appointment


@frozen
class SeatOnDay:
    """A seat on one day: its titular (None: vacant) and substitutes in order of appointment."""

    seat: Seat
    titular: Appointment | None
    substitutes: tuple[Appointment, ...]

    @property
    def vacant(self) -> bool:
        return self.titular is None

    @property
    def people(self) -> tuple[Appointment, ...]:
        """Everybody who may sit for this seat, the titular first."""
        return (*((self.titular,) if self.titular else ()), *self.substitutes)


@frozen
class Roster:
    """Who composes a committee on one day, seats in the order of colleges."""

    day: date
    colleges: tuple[College, ...]
    seats: tuple[SeatOnDay, ...]

    def of_college(self, college_id: int) -> tuple[SeatOnDay, ...]:
        return tuple(each for each in self.seats if each.seat.college_id == college_id)

    def seat(self, seat_id: int) -> SeatOnDay | None:
        return next((each for each in self.seats if each.seat.id == seat_id), None)

    @property
    def chair(self) -> SeatOnDay | None:
        return next((each for each in self.seats if each.seat.is_chair), None)


@frozen
class RosterImport:
    """A roster once imported; `entry` is the number of its entry in the journal, `accepted` the lines it took."""

    id: int
    filename: str
    accepted: int
    entry: int
    imported_by: str
    imported_at: datetime
    undone_at: datetime | None
