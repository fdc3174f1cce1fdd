"""What members write and cast in a consultation: received within the hours, or refused with its trace."""

from datetime import datetime

from webapp.audit import queries as audit
from webapp.audit import service as journal
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules import written as rules
from webapp.meetings.service.ledger import presence_of
from webapp.meetings.service.unit import Unit, act, check_lengths
from webapp.meetings.service.written import announced
from webapp.meetings.sitting import (
    Act,
    Consultation,
    Contribution,
    Fact,
    LateArrival,
    MeetingRefusal,
    Nature,
    WrittenRefusal,
)
from webapp.polls import service as polling
from webapp.polls.model import Choice, PollRefusal, Receipt, SeatId
from webapp.storage.database import Database


def contribute(
    db: Database,
    meeting_id: int,
    seat: int,
    item_id: int | None,
    text: str,
    *,
    corrects: int | None = None,
    by: By,
    received_at: datetime,
    key: str | None = None,
) -> int:
    """Publish what a member wrote, to all at once and for good; a correction is a new one that names the first (ECR-6).

    After the announced limit it is refused, and the journal keeps that it came, not what it said (ECR-4).
    """
    check_lengths((), (text,))
    if not text.strip():
        raise Refusal(WrittenRefusal.CONTRIBUTION_EMPTY)
    received_at = _not_before_the_journal(db, received_at)
    with act(db, meeting_id, "contribution.posted", by=by, now=received_at, key=key) as unit:
        found = announced(unit)
        if not unit.done:
            contribution = Contribution(
                id=0,
                meeting_id=meeting_id,
                item_id=item_id,
                seat=seat,
                person_id=_sits(unit, seat),
                text=text.strip(),
                corrects=corrects,
                received_at=received_at,
            )
            unit.result = _take(unit, found, contribution)
    if unit.result is None:
        raise Refusal(WrittenRefusal.TOO_LATE, ended_at=clock.to_text(found.debate_closes_at))
    return unit.result


def annex(
    db: Database, meeting_id: int, contribution_id: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Have one's own opinion on a draft text annexed to the minutes (CRPA R133-7; ECR-11)."""
    with act(db, meeting_id, "contribution.annexed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = next((each for each in store.contributions(db, meeting_id) if each.id == contribution_id), None)
        if found is None or found.person_id != by.person_id:
            raise Refusal(WrittenRefusal.NOT_YOUR_CONTRIBUTION)
        if found.item_id is None or unit.item(found.item_id).nature is not Nature.DRAFT_TEXT:
            raise Refusal(WrittenRefusal.NOT_A_DRAFT_TEXT)
        store.add_annexed(db, contribution_id, unit.at)
        unit.journal("contribution.annexed", contribution=contribution_id, item=found.item_id)


def cast(
    db: Database,
    meeting_id: int,
    motion_id: int,
    seat: int,
    choice: Choice,
    *,
    key: str,
    by: By,
    received_at: datetime,
    signed_in_at: datetime | None = None,
) -> Receipt:
    """Take a ballot while the votes are open; the first one of a member also makes them one who took part (ECR-8, ECR-9).

    The same key gives the same receipt again. A late one is refused, and the journal keeps that it came, not what it said.
    """
    received_at = _not_before_the_journal(db, received_at)
    late: Refusal | None = None
    receipt: Receipt | None = None
    with act(db, meeting_id, "written.cast", by=by, now=received_at, quietly=True) as unit:
        found = announced(unit)
        poll_id = unit.motion(motion_id).poll_id
        if poll_id is None or found.vote_closes_at is None:
            raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
        try:
            receipt, new = polling.cast(
                db,
                poll_id,
                SeatId(str(seat)),
                choice,
                key=key,
                cast_by=by.person_id,
                received_at=received_at,
                scope=unit.meeting.topic,
                signed_in_at=signed_in_at,
            )
        except Refusal as refusal:
            if refusal.reason not in {PollRefusal.TOO_LATE, PollRefusal.NOT_RECEIVED} or by.person_id is None:
                raise
            late = refusal
            _refuse(unit, "ballot", by.person_id, found.vote_closes_at, received_at)
        else:
            if new:
                _take_part(unit, by.person_id, motion_id)
                unit.journal("ballot.received", motion=motion_id, seat=seat, receipt=receipt.number)
    if late is not None or receipt is None:
        raise late or Refusal(MeetingRefusal.VOTE_NOT_OPEN)
    return receipt


def _not_before_the_journal(db: Database, received_at: datetime) -> datetime:
    """Return the journal's last hour where the clock was moved back since: it reopens nothing (ECR-8).

    What others did between the arrival and now is no clock moved back: in time and made to wait stays in time.
    """
    last = audit.last_instant(db)
    return received_at if last is None or last - received_at <= journal.TOLERATED_STEP_BACK else last


def _take(unit: Unit, found: Consultation, contribution: Contribution) -> int | None:
    """Publish a contribution, or return None once its trace is kept because it came too late."""
    if rules.is_late(found, contribution.received_at):
        _refuse(unit, "contribution", contribution.person_id, found.debate_closes_at, contribution.received_at)
        return None
    rules.check_contribution(found, contribution.received_at)
    _check_item(unit, contribution.seat, contribution.item_id)
    _check_corrects(unit, contribution)
    return _publish(unit, contribution)


def _publish(unit: Unit, contribution: Contribution) -> int:
    number = store.add_contribution(unit.db, contribution)
    _take_part(unit, contribution.person_id)
    unit.journal(
        "contribution.posted",
        contribution=number,
        item=contribution.item_id,
        seat=contribution.seat,
        person=contribution.person_id,
        received_at=clock.to_text(contribution.received_at),
        corrects=contribution.corrects,
    )
    return number


def _refuse(unit: Unit, kind: str, person_id: int, ended_at: datetime, received_at: datetime) -> None:
    """Keep the trace of what came too late, without what it said."""
    store.add_late_arrival(
        unit.db,
        unit.meeting.id,
        LateArrival(kind=kind, person_id=person_id, ended_at=ended_at, received_at=received_at),
    )
    unit.journal(
        f"{kind}.refused_late",
        person=person_id,
        ended_at=clock.to_text(ended_at),
        received_at=clock.to_text(received_at),
    )


def _take_part(unit: Unit, person_id: int | None, motion_id: int | None = None) -> None:
    """Write in the ledger, once, that somebody took part for their seat: opening the file is not taking part (ECR-9).

    By a first ballot, the journal ties it to its vote: while that one is open, the journal's page shows no arrival (VOT-9).
    """
    seat = next((seat for seat, voter in unit.frame.voters.items() if voter == person_id), None)
    if seat is None or seat in presence_of(unit, unit.at).seats:
        return
    fact = Fact(
        id=0,
        meeting_id=unit.meeting.id,
        act=Act.ARRIVAL,
        seat=seat,
        other_seat=None,
        person_id=person_id,
        item_id=None,
        form=None,
        text="",
        refers_to=None,
        effective_at=unit.at,
        entered_at=unit.entered,
        entered_by=unit.by.person_id,
    )
    unit.journal("written.took_part", fact=store.add_fact(unit.db, fact), seat=seat, person=person_id, motion=motion_id)


def _sits(unit: Unit, seat: int) -> int:
    """Return who takes part for a seat, refused to anybody else."""
    person_id = unit.frame.voters.get(seat)
    if person_id is None or person_id != unit.by.person_id:
        raise Refusal(WrittenRefusal.NOT_YOUR_SEAT)
    return person_id


def _check_item(unit: Unit, seat: int, item_id: int | None) -> None:
    """Refuse the thread of an item from which one withdrew (CRPA R133-12; DEP-1)."""
    if item_id is None:
        return
    item = unit.item(item_id)
    if seat in presence_of(unit, unit.at).recused(item_id):
        raise Refusal(WrittenRefusal.RECUSED, item=item.label)


def _check_corrects(unit: Unit, sent: Contribution) -> None:
    """Refuse to correct what another wrote, or what was written on another item (ECR-6)."""
    if sent.corrects is None:
        return
    first = next((each for each in store.contributions(unit.db, unit.meeting.id) if each.id == sent.corrects), None)
    if first is None or (first.person_id, first.item_id) != (sent.person_id, sent.item_id):
        raise Refusal(WrittenRefusal.NOT_YOUR_CONTRIBUTION)
