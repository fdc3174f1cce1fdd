"""The roster of one day as a spreadsheet that the import reads back without changing anything."""

from collections.abc import Callable, Iterable
from typing import Final, Literal

from webapp.committees.model import Appointment, Roster, SeatOnDay
from webapp.committees.roster import export
from webapp.committees.roster import model as sheet

Format = Literal["csv", "xlsx", "ods"]

WRITERS: Final[dict[Format, Callable[[Iterable[sheet.Person]], bytes]]] = {
    "csv": export.write_csv,
    "xlsx": export.write_xlsx,
    "ods": export.write_ods,
}
TYPES: Final[dict[Format, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def write(roster: Roster, kind: Format) -> bytes:
    """Return the people of a roster as a file: each titular, then their substitutes."""
    return WRITERS[kind](people_of(roster))


def template() -> bytes:
    """Return the XLSX to fill in: headings and one fictitious line."""
    return export.write_template()


def people_of(roster: Roster) -> list[sheet.Person]:
    """Return the lines of a roster, in the order of colleges and seats."""
    return [_line(each, held) for each in roster.seats for held in each.people]


def _line(place: SeatOnDay, held: Appointment) -> sheet.Person:
    seat, person, titular = place.seat, held.person, place.titular
    substitute_of = titular.person.display_name if titular and held is not titular else None
    return sheet.Person(
        last_name=person.last_name,
        first_name=person.first_name or None,
        civility=person.civility or None,
        title=held.title or None,
        organisation=held.organisation or None,
        college=seat.college_name,
        seat_type=seat.seat_type,
        role=held.rank,
        substitute_of=substitute_of,
        email=person.email,
        phone=person.phone,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        physician=seat.physician,
    )
