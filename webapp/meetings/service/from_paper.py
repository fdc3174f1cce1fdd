"""A sitting held on paper, whole or in part, and entered afterwards: every act takes the hour that the paper gives."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act, check_reason
from webapp.meetings.sitting import MeetingRefusal
from webapp.storage.database import Database
from webapp.wording import dates


def begin(
    db: Database,
    meeting_id: int,
    hour: datetime | None,
    *,
    reason: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Enter from paper what was done since `hour`: acts take that hour, ballots come from the desk alone.

    The decision stays in the record, and the minutes say which part of the sitting was entered afterwards, and when.
    """
    reason = check_reason(reason)
    with act(db, meeting_id, "meeting.afterwards", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        _set(unit, hour)
        unit.decide("sitting", reason, decision="afterwards", entered_at=clock.to_text(unit.entered))
        unit.journal("meeting.afterwards", reason=reason)


def set_hour(
    db: Database, meeting_id: int, hour: datetime | None, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Go on to a later hour of the paper; never before an act already entered, never to come."""
    with act(db, meeting_id, "meeting.entry_hour", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        _check_from_paper(unit)
        _set(unit, hour)


def live_again(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Write what happens now again: the machine is back before the sitting was over."""
    with act(db, meeting_id, "meeting.live_again", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        _check_from_paper(unit)
        unit.at = unit.entered
        unit.decide("sitting", "Reprise de la saisie directe", decision="live_again")
        unit.journal("meeting.live_again")
        store.write_entry_hour(db, meeting_id, None)


def _check_from_paper(unit: Unit) -> None:
    if unit.meeting.entry_hour is None:
        raise Refusal(MeetingRefusal.NOT_ENTERED_AFTERWARDS)


def _set(unit: Unit, hour: datetime | None) -> None:
    if hour is None:
        raise Refusal(MeetingRefusal.HOUR_MISSING)
    if hour > unit.entered:
        raise Refusal(MeetingRefusal.HOUR_TO_COME)
    latest = store.latest_hour(unit.db, unit.meeting.id)
    if latest is not None and hour < latest:
        raise Refusal(MeetingRefusal.HOUR_BEFORE_LAST, hour=dates.hour(latest))
    store.write_entry_hour(unit.db, unit.meeting.id, hour)
    unit.at = hour
