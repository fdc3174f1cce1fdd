"""Who came to a date: the people expected, what was seen of each, the certificate that stands."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from webapp.registrations import queries as registrations
from webapp.registrations.model import Companion, Occurrence, Registration
from webapp.storage.database import Database
from webapp.webinars.model.attendance import Attendee, Line, Who
from webapp.webinars.rules import attendance as rules
from webapp.webinars.rules.presence_list import Known
from webapp.webinars.store import attendance as store
from webapp.webinars.store import certificates as kept
from webapp.webinars.store.attendance import came, came_numbers

__all__ = [
    "PAGE",
    "attendees",
    "came",
    "came_among",
    "came_numbers",
    "everybody",
    "expected_number",
    "has_come",
    "known_people",
    "lists",
    "of_registration",
    "unknown",
]

PAGE = 50
lists = store.lists
unknown = store.unknown
expected_number = registrations.expected_number


def attendees(db: Database, occurrence: Occurrence, *, words: str = "", page: int = 1) -> list[Attendee]:
    """Return a page of those expected at a date, each followed by those behind the same screen."""
    found = registrations.expected(db, occurrence.id, words=words, limit=PAGE, offset=(page - 1) * PAGE)
    return _gathered(db, occurrence, found)


def everybody(db: Database, occurrence: Occurrence) -> list[Attendee]:
    """Return all those expected at a date, by name."""
    return _gathered(db, occurrence, registrations.expected(db, occurrence.id))


def of_registration(db: Database, occurrence: Occurrence, registration: Registration) -> list[Attendee]:
    """Return who signed up, then those beside them."""
    return _gathered(db, occurrence, [registration])


def has_come(db: Database, registration: Registration) -> bool:
    """Whether at least one line about this registration stands: somebody who came, for the rules of access."""
    return any(line.stands for line in store.of(db, [registration.id]))


def came_among(db: Database, registration_ids: Iterable[int]) -> frozenset[int]:
    """Return those of these registrations about which at least one line stands."""
    return frozenset(line.who.registration_id for line in store.of(db, registration_ids) if line.stands)


def known_people(db: Database, occurrence_id: int) -> list[Known]:
    """Return everybody expected at a date as a tool's list may name them."""
    found = registrations.expected(db, occurrence_id)
    others = registrations.companions_of(db, [each.id for each in found])
    return [Known(who, name, each.email) for each in found for who, name in _people(each, others.get(each.id, {}))]


def _people(registration: Registration, others: dict[int, Companion]) -> list[tuple[Who, str]]:
    beside = [(Who(registration.id, at), f"{each.first_name} {each.last_name}".strip()) for at, each in others.items()]
    return [(Who(registration.id), registration.name), *beside]


def _gathered(db: Database, occurrence: Occurrence, found: Iterable[Registration]) -> list[Attendee]:
    listed = list(found)
    ids = [each.id for each in listed]
    others = registrations.companions_of(db, ids)
    lines = _by_who(store.of(db, ids))
    certificates = {each.who: each for each in kept.of_registrations(db, ids) if each.stands}
    return [
        replace(_attendee(occurrence, each, who, name, lines=lines.get(who, [])), certificate=certificates.get(who))
        for each in listed
        for who, name in _people(each, others.get(each.id, {}))
    ]


def _by_who(lines: Iterable[Line]) -> dict[Who, list[Line]]:
    found: dict[Who, list[Line]] = {}
    for who, group in groupby(lines, key=lambda line: line.who):
        found.setdefault(who, []).extend(group)
    return found


def _attendee(
    occurrence: Occurrence, registration: Registration, who: Who, name: str, *, lines: list[Line]
) -> Attendee:
    seen = [line.interval for line in lines if line.stands]
    return Attendee(
        who=who,
        registration=registration,
        name=name,
        presence=rules.presence(seen, rules.session_of(occurrence)),
        lines=tuple(lines),
    )
