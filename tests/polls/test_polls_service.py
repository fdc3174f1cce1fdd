"""One vote on one question, without any sitting around it."""

from datetime import datetime, timedelta

import pytest

from tests.refusing import refused
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.polls import queries, service
from webapp.polls.model import Channel, Choice, Kind, Poll, PollRefusal, Receipt, Right, RightState, SeatId
from webapp.storage.database import Database, unit_of_work

MILLISECOND = timedelta(milliseconds=1)
TEXT = "La commission émet un avis favorable."


def a_right(person_id: int, state: RightState = RightState.GRANTED) -> Right:
    return Right(state=state, reason="present" if state is RightState.GRANTED else "absent", person_id=person_id)


def a_poll(db: Database, now: datetime, *, revote: bool = True, closes_at: datetime | None = None) -> Poll:
    with unit_of_work(db):
        return service.open(
            db,
            "motion:1",
            question="Ensemble",
            text=TEXT,
            rights={
                SeatId("1"): a_right(11),
                SeatId("2"): a_right(12),
                SeatId("3"): a_right(13, RightState.SUSPENDED),
            },
            revote=revote,
            opens_at=now,
            closes_at=closes_at,
        )


def cast(
    db: Database,
    poll: Poll,
    seat: str,
    choice: Choice = Choice.FOR,
    *,
    key: str = "cle-00000001",
    by: int | None = None,
    at: datetime,
    channel: Channel = Channel.DEVICE,
) -> tuple[Receipt, bool]:
    with unit_of_work(db):
        return service.cast(
            db,
            poll.id,
            SeatId(seat),
            choice,
            key=key,
            cast_by=by if by is not None else 10 + int(seat),
            received_at=at,
            channel=channel,
        )


def close(db: Database, poll: Poll, now: datetime) -> Poll:
    with unit_of_work(db):
        return service.close(db, poll.id, now=now)


def test_vot_10_the_text_is_frozen_by_its_hash(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    assert len(poll.text_hash) == 64
    with pytest.raises(Exception, match="frozen"), unit_of_work(db):
        db.run("UPDATE polls SET text = 'autre' WHERE id = ?", (poll.id,))
    assert queries.find(db, poll.id) == poll


@pytest.mark.parametrize("blank", ["", "  \n"], ids=["empty", "blank"])
def test_a_poll_without_a_text_is_refused(db: Database, now: datetime, blank: str) -> None:
    with refused(PollRefusal.TEXT_MISSING), unit_of_work(db):
        service.open(db, "motion:1", question="Q", text=blank, rights={}, revote=True, opens_at=now)


def test_a_secret_poll_takes_no_ballot_here_its_papers_are_counted_in_the_room(db: Database, now: datetime) -> None:
    with unit_of_work(db):
        poll = service.open(
            db, "motion:1", question="Q", text=TEXT, rights={}, revote=False, opens_at=now, kind=Kind.SECRET
        )
    with refused(PollRefusal.KIND_NOT_OFFERED):
        cast(db, poll, "1", at=now)
    assert queries.find(db, poll.id) == poll


def test_vot_11_a_receipt_shows_question_hour_hash_and_choice(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    receipt, new = cast(db, poll, "1", at=now)
    assert new
    assert (receipt.question, receipt.received_at, receipt.text_hash) == ("Ensemble", now, poll.text_hash)
    assert receipt.choice is Choice.FOR
    assert queries.receipt(db, receipt.number) == receipt
    assert queries.receipts_of_person(db, 11) == [receipt]
    assert queries.receipts_of_seats(db, poll.id, 11) == {SeatId("1"): receipt}
    assert queries.receipt(db, "AAAA-BBBB-CCCC") is None


def test_a_resent_ballot_gives_the_same_receipt_even_after_the_closing(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    first, _ = cast(db, poll, "1", at=now)
    again, new = cast(db, poll, "1", at=now + timedelta(seconds=5))
    close(db, poll, now + timedelta(minutes=1))
    later, _ = cast(db, poll, "1", at=now + timedelta(minutes=2))
    assert first == again == later
    assert not new
    assert len(queries.counted(db, poll.id)) == 1


def test_a_key_used_for_another_choice_is_refused(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", at=now)
    with refused(PollRefusal.KEY_REUSED):
        cast(db, poll, "1", Choice.AGAINST, at=now)
    with refused(PollRefusal.KEY_REUSED):
        cast(db, poll, "2", at=now)


@pytest.mark.parametrize(
    "key", ["", "court", "é" * 12, "x" * 65, "a b c d e f"], ids=["empty", "short", "accents", "long", "spaces"]
)
def test_a_forged_key_is_refused(db: Database, now: datetime, key: str) -> None:
    poll = a_poll(db, now)
    with refused(PollRefusal.KEY_MALFORMED):
        cast(db, poll, "1", key=key, at=now)


def test_vot_2_the_last_ballot_of_a_seat_counts_and_every_one_is_kept(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", Choice.FOR, key="premier-0001", at=now)
    cast(db, poll, "1", Choice.AGAINST, key="second-00001", at=now + MILLISECOND)
    close(db, poll, now + timedelta(minutes=1))
    assert [ballot.choice for ballot in queries.counted(db, poll.id)] == [Choice.AGAINST]
    assert db.value("SELECT count(*) FROM ballots") == 2


def test_vot_2_a_second_ballot_is_refused_where_the_vote_cannot_be_changed(db: Database, now: datetime) -> None:
    poll = a_poll(db, now, revote=False)
    cast(db, poll, "1", key="premier-0001", at=now)
    with refused(PollRefusal.ALREADY_VOTED):
        cast(db, poll, "1", Choice.AGAINST, key="second-00001", at=now)


def test_a_ballot_out_of_hours_is_refused(db: Database, now: datetime) -> None:
    end = now + timedelta(minutes=10)
    poll = a_poll(db, now, closes_at=end)
    with refused(PollRefusal.NOT_YET_OPEN):
        cast(db, poll, "1", at=now - MILLISECOND)
    cast(db, poll, "1", at=end)
    with refused(PollRefusal.TOO_LATE):
        cast(db, poll, "2", key="autre-000001", at=end + MILLISECOND)


def test_a_clock_that_stepped_back_does_not_shut_an_open_vote(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    with unit_of_work(db):
        audit.record(db, "vote.opened", "meeting:1", by=SYSTEM, now=now)
    receipt, new = cast(db, poll, "1", at=now - timedelta(hours=1))
    assert new
    assert receipt.received_at == now - timedelta(hours=1)


def test_a_closed_poll_receives_nothing_and_stays_closed(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    closed = close(db, poll, now + timedelta(minutes=1))
    assert close(db, poll, now + timedelta(minutes=2)) == closed
    with refused(PollRefusal.NOT_RECEIVED):
        cast(db, poll, "1", at=now)
    with refused(PollRefusal.NOT_RECEIVED), unit_of_work(db):
        service.set_rights(db, poll.id, {SeatId("1"): a_right(11)}, now=now)
    with pytest.raises(Exception, match="final"), unit_of_work(db):
        db.run("UPDATE polls SET closed_at = NULL WHERE id = ?", (poll.id,))


@pytest.mark.parametrize(
    ("seat", "by"), [("3", 13), ("9", 19), ("1", 12)], ids=["suspended", "no seat", "somebody else’s seat"]
)
def test_a_seat_without_a_right_of_ones_own_casts_nothing(db: Database, now: datetime, seat: str, by: int) -> None:
    poll = a_poll(db, now)
    with refused(PollRefusal.NO_RIGHT):
        cast(db, poll, seat, by=by, at=now)


def test_the_desk_casts_by_voice_for_a_seat_that_may_vote(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", by=99, at=now, channel=Channel.VOICE)
    with refused(PollRefusal.NO_RIGHT):
        cast(db, poll, "3", by=99, key="autre-000001", at=now, channel=Channel.VOICE)
    assert [ballot.seat_id for ballot in queries.desk_list(db, poll.id)] == ["1"]


def test_vot_9_nothing_of_the_result_can_be_read_before_the_closing(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", at=now)
    for read in (queries.counted, queries.last_ballots):
        with refused(PollRefusal.STILL_OPEN):
            read(db, poll.id)
    assert queries.turnout(db, poll.id) == {"1"}
    assert queries.desk_list(db, poll.id) == ()


def test_a_right_withdrawn_after_the_ballot_takes_it_out_of_the_count(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", at=now)
    with unit_of_work(db):
        changed = service.set_rights(
            db,
            poll.id,
            {SeatId("1"): a_right(11, RightState.WITHDRAWN), SeatId("2"): a_right(12)},
            now=now + MILLISECOND,
        )
    close(db, poll, now + timedelta(minutes=1))
    assert set(changed) == {"1"}
    assert queries.counted(db, poll.id) == ()
    assert [ballot.seat_id for ballot in queries.last_ballots(db, poll.id)] == ["1"]


def test_no_part_is_kept_and_is_no_choice_that_counts(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", Choice.NO_PART, at=now)
    close(db, poll, now + MILLISECOND)
    assert queries.tally(queries.counted(db, poll.id)) == {
        Choice.FOR: 0,
        Choice.AGAINST: 0,
        Choice.ABSTAIN: 0,
        Choice.NO_PART: 1,
    }


def test_ballots_cannot_be_changed_or_removed(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    cast(db, poll, "1", at=now)
    for statement in ("UPDATE ballots SET choice = 'against'", "DELETE FROM ballots"):
        with pytest.raises(Exception, match="append-only"), unit_of_work(db):
            db.run(statement)


def test_an_unknown_poll_is_refused_everywhere(db: Database, now: datetime) -> None:
    with refused(PollRefusal.UNKNOWN_POLL):
        queries.counted(db, 99)
    with refused(PollRefusal.UNKNOWN_POLL), unit_of_work(db):
        service.close(db, 99, now=now)
    with refused(PollRefusal.UNKNOWN_POLL), unit_of_work(db):
        service.cast(db, 99, SeatId("1"), Choice.FOR, key="cle-00000001", cast_by=11, received_at=now)


def test_polls_are_found_by_their_subjects(db: Database, now: datetime) -> None:
    poll = a_poll(db, now)
    assert queries.of_subjects(db, ["motion:1", "motion:2"]) == [poll]
    assert queries.rights(db, poll.id)[SeatId("3")].state is RightState.SUSPENDED
