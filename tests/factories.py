"""Plain functions that make what a test needs, with plainly fictitious people of « Val-Imaginaire »."""

from datetime import UTC, date, datetime

from webapp.accounts.model import PersonFields
from webapp.accounts.service import people
from webapp.audit.model import SYSTEM
from webapp.committees import queries as committees
from webapp.committees.model import Committee, CommitteeSettings, Rank, SeatOnDay, SeatType
from webapp.committees.service import appointments, seats, setup
from webapp.committees.service.appointments import Candidate
from webapp.storage.database import Database, unit_of_work

NOW = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
TODAY = date(2026, 12, 10)
FIRST_DAY = date(2026, 1, 1)
LAST_DAY = date(2028, 12, 31)


def a_person(db: Database, last_name: str = "Exemple", first_name: str = "Anne", **fields: str) -> int:
    """Make somebody known to the house; return their number."""
    return people.create_person(
        db, PersonFields(last_name=last_name, first_name=first_name, **fields), by=SYSTEM, now=NOW
    )


def a_committee(
    db: Database,
    *,
    template: str = "blank",
    code: str = "",
    seat_count: int = 5,
    filled: bool = True,
    substitutes: bool = False,
    settings: CommitteeSettings | None = None,
    parent_id: int | None = None,
) -> Committee:
    """Make a committee with a term over 2026-2028, every seat held when `filled`.

    `coderst` has its 26 seats, the chair's first; `blank` has one college of `seat_count` seats, the first the chair's.
    """
    committee_id = setup.create(
        db,
        code=code or template.replace("_", "-"),
        name=f"Commission {code or template} de Val-Imaginaire",
        template=template,
        parent_id=parent_id,
        starts_on=FIRST_DAY,
        by=SYSTEM,
        now=NOW,
    )
    setup.add_term(
        db, committee_id, act="Arrêté du 15 décembre 2025", starts_on=FIRST_DAY, ends_on=LAST_DAY, by=SYSTEM, now=NOW
    )
    if template == "blank":
        _seats(db, committee_id, seat_count)
    if settings is not None:
        setup.change_settings(db, committee_id, settings, by=SYSTEM, now=NOW)
    if filled:
        _fill(db, committee_id, substitutes=substitutes)
    return setup.found(db, committee_id)


def the_seats(db: Database, committee: Committee, day: date = TODAY) -> tuple[SeatOnDay, ...]:
    """Return the seats of a committee on a day, in order; the chair's is first in the committees made here."""
    return committees.roster_on(db, committee.id, day).seats


def _seats(db: Database, committee_id: int, count: int) -> None:
    college_id = seats.add_college(db, committee_id, name="Membres", by=SYSTEM, now=NOW)
    committee = setup.found(db, committee_id)
    college = seats.found_college(db, committee_id, college_id)
    with unit_of_work(db):
        for number in range(count):
            seats.write_seat(
                db,
                committee,
                college,
                label=f"Siège {number + 1}",
                seat_type=SeatType.ORGANISATION if number else SeatType.FUNCTION,
                physician=False,
                is_chair=number == 0,
                starts_on=FIRST_DAY,
                by=SYSTEM,
                now=NOW,
            )


def _fill(db: Database, committee_id: int, *, substitutes: bool) -> None:
    committee = setup.found(db, committee_id)
    with unit_of_work(db):
        for seat in committees.all_seats(db, committee_id):
            for rank in (Rank.TITULAR, Rank.SUBSTITUTE) if substitutes else (Rank.TITULAR,):
                appointments.write(
                    db,
                    committee,
                    seat,
                    Candidate(
                        person=_somebody(committee, seat.position, rank),
                        rank=rank,
                        title=seat.label,
                        organisation=f"Organisme {seat.position}",
                        act="Arrêté du 15 décembre 2025",
                        starts_on=FIRST_DAY,
                    ),
                    by=SYSTEM,
                    now=NOW,
                )


def _somebody(committee: Committee, number: int, rank: Rank) -> PersonFields:
    name = f"{'Titulaire' if rank is Rank.TITULAR else 'Suppléant'}-{number}"
    return PersonFields(
        civility="Mme" if number % 2 else "M.",
        first_name="Camille",
        last_name=name,
        email=f"{rank.value}{number}@{committee.code.lower()}.example",
    )
