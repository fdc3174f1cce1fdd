"""One roster being entered into one committee, line by line, inside the caller's unit of work."""

from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from webapp.accounts import rules as account_rules
from webapp.accounts.model import Person, PersonFields
from webapp.accounts.service import people as accounts
from webapp.audit.model import By
from webapp.committees import queries, store
from webapp.committees.model import (
    Appointment,
    College,
    Committee,
    CommitteeRefusal,
    Rank,
    Seat,
    SeatType,
)
from webapp.committees.roster import model as sheet
from webapp.committees.roster.colleges import Colleges
from webapp.committees.roster.text import fold
from webapp.committees.service import appointments, seats, vacancies
from webapp.committees.service.appointments import Candidate
from webapp.committees.service.matching import Acquaintances, Titulars, titular_of
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.storage.database import Database
from webapp.wording import dates
from webapp.wording.phrases import phrase

Change = tuple[str, str, str]
# A link sent to an address opens the account: it is a key, as a slip is.
_ADDRESS_KEPT = (
    "{name} : le courriel n’est pas changé, car cette personne siège aussi dans une autre commission ou a d’autres "
    "droits. Un administrateur peut le corriger."
)


@frozen
class Entered:
    """What entering one line did: somebody new in the seat, or these changes, or nothing."""

    seat: str
    added: bool = False
    changes: tuple[Change, ...] = ()


class Enrolment:
    """The committee as it stands while its roster is entered; refusals leave no trace of their line."""

    def __init__(
        self,
        db: Database,
        committee: Committee,
        lines: Sequence[sheet.Person],
        *,
        may_readdress: Callable[[int], bool],
        by: By,
        now: datetime,
    ) -> None:
        self._db, self._committee, self._by, self._now = db, committee, by, now
        self._may_readdress = may_readdress
        self._today = dates.in_paris(now).date()
        term = queries.term_on(db, committee.id, self._today)
        self._first_day = term.starts_on if term else self._today
        self._act = term.act if term else ""
        self._colleges = queries.colleges(db, committee.id)
        self._seats = {seat.id: seat for seat in queries.all_seats(db, committee.id)}
        self._held = queries.appointments_of(db, committee.id)
        by_address = queries.people_of_addresses(db, [line.email for line in lines if line.email])
        self._known = Acquaintances(self._held, by_address)
        self._titulars: Titulars | None = None  # complete once every titular is entered
        self.made: list[dict[str, object]] = []
        self.notes: list[str] = []
        self.colleges_added: list[str] = []

    @contextmanager
    def line(self) -> Iterator[None]:
        """Undo what one line wrote, here and in the database, when it is refused halfway."""
        kept = (list(self._held), dict(self._seats), list(self._colleges), list(self.made), list(self.notes))
        added = list(self.colleges_added)
        self._db.run("SAVEPOINT line")
        try:
            yield
        except Refusal:
            self._db.run("ROLLBACK TO line")
            self._held, self._seats, self._colleges, self.made, self.notes = kept
            self.colleges_added = added
            raise
        finally:
            self._db.run("RELEASE line")

    def enter_titular(self, line: sheet.Person) -> Entered:
        """Enter a titular in the seat they hold, or in the first vacant one of their college."""
        person = self._known.find(line)
        college = self._college(line.college)
        if person is not None:
            own = self._of(person, Rank.TITULAR, lambda seat: college is not None and seat.college_id == college.id)
            if own and (self._runs(own[-1]) or self._says_the_past(line, own)):
                return self._compare(line, person, own)
        candidate = self._candidate(line, person, Rank.TITULAR)
        if person is not None:
            vacancies.refuse_second_seat(self._held, person, candidate)
        seat = vacancies.vacant_seat(self._seats.values(), self._held, line, college, candidate)
        seat = seat or self._new_seat(line, college, candidate)
        return self._appoint(seat, candidate, person, line)

    def enter_substitute(self, line: sheet.Person, position: int, lines: Sequence[sheet.Person]) -> Entered:
        """Enter a substitute in the seat of the titular that the line names, or shows by its place."""
        person = self._known.find(line)
        self._titulars = self._titulars or Titulars(self._held)
        day = line.starts_on or self._today
        seat_id = titular_of(line, position, lines, self._titulars, day) or self._own_substitute_seat(line, person)
        if seat_id is None:
            if line.substitute_of:
                raise Refusal(CommitteeRefusal.TITULAR_NOT_FOUND, name=line.substitute_of)
            raise Refusal(CommitteeRefusal.TITULAR_NOT_SAID)
        seat = self._seats[seat_id]
        if person is not None:
            own = self._of(person, Rank.SUBSTITUTE, lambda each: each.id == seat_id)
            if own and (self._runs(own[-1]) or self._says_the_past(line, own)):
                return self._compare(line, person, own)
        return self._appoint(seat, self._candidate(line, person, Rank.SUBSTITUTE), person, line)

    def _own_substitute_seat(self, line: sheet.Person, person: Person | None) -> int | None:
        """Return the seat where somebody is a substitute already, for a line that names no titular."""
        if person is None or line.substitute_of:
            return None
        own = self._of(person, Rank.SUBSTITUTE, lambda seat: fold(seat.college_name) == fold(line.college))
        return own[-1].seat_id if own and self._runs(own[-1]) else None

    # Somebody already there.

    def _of(self, person: Person, rank: Rank, of_seat: Callable[[Seat], bool]) -> list[Appointment]:
        """Return what somebody held and holds at this rank in one seat, oldest first."""
        held = [
            each
            for each in self._held
            if each.person_id == person.id and each.rank is rank and of_seat(self._seats[each.seat_id])
        ]
        return [each for each in held if each.seat_id == held[-1].seat_id]

    def _runs(self, appointment: Appointment) -> bool:
        return appointment.ends_on is None or appointment.ends_on >= self._today

    def _says_the_past(self, line: sheet.Person, own: Sequence[Appointment]) -> bool:
        """Whether a line is about a mandate already over, which is not given again."""
        return (line.ends_on is not None and line.ends_on == own[-1].ends_on) or line.starts_on in {
            each.starts_on for each in own
        }

    def _compare(self, line: sheet.Person, person: Person, own: list[Appointment]) -> Entered:
        """Write what a line says anew about a member: contact data at once, quality and dates as dated facts."""
        seat = self._seats[own[-1].seat_id]
        changes = [*self._correct_contact(line, person), *self._correct_seat(line, seat), *self._renew(line, own)]
        if changes:
            self.made.append({"person": person.id, "seat": seat.id, "changes": [list(change) for change in changes]})
        return Entered(seat=seat.label, changes=tuple(changes))

    def _correct_contact(self, line: sheet.Person, person: Person) -> list[Change]:
        civility, email, phone = (
            line.civility or person.civility,
            line.email or person.email,
            line.phone or person.phone,
        )
        if email != person.email and not self._may_readdress(person.id):
            self.notes.append(_ADDRESS_KEPT.format(name=person.formal_name))
            email = person.email
        changes = _differences(
            ("civility", person.civility, civility), ("email", person.email, email), ("phone", person.phone, phone)
        )
        if changes:
            accounts.correct_contact(
                self._db, person, civility=civility, email=email, phone=phone, by=self._by, now=self._now
            )
            self._meet(replace(person, civility=civility, email=email, phone=phone), line.organisation or "")
        return changes

    def _meet(self, person: Person, organisation: str) -> None:
        """Keep what is known of a person up to date for the lines that follow."""
        self._known.add(person, organisation)
        self._held = [replace(each, person=person) if each.person_id == person.id else each for each in self._held]

    def _correct_seat(self, line: sheet.Person, seat: Seat) -> list[Change]:
        if not line.physician or seat.physician or seat.seat_type is not SeatType.QUALIFIED:
            return []
        store.set_seat(self._db, seat.id, label=seat.label, seat_type=seat.seat_type, physician=True)
        self._seats[seat.id] = replace(seat, physician=True)
        return [("physician", "non", "oui")]

    def _renew(self, line: sheet.Person, own: list[Appointment]) -> list[Change]:
        """Date a change of quality or of period: set right the same day, else by ending one mandate and making the next."""
        last = own[-1]
        title, organisation = line.title or last.title, line.organisation or last.organisation
        ends_on = line.ends_on or last.ends_on
        starts_on = line.starts_on
        known_start = starts_on is None or starts_on in {each.starts_on for each in own}
        changes = _differences(
            ("title", last.title, title),
            ("organisation", last.organisation, organisation),
            ("starts_on", None if known_start else last.starts_on, None if known_start else starts_on),
            ("ends_on", last.ends_on, ends_on),
        )
        if not changes:
            return []
        candidate = Candidate(
            person=last.person_id,
            starts_on=last.starts_on,
            rank=last.rank,
            title=title,
            organisation=organisation,
            act=last.act,
            named_in_act=last.named_in_act,
            ends_on=ends_on,
        )
        begins = self._begins(
            last,
            starts_on if not known_start else None,
            described=title != last.title or organisation != last.organisation,
        )
        if begins <= last.starts_on:
            self._rewrite(last, replace(candidate, starts_on=begins))
        else:
            self._succeed(last, replace(candidate, starts_on=begins, act=self._act or last.act))
        return changes

    def _begins(self, last: Appointment, stated: date | None, *, described: bool) -> date:
        """Return the day a change takes effect: the one stated, today for a new quality, none for an end put off."""
        if stated is not None:
            return stated
        if described and last.starts_on < self._today and self._runs(last):
            return self._today
        return last.starts_on

    def _rewrite(self, last: Appointment, candidate: Candidate) -> None:
        if candidate.ends_on is not None and candidate.ends_on < candidate.starts_on:
            raise Refusal(CommitteeRefusal.APPOINTMENT_DATES_REVERSED)
        vacancies.refuse_overlap(self._held, self._seats[last.seat_id], last, candidate)
        store.open_seat_from(self._db, last.seat_id, candidate.starts_on)
        store.correct_appointment(
            self._db,
            last.id,
            title=candidate.title,
            organisation=candidate.organisation,
            starts_on=candidate.starts_on,
            ends_on=candidate.ends_on,
        )
        self._forget(last.id)

    def _succeed(self, last: Appointment, candidate: Candidate) -> None:
        if candidate.ends_on is not None and candidate.ends_on < candidate.starts_on:
            raise Refusal(CommitteeRefusal.APPOINTMENT_DATES_REVERSED)
        eve = candidate.starts_on - timedelta(days=1)
        if last.ends_on is None or last.ends_on > eve:
            store.end_appointment(self._db, last.id, ends_on=eve, reason="liste mise à jour")
        seat = self._seats[last.seat_id]
        made = appointments.write(self._db, self._committee, seat, candidate, by=self._by, now=self._now)
        self._forget(last.id, made.id)

    def _forget(self, *ids: int) -> None:
        """Read these appointments again, as they now are."""
        self._held = [each for each in self._held if each.id not in ids]
        fresh = [queries.find_appointment(self._db, self._committee.id, each) for each in ids]
        for each in fresh:
            if each is not None:
                insort(self._held, each, key=lambda held: (held.starts_on, held.id))

    # Somebody new in the committee, or back in it.

    def _candidate(self, line: sheet.Person, person: Person | None, rank: Rank) -> Candidate:
        fields = PersonFields(
            last_name=line.last_name,
            first_name=line.first_name or "",
            civility=line.civility or "",
            email=line.email,
            phone=line.phone,
        )
        return appointments.tidied(
            Candidate(
                person=fields if person is None else person.id,
                starts_on=line.starts_on or self._default_start(line, person),
                ends_on=line.ends_on,
                rank=rank,
                title=line.title or "",
                organisation=line.organisation or "",
                act=self._act,
            )
        )

    def _default_start(self, line: sheet.Person, person: Person | None) -> date:
        """Return the term's first day, or the day after somebody's former mandate; never after the line's own end."""
        ended = [each.ends_on for each in self._held if person and each.person_id == person.id and each.ends_on]
        start = max([self._first_day, *(day + timedelta(days=1) for day in ended)])
        return min(start, line.ends_on) if line.ends_on else start

    def _new_seat(self, line: sheet.Person, college: College | None, candidate: Candidate) -> Seat:
        """Open a seat more where the composition allows it."""
        if self._committee.template != "blank" and not self._committee.composition_reason:
            full = [seat for seat in self._seats.values() if college and seat.college_id == college.id]
            raise Refusal(CommitteeRefusal.COLLEGE_FULL, college=line.college, seats=len(full))
        self._check_fields(candidate)
        college = college or self._new_college(line.college)
        number = 1 + sum(seat.college_id == college.id for seat in self._seats.values())
        has_chair = any(seat.is_chair for seat in self._seats.values())
        seat_id = seats.write_seat(
            self._db,
            self._committee,
            college,
            label=f"{college.name} {number}",
            seat_type=line.seat_type,
            physician=line.physician,
            is_chair=not has_chair and fold(college.name).startswith("presiden"),
            starts_on=candidate.starts_on,
            by=self._by,
            now=self._now,
        )
        self._seats[seat_id] = seats.found_seat(self._db, self._committee.id, seat_id)
        return self._seats[seat_id]

    def _check_fields(self, candidate: Candidate) -> None:
        """Refuse what would be refused later, before a seat is opened for it."""
        if candidate.ends_on is not None and candidate.ends_on < candidate.starts_on:
            raise Refusal(CommitteeRefusal.APPOINTMENT_DATES_REVERSED)
        if isinstance(candidate.person, PersonFields):
            account_rules.clean(candidate.person)

    def _college(self, name: str) -> College | None:
        try:
            known = Colleges([college.name for college in self._colleges]).find(name)
        except Refusal:
            return None
        return next(college for college in self._colleges if college.name == known)

    def _new_college(self, name: str) -> College:
        college_id = seats.write_college(
            self._db, self._committee.id, name=name, expected_seats=None, by=self._by, now=self._now
        )
        college = seats.found_college(self._db, self._committee.id, college_id)
        self._colleges.append(college)
        self.colleges_added.append(name)
        return college

    def _appoint(self, seat: Seat, candidate: Candidate, person: Person | None, line: sheet.Person) -> Entered:
        made = appointments.write(self._db, self._committee, seat, candidate, by=self._by, now=self._now)
        self._forget(made.id)
        written = next(each for each in self._held if each.id == made.id)
        self._meet(written.person, candidate.organisation)
        self.made.append(
            {"person": made.person_id, "seat": seat.id, "rank": candidate.rank.value, "appointment": made.id}
        )
        if made.warning:
            self.notes.append(f"{written.person.formal_name} : {phrase(made.warning)}")
        changes = self._correct_contact(line, person) if person else []
        return Entered(seat=seat.label, added=True, changes=tuple(changes))


def _differences(*pairs: tuple[str, object, object]) -> list[Change]:
    return [(name, _said(old), _said(new)) for name, old, new in pairs if old != new]


def _said(value: object) -> str:
    if isinstance(value, date):
        return dates.day(value)
    return str(value or "")
