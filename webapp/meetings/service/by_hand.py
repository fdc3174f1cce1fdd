"""Votes without a device: by voice, by a show of hands, and the second person who confirms what the desk entered."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.queries.preview import HandsCount, count_hands, hands_of, remote_people
from webapp.meetings.queries.state import open_vote as read_open_vote
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.service.ledger import known_here
from webapp.meetings.service.unit import Unit, act, check_lengths
from webapp.meetings.sitting import MeetingRefusal
from webapp.polls import queries as polls
from webapp.polls import service as polling
from webapp.polls.model import Channel, Choice, Receipt, SeatId
from webapp.storage.database import Database


def voice(
    db: Database,
    meeting_id: int,
    motion_id: int,
    seat: int,
    choice: Choice,
    *,
    key: str,
    by: By,
    now: datetime,
) -> Receipt:
    """Enter the vote that a member on the telephone or without a device gives by voice; marked as such.

    What the desk enters, a second person confirms before the closing (`confirm_list`). A ballot that the member cast
    by their own device is never replaced by the desk: it is theirs to change, and their receipt says what counts.
    """
    with act(db, meeting_id, "vote.voice", by=by, now=now) as unit:
        motion = unit.open_motion(motion_id)
        vote = read_open_vote(db, motion, unit.item(motion.item_id))
        if seat in vote.voted - vote.desk_entered:
            raise Refusal(MeetingRefusal.SEAT_HAS_VOTED, seat=seat)
        receipt, new = polling.cast(
            db,
            motion.poll_id or 0,
            SeatId(str(seat)),
            choice,
            key=key,
            cast_by=by.person_id,
            received_at=unit.at,
            channel=Channel.VOICE,
        )
        if new:
            store.write_confirmed(db, motion_id, None, None)
            unit.journal("vote.voice", motion=motion_id, seat=seat, receipt=receipt.number)
    return receipt


def show_of_hands(
    db: Database,
    meeting_id: int,
    motion_id: int,
    *,
    read_back: str,
    key: str,
    by: By,
    now: datetime,
    against: Collection[int] = (),
    abstain: Collection[int] = (),
    no_part: Collection[int] = (),
    heard: Mapping[int, Choice] | None = None,
    announced: tuple[int, int, int, int] | None = None,
) -> HandsCount:
    """Record a show of hands: who is against, abstains, takes no part; remote members heard by name; the others in favour.

    Seats that have a ballot already keep it. `announced` is what was read aloud: in favour, against, abstaining, taking
    no part; refused when somebody came, left or voted since, so that the room heard what is kept. The sentence read
    back to the room is journaled, and a second person confirms the list before the closing.
    """
    if not read_back.strip():
        raise Refusal(MeetingRefusal.READ_BACK_MISSING)
    check_lengths((), (read_back,))
    with act(db, meeting_id, "vote.hands", by=by, now=now, key=key) as unit:
        if unit.done:
            return _recorded(unit, motion_id)
        motion = unit.open_motion(motion_id)
        vote = read_open_vote(db, motion, unit.item(motion.item_id))
        count = count_hands(
            vote.rights,
            vote.voted,
            remote=remote_people(presence_at(store.ledger(db, meeting_id), unit.at, unit.frame.titulars)),
            against=against,
            abstain=abstain,
            no_part=no_part,
            heard=heard or {},
        )
        if announced is not None and announced != (count.in_favour, count.against, count.abstain, count.no_part):
            raise Refusal(MeetingRefusal.HANDS_CHANGED)
        for seat, choice in count.by_seat.items():
            polling.cast(
                db,
                motion.poll_id or 0,
                SeatId(str(seat)),
                choice,
                key=hashlib.sha256(f"{key}/{seat}".encode()).hexdigest()[:32],
                cast_by=by.person_id,
                received_at=unit.at,
                channel=Channel.SHOW_OF_HANDS if unit.meeting.entry_hour is None else Channel.SHEET,
            )
        store.write_confirmed(db, motion_id, None, None)
        unit.journal("vote.hands", motion=motion_id, read_back=read_back.strip(), seats=sorted(count.by_seat))
    return count


def _recorded(unit: Unit, motion_id: int) -> HandsCount:
    """Return the show of hands that this very form has recorded."""
    ballots = polls.desk_list(unit.db, unit.motion(motion_id).poll_id or 0)
    return hands_of({int(each.seat_id): each.choice for each in ballots if each.channel is not Channel.VOICE})


def confirm_list(
    db: Database,
    meeting_id: int,
    motion_id: int,
    *,
    confirmed_by: int,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Record that a second person confirms the ballots entered by the desk: once per vote, before the closing.

    `confirmed_by` may be somebody without a device, named by the desk; it is never one of those who entered them.
    """
    with act(db, meeting_id, "vote.list_confirmed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        motion = unit.open_motion(motion_id)
        vote = read_open_vote(db, motion, unit.item(motion.item_id))
        if not vote.desk_entered:
            raise Refusal(MeetingRefusal.NOTHING_TO_CONFIRM)
        if confirmed_by in vote.entered_by:
            raise Refusal(MeetingRefusal.SECOND_PERSON_NEEDED)
        if confirmed_by not in known_here(unit):
            raise Refusal(MeetingRefusal.UNKNOWN_PERSON)
        store.write_confirmed(db, motion_id, confirmed_by, unit.at)
        unit.journal(
            "vote.list_confirmed", motion=motion_id, confirmed_by=confirmed_by, seats=sorted(vote.desk_entered)
        )
