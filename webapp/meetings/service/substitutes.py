"""A substitute whom nobody expected: made known, appointed for the day and recorded present in one act."""

from datetime import datetime
from pathlib import Path

from webapp.accounts.model import PersonFields
from webapp.audit.model import By
from webapp.committees.model import Rank
from webapp.committees.service import appointments, matching
from webapp.committees.service.appointments import Candidate
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.service import late, scans
from webapp.meetings.service.ledger import (
    check_form,
    check_free,
    hour_of,
    known_here,
    presence_of,
    the_seat,
    write,
)
from webapp.meetings.service.presence import Entered
from webapp.meetings.service.scans import Scan
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act, check_reason
from webapp.meetings.sitting import Act, Form, MeetingRefusal
from webapp.storage.database import Database
from webapp.wording import dates


@frozen
class Newcomer:
    """Somebody at the desk with a paper in hand.

    `known`: the person of the committee recognised as them; `another`: whoever bears the same name is somebody else.
    `named_in_act`: the appointing act names them, though the roster does not.
    """

    last_name: str
    first_name: str = ""
    civility: str = ""
    title: str
    organisation: str = ""
    known: int | None = None
    another: bool = False
    named_in_act: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def seat_newcomer(
    db: Database,
    meeting_id: int,
    seat: int,
    newcomer: Newcomer,
    form: Form,
    *,
    by: By,
    now: datetime,
    folder: Path,
    paper: bytes = b"",
    at: datetime | None = None,
    decision: str = "",
    key: str | None = None,
) -> Entered:
    """Seat a substitute of the last minute: person, appointment for the day of the sitting, presence, all or nothing.

    R133-3 says who may sit for whom (COM-5); against it only the chair decides, with a reason that the minutes print.
    Somebody of the committee who bears the same name is offered first (HOMONYM_KNOWN), so that nobody is entered twice.
    `paper` is what they showed, an image or a PDF: kept under its own hash in `folder`, and that hash in the ledger.
    """
    with (
        scans.drafted(Scan(content=paper, folder=folder)) as draft,
        act(db, meeting_id, "presence.newcomer", by=by, now=now, key=key, states=NOT_CLOSED) as unit,
    ):
        if unit.done:
            return Entered(fact_id=unit.result or 0)
        hour = hour_of(unit, at)
        person_id = _appointed(unit, seat, newcomer, decision)
        check_form(unit, form, decision)
        check_free(presence_of(unit, hour), seat, person_id, form)
        name = scans.settled(draft)
        fact_id = write(unit, Act.ARRIVAL, hour, seat=seat, person_id=person_id, form=form, paper=name)
        unit.result = fact_id
        return Entered(fact_id=fact_id, late=late.follow(unit, [fact_id]))


def _appointed(unit: Unit, seat: int, newcomer: Newcomer, decision: str) -> int:
    """Make the newcomer a substitute of the seat for the day, unless they are appointed to it already."""
    held = the_seat(unit, seat)
    _check_known(unit, newcomer)
    if newcomer.known in {each.person_id for each in held.people}:
        return newcomer.known or 0
    if not newcomer.title.strip():
        raise Refusal(MeetingRefusal.QUALITY_MISSING)
    if unit.meeting.rehearsal:
        raise Refusal(MeetingRefusal.REHEARSAL_APPOINTS_NOBODY)
    day = unit.meeting.day
    candidate = Candidate(
        person=newcomer.known or _fields(newcomer),
        rank=Rank.SUBSTITUTE,
        title=newcomer.title,
        organisation=newcomer.organisation,
        act=f"Suppléance présentée en séance le {dates.day(day)}",
        named_in_act=newcomer.named_in_act,
        starts_on=day,
        ends_on=day,
    )
    committee = unit.framed().committee
    decided = bool(decision.strip())
    appointed = appointments.make(
        unit.db, committee, held.seat, candidate, by=unit.by, now=unit.entered, decided=decided
    )
    if appointed.decided:
        unit.decide("COM-5", check_reason(decision), seat=seat, person=appointed.person_id)
    unit.reread()
    return appointed.person_id


def _check_known(unit: Unit, newcomer: Newcomer) -> None:
    if newcomer.known is not None:
        if newcomer.known not in known_here(unit):
            raise Refusal(MeetingRefusal.UNKNOWN_PERSON)
    elif not newcomer.another and matching.homonyms(unit.db, unit.meeting.committee_id, newcomer.name):
        raise Refusal(MeetingRefusal.HOMONYM_KNOWN, name=newcomer.name)


def _fields(newcomer: Newcomer) -> PersonFields:
    return PersonFields(last_name=newcomer.last_name, first_name=newcomer.first_name, civility=newcomer.civility)
