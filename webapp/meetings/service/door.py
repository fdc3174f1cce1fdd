"""The tablet at the door: its link, and what people sign there themselves, without signing in.

Each act is the one of the presence ledger, entered by the tablet: the desk sees it at once and may set it aside.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import ACCESS, By
from webapp.kernel.errors import Refusal
from webapp.meetings import queries, store
from webapp.meetings.rules import door as rules
from webapp.meetings.service import late, presence
from webapp.meetings.service.ledger import DOOR, presence_of, write_recusal
from webapp.meetings.service.unit import NOT_CLOSED, act
from webapp.meetings.sitting import DoorRefusal, Form, MeetingRefusal, MeetingState
from webapp.storage.database import Database

TOKEN_BYTES = 18
_CLOSED_TO = {MeetingRefusal.NOT_APPOINTED, MeetingRefusal.UNKNOWN_PERSON, MeetingRefusal.UNKNOWN_SEAT}


def make_link(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Give the tablet a link, the former one opening nothing any more."""
    with act(db, meeting_id, "door.linked", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            store.write_door(db, meeting_id, secrets.token_urlsafe(TOKEN_BYTES))
            unit.journal("door.linked")
            audit.touch(db, ACCESS)


def revoke_link(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Let no tablet check anybody in."""
    with act(db, meeting_id, "door.revoked", by=by, now=now, key=key, states=frozenset(MeetingState)) as unit:
        if not unit.done and unit.meeting.door_token is not None:
            store.write_door(db, meeting_id, None)
            unit.journal("door.revoked")
            audit.touch(db, ACCESS)


def arrive(db: Database, meeting_id: int, token: str, seat: int, person_id: int, *, now: datetime, key: str) -> None:
    """Record that somebody of the list signs their presence in the room; already noted there, nothing is to be done.

    Who is not appointed on the day sits on the word of the chair only (COM-4), which a tablet does not have.
    """
    queries.at_the_door(db, meeting_id, token, now=now)
    try:
        presence.arrive(db, meeting_id, seat, person_id, Form.ROOM, by=DOOR, now=now, key=f"{key}-arrivee")
    except Refusal as refusal:
        if refusal.reason in _CLOSED_TO:
            raise Refusal(DoorRefusal.MAY_NOT_SIT) from refusal
        if refusal.reason is not MeetingRefusal.ALREADY_PRESENT:
            raise


def leave(
    db: Database,
    meeting_id: int,
    token: str,
    seat: int,
    person_id: int,
    *,
    mandate_to: int | None,
    now: datetime,
    key: str,
) -> None:
    """Record that somebody leaves, with a mandate left to another seat if so, in one act (MAN-3).

    Gone already by the desk's hand, nothing is to be done, unless they meant to leave a mandate.
    """
    queries.at_the_door(db, meeting_id, token, now=now)
    try:
        presence.depart(
            db,
            meeting_id,
            seat,
            person_id=person_id,
            mandate_to=mandate_to,
            by=DOOR,
            now=now,
            key=f"{key}-depart",
        )
    except Refusal as refusal:
        if refusal.reason is not MeetingRefusal.NOT_PRESENT:
            raise
        if mandate_to is not None:
            raise Refusal(DoorRefusal.NOT_SITTING) from refusal


def declare(
    db: Database,
    meeting_id: int,
    token: str,
    seat: int,
    person_id: int,
    *,
    items: Collection[int],
    now: datetime,
    key: str,
) -> None:
    """Record the declaration of who sits for a seat over the whole agenda, in one act (DEP-2).

    They withdraw from the items named (CRPA R133-12), from those left already nothing is to be done; none named, the
    journal keeps that they have an interest in none.
    """
    queries.at_the_door(db, meeting_id, token, now=now)
    with act(db, meeting_id, "door.declared", by=DOOR, now=now, key=f"{key}-points", states=NOT_CLOSED) as unit:
        if unit.done:
            return
        there = presence_of(unit, unit.at)
        if not rules.sits(there, seat, person_id):
            raise Refusal(DoorRefusal.NOT_SITTING)
        fresh = [item_id for item_id in items if seat not in there.recused(item_id)]
        late.follow(unit, [write_recusal(unit, seat, item_id, unit.at) for item_id in fresh])
        if not items:
            unit.journal("door.no_interest", seat=seat, person=person_id)
