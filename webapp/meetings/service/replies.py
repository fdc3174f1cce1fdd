"""Replying to a notice: who comes, how, who sits instead, or to whom mandate is given."""

from datetime import datetime

from webapp.accounts.model import Linking
from webapp.audit.model import By
from webapp.committees.model import SeatOnDay
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules import replies as rules
from webapp.meetings.rules.coming import check_holder, holders, to_enter
from webapp.meetings.rules.presence import running
from webapp.meetings.rules.replies import check_reply
from webapp.meetings.service import letters
from webapp.meetings.service.ledger import name_of, presence_of, the_seat, write
from webapp.meetings.service.receptions import keep
from webapp.meetings.service.unit import PREPARED, Unit, act
from webapp.meetings.sitting import Act, HolderRefusal, MeetingRefusal, Proof, Reply, ReplyKind
from webapp.storage.database import Database
from webapp.wording import dates


def reply(
    db: Database,
    meeting_id: int,
    seat: int,
    kind: ReplyKind,
    *,
    substitute_id: int | None = None,
    holder: int | None = None,
    linking: Linking | None = None,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Keep what is replied for a seat until the sitting opens; the last reply stands.

    Presence is what the ledger says on the day (CRPA R133-10); a reply tells the desk what to expect. A mandate is
    received at this hour and enters the ledger at the opening; said again, it keeps its place (R133-9; MAN-2). Those whose mandate this seat was
    to carry are written to when it will not, by links made as `linking` says.
    """
    with act(db, meeting_id, "reply.given", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        held = the_seat(unit, seat)
        if held.titular is None:
            raise Refusal(MeetingRefusal.REPLY_NOT_OFFERED)
        if kind is ReplyKind.MANDATE:
            _check_mandate(unit, held, holder)
        else:
            check_reply(unit.meeting.mode, held, kind, substitute_id)
        said = Reply(
            meeting_id=meeting_id,
            seat=seat,
            kind=kind,
            substitute_id=substitute_id,
            holder=holder,
            titular_id=held.titular.person_id,
            holder_id=None if holder is None else unit.frame.titulars.get(holder),
            replied_by=by.person_id,
            replied_at=unit.entered,  # never the hour of a paper being entered meanwhile
        )
        if held.titular.person_id == by.person_id:
            keep(unit, Proof.REPLIED)
        if _stands(unit, said):
            return
        store.write_reply(db, said)
        unit.journal("reply.given", seat=seat, reply=kind, person=substitute_id, other_seat=holder)
        if not said.comes and linking is not None:
            _warn_mandators(unit, held, linking)


def withdraw(db: Database, meeting_id: int, seat: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Take back what was replied for a seat, a mandate with it; nothing is known of it any more."""
    with act(db, meeting_id, "reply.withdrawn", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        former = standing(unit).get(seat)
        if former is None:
            raise Refusal(MeetingRefusal.NO_REPLY)
        store.remove_reply(db, meeting_id, seat)
        unit.journal("reply.withdrawn", seat=seat, reply=former.kind, other_seat=former.holder)


def standing(unit: Unit) -> dict[int, Reply]:
    """Return the replies of those who hold the seats today; what a former titular announced is none of them."""
    return rules.standing(store.replies(unit.db, unit.meeting.id), unit.frame.titulars)


def enter_mandates(unit: Unit) -> None:
    """Write into the ledger the mandates announced before the sitting, each at the hour of its receipt (CRPA R133-9)."""
    presence = presence_of(unit, unit.at)
    for each in to_enter(standing(unit), presence, unit.frame.titulars):
        write(unit, Act.MANDATE_GIVEN, each.received_at, seat=each.mandator, other_seat=each.holder)


def _check_mandate(unit: Unit, held: SeatOnDay, holder: int | None) -> None:
    """Refuse a mandate that the holder could not carry, or one more than the paper that the desk has (R133-9; MAN-2)."""
    seat = held.seat.id
    noted = running(presence_of(unit, unit.at))
    if any(each.mandator == seat for each in noted):
        raise Refusal(HolderRefusal.ALREADY_NOTED)
    found = holders(seat, unit.frame.titulars, standing(unit), noted, unit.frame)
    check_holder(found, holder, name="" if holder is None else name_of(unit, holder))


def _warn_mandators(unit: Unit, held: SeatOnDay, linking: Linking) -> None:
    """Write to those who gave mandate to a member who will not come: there is still time to choose another (MAN-1)."""
    for reply in standing(unit).values():
        giver = the_seat(unit, reply.seat).titular
        if reply.holder == held.seat.id and giver is not None:
            letters.post(
                unit,
                "meeting.mandate",
                giver.person,
                version=letters.occasion(unit),
                subject=f"Votre mandat pour la séance du {dates.day(unit.meeting.starts_at)} ne pourra pas servir",
                page=f"/seances/{unit.meeting.id}/reponse",
                linking=linking,
                holder=name_of(unit, held.seat.id),
            )


def _stands(unit: Unit, said: Reply) -> bool:
    """Whether the very same was replied already: a second touch changes nothing, and costs a mandate no place."""
    former = standing(unit).get(said.seat)
    return former is not None and (former.kind, former.substitute_id, former.holder) == (
        said.kind,
        said.substitute_id,
        said.holder,
    )
