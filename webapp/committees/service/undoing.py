"""Taking back the import of a roster in one act, while nothing has used what it wrote."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from webapp.accounts.model import AccountRefusal, Person
from webapp.accounts.service import people as accounts
from webapp.audit import queries as journal
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.committees import queries, store
from webapp.committees.model import CommitteeRefusal, RosterImport
from webapp.committees.roster import model as sheet
from webapp.committees.service import setup
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.storage import references
from webapp.storage.database import Database, Row, unit_of_work
from webapp.wording import acts, dates

Table = dict[int, Row]
Picture = dict[str, Table]

# What stands on nothing comes away first.
_ORDER: Final = ("appointments", "people", "seats", "colleges")
# What a sitting may live through without anybody of the roster having to do with it.
_WITHOUT_MEMBERS: Final = (
    *("meeting.prepared", "meeting.changed", "screen.renewed"),
    *("item.added", "item.changed", "item.moved", "item.removed"),
    *("motion.added", "motion.changed", "motion.moved", "motion.removed"),
)
_SAID: Final = {
    "people": "une personne",
    "colleges": "un collège",
    "seats": "un siège",
    "appointments": "une nomination",
}


@frozen
class Undoing:
    """What taking an import back does, or would do: names that leave, names put back as they were, seats and colleges."""

    leaving: tuple[str, ...]
    restored: tuple[str, ...]
    seats: int
    colleges: tuple[str, ...]


def picture(db: Database, committee_id: int, lines: Sequence[sheet.Person]) -> Picture:
    """Return all that an import of these lines may write, as it stands before it; inside the unit of the import."""
    standing = store.standing(db, committee_id)
    by_address = queries.people_of_addresses(db, [line.email for line in lines if line.email])
    known = {person.id: _contact(person) for person in by_address}
    return standing | {"people": _people(db, standing["appointments"]) | known}


def keep(
    db: Database, committee_id: int, before: Picture, *, filename: str, accepted: int, by: By, now: datetime
) -> int:
    """Keep what an import has just written, inside its unit of work; return its number."""
    standing = store.standing(db, committee_id)
    after: Picture = standing | {"people": _people(db, standing["appointments"])}
    effects = {
        table: [
            {"before": before[table].get(number), "after": row}
            for number, row in sorted(after[table].items())
            if before[table].get(number) != row
        ]
        for table in _ORDER
    }
    return store.add_import(
        db,
        committee_id,
        filename=filename,
        accepted=accepted,
        entry=journal.last_entry(db),
        effects=_to_text(effects),
        by=by.name,
        at=now,
    )


def undo(
    db: Database,
    committee_id: int,
    import_id: int,
    *,
    dry_run: bool,
    may_readdress: Callable[[int], bool] = lambda person_id: True,
    by: By,
    now: datetime,
) -> Undoing:
    """Take an import back: who it entered leaves, what it changed is as before; twice, the second changes nothing.

    Raises Refusal(CommitteeRefusal) when anything has used or changed what it wrote: nothing is taken back by halves.
    `dry_run` says what would happen, or refuses alike, and writes nothing. `may_readdress` says of whom the address may
    be put back, by which links let people in: somebody who sits elsewhere since then keeps the one they have.
    """
    with rehearsal(dry_run), unit_of_work(db):
        done = found(db, committee_id, import_id)
        effects = queries.import_effects(db, import_id)
        told = _told(db, effects)
        if done.undone_at is not None:
            return told
        _check_unused(db, committee_id, done, effects)
        _check_unchanged(db, committee_id, effects)
        _check_addresses(effects["people"], may_readdress)
        for table in _ORDER:
            _take_back(db, table, effects[table], by=by, now=now)
        store.mark_undone(db, import_id, effects=_to_text(_without_contact(effects)), at=now)
        subject = f"committee:{committee_id}"
        facts = {
            "removed": len(told.leaving),
            "restored": len(told.restored),
            "imported_at": clock.to_text(done.imported_at),
        }
        audit.record(db, "roster.undone", subject, by=by, now=now, scope=subject, **facts)
        if dry_run:
            raise Rehearsed
    return told


class Rehearsed(Exception):  # noqa: N818 — nothing went wrong: a rehearsal leaves no trace
    """Undoes a rehearsal."""


@contextmanager
def rehearsal(dry_run: bool) -> Iterator[None]:
    """Let a rehearsal end without a trace."""
    try:
        yield
    except Rehearsed:
        if not dry_run:
            raise


def _to_text(effects: Mapping[str, object]) -> str:
    return json.dumps(effects, ensure_ascii=False, separators=(",", ":"))


def _without_contact(effects: Mapping[str, list[dict[str, Any]]]) -> dict[str, object]:
    """Return the effects of an import taken back: whoever has left leaves neither address nor telephone behind."""
    bare = {"email": None, "phone": None}
    people = [{when: row and {**row, **bare} for when, row in each.items()} for each in effects["people"]]
    return {**effects, "people": people}


def found(db: Database, committee_id: int, import_id: int) -> RosterImport:
    """Return an import of this committee, or refuse."""
    setup.found(db, committee_id)
    done = queries.find_import(db, committee_id, import_id)
    if done is None:
        raise Refusal(CommitteeRefusal.UNKNOWN_IMPORT)
    return done


def _people(db: Database, appointments: Table) -> Table:
    found_people = queries.people(db, {row["person_id"] for row in appointments.values()})
    return {number: _contact(person) for number, person in found_people.items()}


def _contact(person: Person) -> Row:
    """Return what an import may write about a person."""
    return {
        "id": person.id,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "civility": person.civility,
        "email": person.email,
        "phone": person.phone,
    }


def _made(effects: Mapping[str, list[dict[str, Any]]], table: str) -> list[dict[str, Any]]:
    return [each["after"] for each in effects[table] if each["before"] is None]


def _told(db: Database, effects: Mapping[str, list[dict[str, Any]]]) -> Undoing:
    appointed = {row["id"]: row["person_id"] for row in _made(effects, "appointments")}
    changed = {each["after"]["person_id"] for each in effects["appointments"] if each["before"] is not None}
    changed |= {each["after"]["id"] for each in effects["people"] if each["before"] is not None}
    rows = {each["after"]["id"]: each["after"] for each in effects["people"]}
    known = queries.people(db, {*appointed.values(), *changed} - rows.keys())
    names = {number: _full_name(row) for number, row in rows.items()}
    names |= {number: person.display_name for number, person in known.items()}
    return Undoing(
        leaving=tuple(names[person] for person in appointed.values()),
        restored=tuple(names[person] for person in sorted(changed)),
        seats=len(_made(effects, "seats")),
        colleges=tuple(str(row["name"]) for row in _made(effects, "colleges")),
    )


def _full_name(row: Mapping[str, Any]) -> str:
    return f"{row['first_name']} {row['last_name']}".strip()


def _check_unused(
    db: Database, committee_id: int, done: RosterImport, effects: Mapping[str, list[dict[str, Any]]]
) -> None:
    """Refuse where an act since then concerns what was written: an access, a mandate ended, a sitting of the committee."""
    written = {"people": "person", "seats": "seat", "appointments": "appointment"}
    subjects = {f"{kind}:{each['after']['id']}" for table, kind in written.items() for each in effects[table]}
    later = journal.first_after(
        db,
        done.entry,
        subjects=subjects,
        scopes=journal.subjects_of(db, "meeting.prepared", "committee", committee_id),
        but=_WITHOUT_MEMBERS,
    )
    if later is not None:
        said = acts.line(later.act, later.subject, later.facts, _names(db, committee_id)).sentence
        day = dates.day(dates.in_paris(clock.from_text(later.at)).date())
        raise Refusal(CommitteeRefusal.IMPORT_USED, act=f"« {said} »", day=day)


def _names(db: Database, committee_id: int) -> acts.Names:
    """Return what the journal's numbers mean in this committee."""
    held = queries.appointments_of(db, committee_id)
    return {
        "person": {each.person_id: each.person.display_name for each in held},
        "seat": {seat.id: seat.label for seat in queries.all_seats(db, committee_id)},
    }


def _check_unchanged(db: Database, committee_id: int, effects: Mapping[str, list[dict[str, Any]]]) -> None:
    """Refuse where a row is no longer as the import left it."""
    standing = store.standing(db, committee_id)
    touched = {each["after"]["id"] for each in effects["people"]}
    standing["people"] = {number: _contact(each) for number, each in queries.people(db, touched).items()}
    for table in _ORDER:
        for each in effects[table]:
            if standing[table].get(each["after"]["id"]) != each["after"]:
                raise Refusal(CommitteeRefusal.IMPORT_CHANGED_SINCE, what=_SAID[table])


def _check_addresses(changes: Iterable[Mapping[str, Any]], may_readdress: Callable[[int], bool]) -> None:
    """Refuse to put an address back where who takes the import back may not change it."""
    altered = [
        each for each in changes if each["before"] is not None and each["before"]["email"] != each["after"]["email"]
    ]
    if not all(may_readdress(each["after"]["id"]) for each in altered):
        raise Refusal(CommitteeRefusal.IMPORT_PEOPLE_IN_USE)


def _take_back(db: Database, table: str, changes: Iterable[Mapping[str, Any]], *, by: By, now: datetime) -> None:
    made = [each["after"]["id"] for each in changes if each["before"] is None]
    altered = [each["before"] for each in changes if each["before"] is not None]
    if table == "people":
        _take_back_people(db, made, altered, by=by, now=now)
        return
    if made and references.pointing_at(db, table, made):
        raise Refusal(CommitteeRefusal.IMPORT_PEOPLE_IN_USE)
    for number in made:
        store.remove_row(db, table, number)
    for row in altered:
        store.put_back_row(db, table, row)


def _take_back_people(
    db: Database, made: Sequence[int], altered: Sequence[Mapping[str, Any]], *, by: By, now: datetime
) -> None:
    try:
        accounts.remove_unused(db, made, by=by, now=now)
    except Refusal as refusal:
        if refusal.reason is not AccountRefusal.PERSON_IN_USE:
            raise
        raise Refusal(CommitteeRefusal.IMPORT_PEOPLE_IN_USE) from None
    now_known = queries.people(db, [row["id"] for row in altered])
    for row in altered:
        contact = {name: row[name] for name in ("civility", "email", "phone")}
        accounts.correct_contact(db, now_known[row["id"]], **contact, by=by, now=now)
