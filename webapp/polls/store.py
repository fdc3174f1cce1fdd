"""The cupboard of the polls: only this package's service and queries open it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from webapp.kernel import clock
from webapp.polls.model import Ballot, Channel, Choice, Kind, Poll, PollId, Receipt, Right, RightState, SeatId
from webapp.storage.database import Database, Row


def _instant(text: str | None) -> datetime | None:
    return None if text is None else clock.from_text(text)


def poll_of(row: Row) -> Poll:
    """Read a poll out of a row."""
    return Poll(
        id=PollId(row["id"]),
        subject=row["subject"],
        kind=Kind(row["kind"]),
        question=row["question"],
        text=row["text"],
        text_hash=row["text_hash"],
        revote=bool(row["revote"]),
        opens_at=clock.from_text(row["opens_at"]),
        closes_at=_instant(row["closes_at"]),
        closed_at=_instant(row["closed_at"]),
        practice=bool(row["practice"]),
        received_until=_instant(row["received_until"]),
    )


def ballot_of(row: Row) -> Ballot:
    """Read a ballot out of a row."""
    return Ballot(
        seat_id=SeatId(row["seat_id"]),
        choice=Choice(row["choice"]),
        cast_by=row["cast_by"],
        channel=Channel(row["channel"]),
        received_at=clock.from_text(row["received_at"]),
        receipt=row["receipt"],
    )


def receipt_of(row: Row, poll: Poll) -> Receipt:
    """Read a receipt out of a ballot's row."""
    return Receipt(
        number=row["receipt"],
        poll_id=poll.id,
        question=poll.question,
        seat_id=SeatId(row["seat_id"]),
        choice=Choice(row["choice"]),
        channel=Channel(row["channel"]),
        received_at=clock.from_text(row["received_at"]),
        text_hash=poll.text_hash,
        practice=poll.practice,
    )


def poll(db: Database, poll_id: int) -> Poll | None:
    """Return one poll, or None."""
    row = db.row("SELECT * FROM polls WHERE id = ?", (poll_id,))
    return None if row is None else poll_of(row)


def polls(db: Database, subjects: Iterable[str]) -> list[Poll]:
    """Return the polls of these subjects, oldest first."""
    found = db.rows(
        "SELECT * FROM polls WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(subjects)),),
    )
    return [poll_of(row) for row in found]


def add(db: Database, poll: Poll) -> PollId:
    """Write a new poll (its id is given here)."""
    return PollId(
        db.run(
            "INSERT INTO polls (subject, kind, question, text, text_hash, revote, opens_at, closes_at, practice,"
            " received_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                poll.subject,
                poll.kind,
                poll.question,
                poll.text,
                poll.text_hash,
                int(poll.revote),
                clock.to_text(poll.opens_at),
                None if poll.closes_at is None else clock.to_text(poll.closes_at),
                int(poll.practice),
                None if poll.received_until is None else clock.to_text(poll.received_until),
            ),
        )
    )


def rights(db: Database, poll_id: int) -> dict[SeatId, Right]:
    """Return the right of every seat of a poll."""
    return {
        SeatId(row["seat_id"]): Right(state=RightState(row["state"]), reason=row["reason"], person_id=row["person_id"])
        for row in db.rows("SELECT seat_id, state, reason, person_id FROM ballot_rights WHERE poll_id = ?", (poll_id,))
    }


def write_rights(db: Database, poll_id: int, rights: Mapping[SeatId, Right], at: datetime) -> None:
    """Set the rights of these seats."""
    for seat_id, right in rights.items():
        db.run(
            "INSERT INTO ballot_rights (poll_id, seat_id, person_id, state, reason, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (poll_id, seat_id) DO UPDATE SET person_id = excluded.person_id,"
            " state = excluded.state, reason = excluded.reason, changed_at = excluded.changed_at",
            (poll_id, seat_id, right.person_id, right.state, right.reason, clock.to_text(at)),
        )


def standing(db: Database, poll_id: int, seat_id: SeatId, key: str) -> Row | None:
    """Return, in one read, the poll, this seat's right, the key's earlier use and whether the seat has voted."""
    return db.row(
        "SELECT polls.*, r.state AS right_state, r.reason AS right_reason, r.person_id AS right_person,"
        " k.poll_id AS key_poll, k.seat_id AS key_seat, k.choice AS key_choice, k.channel AS key_channel,"
        " k.received_at AS key_received, k.receipt AS key_receipt, k.cast_by AS key_cast_by,"
        " EXISTS (SELECT 1 FROM ballots b WHERE b.poll_id = polls.id AND b.seat_id = :seat) AS voted"
        " FROM polls LEFT JOIN ballot_rights r ON r.poll_id = polls.id AND r.seat_id = :seat"
        " LEFT JOIN ballots k ON k.key = :key WHERE polls.id = :poll",
        {"poll": poll_id, "seat": seat_id, "key": key},
    )


def add_ballot(db: Database, receipt: Receipt, *, key: str, cast_by: int | None) -> None:
    """Write one ballot, never to be changed."""
    db.run(
        "INSERT INTO ballots (poll_id, seat_id, choice, cast_by, channel, key, received_at, receipt)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            receipt.poll_id,
            receipt.seat_id,
            receipt.choice,
            cast_by,
            receipt.channel,
            key,
            clock.to_text(receipt.received_at),
            receipt.number,
        ),
    )


def last_ballots(db: Database, poll_id: int) -> list[Ballot]:
    """Return the last ballot of each seat, by seat and never by order of arrival."""
    found = db.rows(
        "SELECT * FROM ballots WHERE id IN (SELECT max(id) FROM ballots WHERE poll_id = ? GROUP BY seat_id)"
        " ORDER BY CAST(seat_id AS INTEGER), seat_id",
        (poll_id,),
    )
    return [ballot_of(row) for row in found]


def last_ballots_of_closed(db: Database, poll_ids: Iterable[int]) -> list[tuple[int, Ballot]]:
    """Return the last ballot of each seat of these polls, those still open left out, by poll and seat."""
    found = db.rows(
        "SELECT * FROM ballots WHERE id IN (SELECT max(b.id) FROM ballots b JOIN polls ON polls.id = b.poll_id"
        " WHERE polls.closed_at IS NOT NULL AND b.poll_id IN (SELECT value FROM json_each(?))"
        " GROUP BY b.poll_id, b.seat_id) ORDER BY poll_id, CAST(seat_id AS INTEGER), seat_id",
        (json.dumps(sorted(poll_ids)),),
    )
    return [(int(row["poll_id"]), ballot_of(row)) for row in found]


def close(db: Database, poll_id: int, at: datetime) -> None:
    """Write the closing act."""
    db.run("UPDATE polls SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (clock.to_text(at), poll_id))


def remove(db: Database, poll_ids: Iterable[int]) -> None:
    """Remove polls with their rights and ballots; the database refuses it of any that is not for practice."""
    these = json.dumps(list(poll_ids))
    for table, column in (("ballots", "poll_id"), ("ballot_rights", "poll_id"), ("polls", "id")):
        db.change(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (these,))  # noqa: S608 — names of this file
