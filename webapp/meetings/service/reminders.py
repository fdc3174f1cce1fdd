"""Reminding those who have not replied to the notice, in one act."""

from collections.abc import Collection, Sequence
from datetime import datetime

from webapp.accounts.model import Linking, Person
from webapp.audit.model import By
from webapp.committees.model import Roster, SeatOnDay
from webapp.kernel import paths
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.rules.coming import Replies
from webapp.meetings.rules.presence import running
from webapp.meetings.service import letters, receptions, replies
from webapp.meetings.service.ledger import presence_of
from webapp.meetings.service.notices import post_notice
from webapp.meetings.service.unit import PREPARED, Unit, act
from webapp.meetings.sitting import GivenMandate, MeetingRefusal
from webapp.storage.database import Database
from webapp.wording import dates

KIND = "meeting.unanswered"


@frozen
class Silent:
    """Those of whom nothing is known: whom a message reaches, whom only a call does, who was written to today already."""

    written_to: tuple[SeatOnDay, ...]
    to_call: tuple[SeatOnDay, ...]
    reminded: tuple[SeatOnDay, ...]


def silent(
    roster: Roster, given: Replies, noted: Sequence[GivenMandate], reminded: Collection[int] = frozenset()
) -> Silent:
    """Part the titulars who have neither replied nor given a mandate; `reminded`: who was reminded today."""
    known = {*given, *(each.mandator for each in noted)}
    found = [seat for seat in roster.seats if seat.titular is not None and seat.seat.id not in known]
    reached = [seat for seat in found if seat.titular and seat.titular.person.email]
    return Silent(
        written_to=tuple(seat for seat in reached if seat.titular and seat.titular.person_id not in reminded),
        to_call=tuple(seat for seat in found if seat.titular and not seat.titular.person.email),
        reminded=tuple(seat for seat in reached if seat.titular and seat.titular.person_id in reminded),
    )


def remind(
    db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime, key: str | None = None
) -> int | None:
    """Write to every silent member who has an address; return how many. The others are to be called.

    One message asks all: to whom nothing proves that they have the notice, it is the notice again, which asks for the
    reply; to the others, the reply alone. Nobody is reminded twice a day of one sitting.
    """
    with act(db, meeting_id, "members.reminded", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return unit.result
        if unit.meeting.rehearsal:
            raise Refusal(MeetingRefusal.REHEARSAL_WRITES_NOBODY)
        noted = running(presence_of(unit, unit.at))
        today = receptions.reminded(unit)
        reached = silent(unit.framed().roster, replies.standing(unit), noted, today).written_to
        if not reached:
            raise Refusal(MeetingRefusal.REMINDER_WITHOUT_READER)
        people = [seat.titular.person for seat in reached if seat.titular is not None]
        _write(unit, people, linking)
        unit.result = len(reached)
        unit.journal("members.reminded", seats=[seat.seat.id for seat in reached], reminded=len(reached))
        return unit.result


def _write(unit: Unit, people: list[Person], linking: Linking) -> None:
    notice = store.latest_notice(unit.db, unit.meeting.id)
    made = None if notice is None or notice.cancels or notice.rendered_at is None else notice
    unproved = {} if made is None else {each.person_id: each for each in receptions.silent(unit, made)}
    if made is not None:
        again = [unproved[each.id] for each in people if each.id in unproved]
        version = f"{made.version}.{letters.occasion(unit)}"
        post_notice(unit, made, again, linking=linking, version=version, reminder=True)
    for person in people:
        if person.id not in unproved:
            letters.post(
                unit,
                KIND,
                person,
                version=letters.occasion(unit),
                subject=f"Viendrez-vous à la séance du {dates.day(unit.meeting.starts_at)} ?",
                page=paths.path("reply", meeting_id=unit.meeting.id),
                linking=linking,
            )
