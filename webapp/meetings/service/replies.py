"""Replying to a notice: who comes, how, or who sits instead."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules.replies import check_reply
from webapp.meetings.service.ledger import the_seat
from webapp.meetings.service.receptions import keep
from webapp.meetings.service.unit import PREPARED, act
from webapp.meetings.sitting import MeetingRefusal, Proof, Reply, ReplyKind
from webapp.storage.database import Database


def reply(
    db: Database,
    meeting_id: int,
    seat: int,
    kind: ReplyKind,
    *,
    substitute_id: int | None = None,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Keep what is replied for a seat until the sitting opens; the last reply stands, and decides nothing by itself.

    Presence is what the ledger says on the day (CRPA R133-10); a reply tells the desk what to expect.
    """
    with act(db, meeting_id, "reply.given", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        held = the_seat(unit, seat)
        if held.titular is None:
            raise Refusal(MeetingRefusal.REPLY_NOT_OFFERED)
        check_reply(unit.meeting.mode, held, kind, substitute_id)
        store.write_reply(
            db,
            Reply(
                meeting_id=meeting_id,
                seat=seat,
                kind=kind,
                substitute_id=substitute_id,
                replied_by=by.person_id,
                replied_at=unit.at,
            ),
        )
        if held.titular.person_id == by.person_id:
            keep(unit, Proof.REPLIED)
        unit.journal("reply.given", seat=seat, reply=kind, person=substitute_id)
