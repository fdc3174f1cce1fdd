"""Is this somebody the house knows, and whom does this line's substitute replace? No writing here."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from webapp.accounts import queries as accounts
from webapp.accounts.model import Person
from webapp.committees import queries
from webapp.committees.model import Appointment, Rank
from webapp.committees.roster import model as sheet
from webapp.committees.roster.text import fold, name_key
from webapp.kernel.models import frozen
from webapp.storage.database import Database


@frozen
class Homonym:
    """Somebody of a committee who bears a name; `quality` tells them apart, empty where nothing is known of it."""

    person: Person
    quality: str


def homonyms(db: Database, committee_id: int, name: str) -> list[Homonym]:
    """Return the people of this committee who bear a name, whatever its order, case and accents, in three queries."""
    key = _key(name)
    held = {each.person_id: each for each in queries.appointments_of(db, committee_id)}  # the latest last
    entered = queries.people(db, accounts.tied_to(db, [committee_id]) - held.keys())
    found = [
        Homonym(person=each.person, quality=each.title or each.organisation)
        for each in held.values()
        if _key(each.person.display_name) == key
    ]
    return found + [Homonym(person=each, quality="") for each in entered.values() if _key(each.display_name) == key]


@lru_cache(maxsize=8192)
def _key(name: str) -> frozenset[str]:
    return name_key(name)


class Acquaintances:
    """The people one line may be: those of the committee, and those of the house who share an address with a line."""

    def __init__(self, appointments: Iterable[Appointment], by_address: Iterable[Person]) -> None:
        self._people: dict[int, Person] = {}
        self._by_name: dict[frozenset[str], set[int]] = {}
        self._bodies: dict[int, set[str]] = {}
        for person in by_address:
            self._index(person)
        for appointment in appointments:
            self.add(appointment.person, appointment.organisation)

    def add(self, person: Person, organisation: str) -> None:
        """Know one more person as a member of the committee, for this body."""
        self._index(person)
        self._bodies.setdefault(person.id, set()).add(fold(organisation))

    def _index(self, person: Person) -> None:
        self._people[person.id] = person
        self._by_name.setdefault(_key(person.display_name), set()).add(person.id)

    def find(self, line: sheet.Person) -> Person | None:
        """Return who a line is: same name and address, else same name and body in this committee; None when unsure.

        Within the committee a body or an address that one side leaves out does not tell two homonyms apart.
        """
        named = [self._people[each] for each in sorted(self._by_name.get(_key(line.full_name), ()))]
        if line.email:
            same = [each for each in named if (each.email or "").casefold() == line.email.casefold()]
            if same:
                return same[0]
        members = [each for each in named if self._agrees(each, line)]
        return members[0] if len(members) == 1 else None

    def _agrees(self, person: Person, line: sheet.Person) -> bool:
        bodies = self._bodies.get(person.id)
        if bodies is None:
            return False
        if line.organisation and fold(line.organisation) in bodies:
            return True
        apart_by_body = bool(line.organisation) and "" not in bodies
        apart_by_address = bool(line.email) and bool(person.email)
        return not apart_by_body and not apart_by_address


class Titulars:
    """The titulars of a committee by name, whole or last name alone."""

    def __init__(self, appointments: Iterable[Appointment]) -> None:
        self._called: dict[frozenset[str], list[Appointment]] = {}
        self._of_body: dict[str, list[Appointment]] = {}
        for each in appointments:
            if each.rank is Rank.TITULAR:
                self._of_body.setdefault(fold(each.organisation), []).append(each)
                for name in {_key(each.person.display_name), _key(each.person.last_name)}:
                    self._called.setdefault(name, []).append(each)

    def seats(self, name: str, day: date) -> set[int]:
        """Return the seats that somebody of this name holds on a day or later."""
        return _running(self._called.get(_key(name), ()), day)

    def seats_of_body(self, organisation: str, day: date) -> set[int]:
        """Return the seats that titulars of this body hold on a day or later."""
        return _running(self._of_body.get(fold(organisation), ()), day)


def _running(appointments: Iterable[Appointment], day: date) -> set[int]:
    return {each.seat_id for each in appointments if each.ends_on is None or each.ends_on >= day}


def titular_of(
    line: sheet.Person, position: int, people: Sequence[sheet.Person], titulars: Titulars, day: date
) -> int | None:
    """Return the seat of the titular whom a substitute's line replaces, or None when it cannot be known.

    By the name given; else the only titular of the same body in the file's college; else the line just above, when
    titulars and substitutes alternate; else the only titular of the college; else the only one of the same body in the
    committee, for a line that comes back alone once it is mended.
    """
    name = line.substitute_of or _unnamed_titular(line, position, people)
    if name is not None:
        found = titulars.seats(name, day)
    elif line.organisation and not any(each.role == "titular" for each in people):
        found = titulars.seats_of_body(line.organisation, day)
    else:
        return None
    return found.pop() if len(found) == 1 else None


def _unnamed_titular(line: sheet.Person, position: int, people: Sequence[sheet.Person]) -> str | None:
    titulars = [each for each in people if each.role == "titular" and each.college == line.college]
    same_body = [each for each in titulars if line.organisation and each.organisation == line.organisation]
    if len(same_body) == 1:
        return same_body[0].full_name
    if len(titulars) == 1:
        return titulars[0].full_name
    above = people[position - 1] if position else None
    below = people[position + 1] if position + 1 < len(people) else None
    alone = below is None or below.role == "titular" or below.college != line.college
    if above is not None and above.role == "titular" and above.college == line.college and alone:
        return above.full_name
    return None
