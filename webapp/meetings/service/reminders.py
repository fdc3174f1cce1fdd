"""Reminding those who have not replied to the notice, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.model import Linking
from webapp.audit.model import By
from webapp.committees.model import Roster, SeatOnDay
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.rules.coming import Replies
from webapp.meetings.rules.presence import running
from webapp.meetings.service import letters, replies
from webapp.meetings.service.ledger import presence_of
from webapp.meetings.service.unit import PREPARED, act
from webapp.meetings.sitting import GivenMandate, MeetingRefusal
from webapp.storage.database import Database
from webapp.wording import dates

KIND = "meeting.unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Those of whom nothing is known: whom a message reaches, and whom only a call does."""

    written_to: tuple[SeatOnDay, ...]
    to_call: tuple[SeatOnDay, ...]


def silent(roster: Roster, given: Replies, noted: Sequence[GivenMandate]) -> Silent:
    """Part the titulars who have neither replied nor given a mandate by whether they have an address."""
    known = {*given, *(each.mandator for each in noted)}
    found = [seat for seat in roster.seats if seat.titular is not None and seat.seat.id not in known]
    return Silent(
        written_to=tuple(seat for seat in found if seat.titular and seat.titular.person.email),
        to_call=tuple(seat for seat in found if seat.titular and not seat.titular.person.email),
    )


def remind(
    db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime, key: str | None = None
) -> int | None:
    """Write to every silent member who has an address; return how many. The others are to be called."""
    with act(db, meeting_id, "members.reminded", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return unit.result
        if unit.meeting.rehearsal:
            raise Refusal(MeetingRefusal.REHEARSAL_WRITES_NOBODY)
        noted = running(presence_of(unit, unit.at))
        reached = silent(unit.framed().roster, replies.standing(unit), noted).written_to
        if not reached:
            raise Refusal(MeetingRefusal.REMINDER_WITHOUT_READER)
        for seat in reached:
            if seat.titular is not None:
                letters.post(
                    unit,
                    KIND,
                    seat.titular.person,
                    version=clock.to_text(unit.at),
                    subject=f"Viendrez-vous à la séance du {dates.day(unit.meeting.starts_at)} ?",
                    page=f"/seances/{meeting_id}/reponse",
                    linking=linking,
                )
        unit.result = len(reached)
        unit.journal("members.reminded", seats=[seat.seat.id for seat in reached], reminded=len(reached))
        return unit.result
