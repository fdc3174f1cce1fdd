"""Reading a vote. While it is open nothing says what was chosen, how many chose it, or in which order (LAW VOT-9)."""

from collections.abc import Iterable

from webapp.kernel.errors import Refusal
from webapp.polls import rules, store
from webapp.polls.model import Ballot, Channel, Choice, Poll, PollRefusal, Receipt, Right, RightState, SeatId
from webapp.storage.database import Database


def find(db: Database, poll_id: int) -> Poll | None:
    """Return one poll, or None."""
    return store.poll(db, poll_id)


def of_subjects(db: Database, subjects: Iterable[str]) -> list[Poll]:
    """Return every poll ever opened on these subjects, oldest first (an annulled one stays)."""
    return store.polls(db, subjects)


def rights(db: Database, poll_id: int) -> dict[SeatId, Right]:
    """Return the right of every seat of a poll."""
    return store.rights(db, poll_id)


def turnout(db: Database, poll_id: int) -> frozenset[SeatId]:
    """Return the seats that have a ballot or declared to take no part; for the desk alone while the vote is open."""
    found = db.rows("SELECT DISTINCT seat_id FROM ballots WHERE poll_id = ?", (poll_id,))
    return frozenset(SeatId(row["seat_id"]) for row in found)


def counted(db: Database, poll_id: int) -> tuple[Ballot, ...]:
    """Return the last ballot of each seat whose right is granted, `no_part` included; refused before the closing."""
    rules.check_closed(_known(db, poll_id))
    granted = {seat for seat, right in store.rights(db, poll_id).items() if right.state is RightState.GRANTED}
    return tuple(ballot for ballot in store.last_ballots(db, poll_id) if ballot.seat_id in granted)


def last_ballots(db: Database, poll_id: int) -> tuple[Ballot, ...]:
    """Return the last ballot of each seat, right or no right; refused before the closing."""
    rules.check_closed(_known(db, poll_id))
    return tuple(store.last_ballots(db, poll_id))


def last_ballots_of_closed(db: Database, poll_ids: Iterable[int]) -> dict[int, list[Ballot]]:
    """Return the last ballot of each seat of many closed polls at once, right or no right; an open one has none."""
    found: dict[int, list[Ballot]] = {}
    for poll_id, ballot in store.last_ballots_of_closed(db, poll_ids):
        found.setdefault(poll_id, []).append(ballot)
    return found


def desk_list(db: Database, poll_id: int) -> tuple[Ballot, ...]:
    """Return the standing ballots that the desk entered, by voice or by hands: public acts, read back before closing."""
    return tuple(ballot for ballot in store.last_ballots(db, poll_id) if ballot.channel.by_the_desk)


def receipt(db: Database, number: str) -> Receipt | None:
    """Return the receipt of this number, or None."""
    row = db.row("SELECT * FROM ballots WHERE receipt = ?", (number,))
    return None if row is None else store.receipt_of(row, _known(db, row["poll_id"]))


def receipts_of_person(db: Database, person_id: int, *, limit: int = 200) -> list[Receipt]:
    """Return what one person cast by their own device, newest first."""
    found = db.rows(
        "SELECT polls.*, b.seat_id, b.choice, b.channel, b.received_at, b.receipt FROM ballots b"
        " JOIN polls ON polls.id = b.poll_id WHERE b.cast_by = ? AND b.channel = ? ORDER BY b.id DESC LIMIT ?",
        (person_id, Channel.DEVICE, limit),
    )
    return [store.receipt_of(row, store.poll_of(row)) for row in found]


def receipts_of_seats(db: Database, poll_id: int, person_id: int) -> dict[SeatId, Receipt]:
    """Return one person's own last receipt for each seat they cast for in a poll."""
    found = db.rows(
        "SELECT polls.*, b.seat_id, b.choice, b.channel, b.received_at, b.receipt FROM ballots b"
        " JOIN polls ON polls.id = b.poll_id"
        " WHERE b.poll_id = ? AND b.cast_by = ? AND b.channel = ? ORDER BY b.id",
        (poll_id, person_id, Channel.DEVICE),
    )
    return {SeatId(row["seat_id"]): store.receipt_of(row, store.poll_of(row)) for row in found}


def tally(ballots: Iterable[Ballot]) -> dict[Choice, int]:
    """Count the choices of these ballots; the order of the ballots cannot matter."""
    counts = dict.fromkeys(Choice, 0)
    for ballot in ballots:
        counts[ballot.choice] += 1
    return counts


def _known(db: Database, poll_id: int) -> Poll:
    found = store.poll(db, poll_id)
    if found is None:
        raise Refusal(PollRefusal.UNKNOWN_POLL)
    return found
