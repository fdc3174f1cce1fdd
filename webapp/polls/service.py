"""What happens to one vote. Every function is called inside the unit of work of the floor above, which journals it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.polls import rules, store
from webapp.polls.model import Channel, Choice, Kind, Poll, PollId, PollRefusal, Receipt, Right, RightState, SeatId
from webapp.storage.database import Database, Row


def open(  # noqa: A001 — the verb of the act; always called as polls.open
    db: Database,
    subject: str,
    *,
    question: str,
    text: str,
    rights: Mapping[SeatId, Right],
    revote: bool,
    opens_at: datetime,
    kind: Kind = Kind.ROLL_CALL,
    closes_at: datetime | None = None,
    received_until: datetime | None = None,
    practice: bool = False,
) -> Poll:
    """Open a vote on a text frozen by its SHA-256 (LAW VOT-10), with one right for each seat.

    A secret vote takes no ballot here: its papers are counted in the room, and the floor above keeps the totals.
    """
    if not text.strip():
        raise Refusal(PollRefusal.TEXT_MISSING, question=question)
    poll = Poll(
        id=PollId(0),
        subject=subject,
        kind=kind,
        question=question,
        text=text,
        text_hash=rules.text_hash(text),
        revote=revote,
        opens_at=opens_at,
        closes_at=closes_at,
        closed_at=None,
        practice=practice,
        received_until=received_until,
    )
    poll = replace(poll, id=store.add(db, poll))
    store.write_rights(db, poll.id, rights, opens_at)
    return poll


def set_rights(db: Database, poll_id: int, rights: Mapping[SeatId, Right], *, now: datetime) -> dict[SeatId, Right]:
    """Give the seats of an open poll these rights; return those that changed."""
    poll = _known(db, poll_id)
    if poll.closed:
        raise Refusal(PollRefusal.NOT_RECEIVED, question=poll.question)
    before = store.rights(db, poll_id)
    changed = {seat: right for seat, right in rights.items() if before.get(seat) != right}
    store.write_rights(db, poll_id, changed, now)
    return changed


def cast(
    db: Database,
    poll_id: int,
    seat_id: SeatId,
    choice: Choice,
    *,
    key: str,
    cast_by: int | None,
    received_at: datetime,
    channel: Channel = Channel.DEVICE,
    scope: str | None = None,
    signed_in_at: datetime | None = None,
) -> tuple[Receipt, bool]:
    """Take a ballot for a seat under the lock; return its receipt and whether it is new.

    By its own device only the person whom the right names may cast. The same key with the same content gives the same
    receipt again, even after the closing; with another content it is refused. A second ballot replaces the first where
    the vote may be changed, and is refused otherwise (LAW VOT-2). `scope` names the journal whose hours count;
    `signed_in_at`, when the sender's session began, decides on a ballot that comes within the tolerance after the end.
    """
    rules.check_key(key)
    row = store.standing(db, poll_id, seat_id, key)
    if row is None:
        raise Refusal(PollRefusal.UNKNOWN_POLL)
    poll = store.poll_of(row)
    if poll.kind is not Kind.ROLL_CALL:
        raise Refusal(PollRefusal.KIND_NOT_OFFERED)
    if row["key_receipt"] is not None:
        if channel is Channel.DEVICE and row["key_cast_by"] != cast_by:
            raise Refusal(PollRefusal.KEY_REUSED)
        return _repeated(row, poll, seat_id, choice, channel), False
    rules.check_window(poll, _in_time(db, poll, received_at, scope), signed_in_at)
    right = _right(row)
    rules.check_right(right)
    if channel is Channel.DEVICE and right is not None and right.person_id != cast_by:
        raise Refusal(PollRefusal.NO_RIGHT, why="not_yours")
    if row["voted"] and not poll.revote:
        raise Refusal(PollRefusal.ALREADY_VOTED, question=poll.question)
    receipt = Receipt(
        number=rules.receipt_number(poll, seat_id, choice, key),
        poll_id=poll.id,
        question=poll.question,
        seat_id=seat_id,
        choice=choice,
        channel=channel,
        received_at=received_at,
        text_hash=poll.text_hash,
        practice=poll.practice,
    )
    store.add_ballot(db, receipt, key=key, cast_by=cast_by)
    return receipt, True


def close(db: Database, poll_id: int, *, now: datetime) -> Poll:
    """Close a vote, finally; closing a closed vote changes nothing."""
    poll = _known(db, poll_id)
    if poll.closed:
        return poll
    store.close(db, poll_id, now)
    return replace(poll, closed_at=now)


def forget(db: Database, subjects: Iterable[str]) -> None:
    """Remove every vote ever opened on these subjects of a rehearsal that is being purged (LAW ARC-1)."""
    store.remove(db, [poll.id for poll in store.polls(db, subjects)])


def _repeated(row: Row, poll: Poll, seat_id: SeatId, choice: Choice, channel: Channel) -> Receipt:
    same = (row["key_poll"], row["key_seat"], row["key_choice"], row["key_channel"])
    if same != (poll.id, seat_id, choice, channel):
        raise Refusal(PollRefusal.KEY_REUSED)
    return Receipt(
        number=row["key_receipt"],
        poll_id=poll.id,
        question=poll.question,
        seat_id=seat_id,
        choice=choice,
        channel=channel,
        received_at=clock.from_text(row["key_received"]),
        text_hash=poll.text_hash,
        practice=poll.practice,
    )


def _right(row: Row) -> Right | None:
    if row["right_state"] is None:
        return None
    return Right(state=RightState(row["right_state"]), reason=row["right_reason"], person_id=row["right_person"])


def _in_time(db: Database, poll: Poll, received_at: datetime, scope: str | None) -> datetime:
    """Return the instant to hold against the window: a clock that stepped back does not shut an open vote.

    Only when the journal itself says that the clock stepped back by more than it tolerates is the opening taken for
    reached; a ballot sent a moment before the opening and held up by the lock stays too early.
    """
    if received_at >= poll.opens_at:
        return received_at
    effective = audit.effective_instant(db, received_at, scope=scope)
    stepped_back = effective - received_at > audit.TOLERATED_STEP_BACK and effective >= poll.opens_at
    return poll.opens_at if stepped_back else received_at


def _known(db: Database, poll_id: int) -> Poll:
    found = store.poll(db, poll_id)
    if found is None:
        raise Refusal(PollRefusal.UNKNOWN_POLL)
    return found
