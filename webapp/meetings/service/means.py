"""Before a consultation in writing: who takes part for each seat, and by which means (décret 2014-1627; ECR-1)."""

from datetime import datetime

from webapp.accounts.model import Linking
from webapp.audit.model import By
from webapp.committees.model import SeatOnDay
from webapp.kernel import paths
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules.written import check_one_seat, unready
from webapp.meetings.service import letters
from webapp.meetings.service.ledger import the_seat
from webapp.meetings.service.unit import PREPARED, Unit, act, check_lengths
from webapp.meetings.service.written import in_writing
from webapp.meetings.sitting import Means, MeansKind, WrittenRefusal
from webapp.storage.database import Database


def ask(db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime, key: str | None = None) -> int:
    """Ask every member whose means are not confirmed to open the test page; return how many were written to."""
    with act(db, meeting_id, "written.means_asked", by=by, now=now, key=key, states=PREPARED) as unit:
        if not unit.done:
            in_writing(unit)
            means = store.means(db, meeting_id)
            awaited = unready(unit.framed().roster, means)
            for seat in awaited:
                _write_to(unit, seat, means.get(seat.seat.id), linking)
            unit.result = len(awaited)
            unit.journal("written.means_asked", messages=len(awaited))
        return unit.result or 0


def confirm(db: Database, meeting_id: int, seat: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """« Je peux participer »: said from the test page by who takes part for the seat."""
    with act(db, meeting_id, "written.means_confirmed", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        in_writing(unit)
        held = _held(unit, seat)
        named = store.means(db, meeting_id).get(seat)
        may = {named.person_id if named is not None else None, _titular(held)}
        if by.person_id is None or by.person_id not in may:
            raise Refusal(WrittenRefusal.NOT_YOUR_SEAT)
        _keep(unit, seat, by.person_id, MeansKind.OWN)
        unit.journal("written.means_confirmed", seat=seat, person=by.person_id)


def name_substitute(
    db: Database,
    meeting_id: int,
    seat: int,
    substitute_id: int,
    *,
    linking: Linking,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Let a substitute take part for a seat, as its titular said (CRPA R133-3); they must confirm in their turn."""
    with act(db, meeting_id, "written.substitute_named", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        in_writing(unit)
        held = _held(unit, seat)
        if not any(each.person_id == substitute_id for each in held.substitutes):
            raise Refusal(WrittenRefusal.NOT_A_SUBSTITUTE)
        named = _keep(unit, seat, substitute_id, None)
        unit.journal("written.substitute_named", seat=seat, person=substitute_id)
        _write_to(unit, held, named, linking)


def provide(
    db: Database, meeting_id: int, seat: int, place: str, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Record the workstation provided for who takes part for a seat: a sous-préfecture, a town hall."""
    check_lengths((place,))
    if not place.strip():
        raise Refusal(WrittenRefusal.PLACE_MISSING)
    with act(db, meeting_id, "written.means_provided", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        in_writing(unit)
        held = _held(unit, seat)
        named = store.means(db, meeting_id).get(seat)
        person_id = named.person_id if named is not None else _titular(held)
        _keep(unit, seat, person_id, MeansKind.PROVIDED, place.strip())
        unit.journal("written.means_provided", seat=seat, person=person_id, place=place.strip())


def to_conference(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Make a conference of a consultation that cannot be held in writing, all else staying as it is (ECR-1)."""
    with act(db, meeting_id, "written.to_conference", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        in_writing(unit)
        store.write_mode_conference(db, meeting_id)
        unit.journal("written.to_conference")


def _held(unit: Unit, seat: int) -> SeatOnDay:
    held = the_seat(unit, seat)
    if held.titular is None:
        raise Refusal(WrittenRefusal.NOT_YOUR_SEAT)
    return held


def _titular(held: SeatOnDay) -> int:
    if held.titular is None:
        raise Refusal(WrittenRefusal.NOT_YOUR_SEAT)
    return held.titular.person_id


def _keep(unit: Unit, seat: int, person_id: int, kind: MeansKind | None, place: str = "") -> Means:
    check_one_seat(seat, person_id, unit.frame.titulars, store.means(unit.db, unit.meeting.id))
    found = Means(
        seat=seat, person_id=person_id, kind=kind, place=place, entered_by=unit.by.person_id, entered_at=unit.at
    )
    store.write_means(unit.db, unit.meeting.id, found)
    unit.reread()
    return found


def _write_to(unit: Unit, held: SeatOnDay, named: Means | None, linking: Linking) -> None:
    person_id = named.person_id if named is not None else _titular(held)
    person = next((each.person for each in held.people if each.person_id == person_id), None)
    if person is None:
        return
    letters.post(
        unit,
        "meeting.written_means",
        person,
        version=letters.occasion(unit),
        subject=f"Pourrez-vous participer ? {unit.framed().committee.name}",
        page=paths.path("written_means", meeting_id=unit.meeting.id),
        linking=linking,
        substitute_for=held.titular.person
        if held.titular is not None and held.titular.person_id != person_id
        else None,
    )
