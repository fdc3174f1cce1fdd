"""What is left: formations, labels of opinions, closing against the flood, previews of what cannot be."""

import threading

import pytest

from tests import factories
from tests.meetings.room import FOR, Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM, By
from webapp.committees.model import CommitteeSettings
from webapp.kernel.errors import Reason, Refusal
from webapp.meetings import queries
from webapp.meetings.queries import preview_opening
from webapp.meetings.queries.state import MOST_KEPT
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import Act, Form, ItemDraft, MeetingDraft, MeetingRefusal
from webapp.polls import queries as polls
from webapp.polls.model import PollRefusal
from webapp.storage.database import Database


@pytest.mark.parametrize(("chair_counts", "required"), [(True, 6), (False, 5)], ids=["11 with the chair", "10 without"])
def test_quo_7_com_8_a_formation_has_its_own_roster_and_quorum(db: Database, chair_counts: bool, required: int) -> None:
    parent = factories.a_committee(db, seat_count=26, code="mere")
    formation = factories.a_committee(
        db,
        seat_count=11,
        code="formation",
        parent_id=parent.id,
        settings=CommitteeSettings(chair_counts=chair_counts),
    )
    meeting = conduct.create(db, formation.id, MeetingDraft(starts_at=factories.NOW), by=SYSTEM, now=factories.NOW)
    state = queries.state(db, meeting.id, now=factories.NOW)
    assert state.quorum().required == required
    stranger = factories.the_seats(db, parent)[3]
    with refused(MeetingRefusal.UNKNOWN_SEAT):
        presence.arrive(
            db,
            meeting.id,
            stranger.seat.id,
            stranger.people[0].person_id,
            Form.ROOM,
            by=SYSTEM,
            now=factories.NOW,
        )


def test_man_4_dep_4_the_ledger_says_who_on_what_from_when_to_when(db: Database) -> None:
    room = Room(db).open(present=4)
    room.mandate(5, 2)
    room.recuse(3)
    presence.end_recusal(db, room.meeting_id, room.seat(3), room.item, by=SYSTEM, now=room.tick())
    facts = {fact.act: fact for fact in queries.ledger(db, room.meeting_id)}
    given, began, ended = facts[Act.MANDATE_GIVEN], facts[Act.RECUSAL], facts[Act.RECUSAL_ENDED]
    assert (given.seat, given.other_seat) == (room.seat(5), room.seat(2))
    assert (began.seat, began.item_id, began.person_id) == (room.seat(3), room.item, room.person(3))
    assert began.effective_at < ended.effective_at


@pytest.mark.parametrize("conforming", [False, True], ids=["simple", "conforming"])
def test_vot_8_an_item_says_its_legal_basis_and_what_its_opinion_binds(db: Database, conforming: bool) -> None:
    room = Room(db)
    draft = ItemDraft(title="Captage", legal_basis="CSP R1321-7", mandatory=False, conforming=conforming)
    number = agenda.add_item(db, room.meeting_id, draft, by=SYSTEM, now=room.tick())
    item = queries.find_item(db, room.meeting_id, number)
    assert item is not None
    assert (item.legal_basis, item.mandatory, item.conforming) == ("CSP R1321-7", False, conforming)


def test_a_ballot_meets_the_closing_and_is_counted_or_told_that_it_is_not(db: Database) -> None:
    voters = 30
    room = Room(db, seats=voters).open(present=voters)
    room.open_vote()
    at = room.tick()
    received: set[int] = set()
    told: dict[int, Reason] = {}
    start = threading.Barrier(voters)

    def vote(number: int, seat: int, by: By) -> None:
        start.wait()
        try:
            voting.cast(db, room.meeting_id, room.motion, seat, FOR, key=f"bulletin-{seat:05d}", by=by, received_at=at)
        except Refusal as refusal:
            told[number] = refusal.reason
        else:
            received.add(number)

    plan = [
        (number, room.seat(number), By(person_id=room.person(number), name="Membre")) for number in range(2, voters + 1)
    ]
    threads = [threading.Thread(target=vote, args=args) for args in plan]
    for thread in threads:
        thread.start()
    start.wait()
    result = room.close()
    for thread in threads:
        thread.join()
    assert len(received) + len(told) == voters - 1
    assert set(told.values()) <= {PollRefusal.NOT_RECEIVED}
    assert result.counts.in_favour == len(received)


def test_an_unknown_vote_or_a_sitting_not_open_has_no_preview_that_opens(db: Database) -> None:
    room = Room(db)
    assert preview_opening(room.state(), room.motion).blocked is MeetingRefusal.NOT_OPEN
    with refused(MeetingRefusal.UNKNOWN_MOTION):
        preview_opening(room.state(), 999)
    with refused(MeetingRefusal.NOT_OPEN):
        room.open_vote()


def test_many_sittings_read_in_turn_are_not_all_kept(db: Database) -> None:
    room = Room(db)
    meetings = [room.meeting_id, *(room.prepare() for _ in range(MOST_KEPT + 1))]
    for meeting in meetings:
        assert queries.state(db, meeting, now=room.clock).meeting.id == meeting
    assert queries.state(db, room.meeting_id, now=room.clock).seat(room.seat(1)) is not None


def test_an_item_or_motion_removed_twice_by_one_form_is_removed_once(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    room.open(present=3)
    for _ in range(2):
        agenda.remove_motion(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick(), key="retrait-0001")
        agenda.remove_item(db, room.meeting_id, other, by=SYSTEM, now=room.tick(), key="retrait-0002")
        conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick(), key="fin-point-001")
    assert [item.id for item in queries.items(db, room.meeting_id)] == [room.item]


def test_announcing_and_calling_twice_by_one_form_is_one_act(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    for _ in range(2):
        voting.last_call(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick(), key="appel-000001")
    room.close()
    for _ in range(2):
        voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick(), key="annonce-0001")
    assert room.the_motion().announced_at is not None


def test_a_vote_not_closed_is_not_announced(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    with refused(MeetingRefusal.VOTE_NOT_CLOSED):
        voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    with refused(PollRefusal.STILL_OPEN):
        polls.counted(db, room.the_motion().poll_id or 0)


def test_ballots_of_many_closed_votes_are_read_at_once_and_of_open_ones_never(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(1, FOR)
    poll_id = room.the_motion().poll_id or 0
    assert polls.last_ballots_of_closed(db, [poll_id]) == {}
    room.close()
    assert [ballot.choice for ballot in polls.last_ballots_of_closed(db, [poll_id])[poll_id]] == [FOR]


def test_only_a_guests_own_leaving_frees_nobody_else(db: Database) -> None:
    room = Room(db).open(present=1)
    one, other = (
        presence.welcome_guest(db, room.meeting_id, name, by=SYSTEM, now=room.tick()).fact_id
        for name in ("Une experte", "Le service instructeur")
    )
    presence.guest_leaves(db, room.meeting_id, one, by=SYSTEM, now=room.tick())
    assert [guest.fact_id for guest in room.state().presence.guests] == [other]
