"""Votes without a device: by voice, by a show of hands, and the second person who confirms the list."""

import pytest

from tests.meetings.room import ABSTAIN, AGAINST, FOR, NO_PART, Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.meetings import queries
from webapp.meetings.queries import HandsCount, hands_preview
from webapp.meetings.service import voting
from webapp.meetings.sitting import Form, MeetingRefusal
from webapp.polls import queries as polls
from webapp.polls.model import Channel, Choice, PollRefusal, Receipt
from webapp.storage.database import Database

SENTENCE = "Contre : Mme B. ; abstention : M. C. ; les autres sont favorables."


def hands(room: Room, *, key: str | None = None, **named: object) -> HandsCount:
    values = {"read_back": SENTENCE, **named}
    return voting.show_of_hands(
        room.db, room.meeting_id, room.motion, key=key or room.key(), by=room.desk, now=room.tick(), **values
    )


def voice(room: Room, seat: int, choice: Choice) -> Receipt:
    return voting.voice(
        room.db,
        room.meeting_id,
        room.motion,
        room.seat(seat),
        choice,
        key=room.key(),
        by=room.desk,
        now=room.tick(),
    )


def confirm(room: Room, person_id: int) -> None:
    voting.confirm_list(room.db, room.meeting_id, room.motion, confirmed_by=person_id, by=room.desk, now=room.tick())


def opened(db: Database, present: int = 5) -> Room:
    room = Room(db, seats=6).open(present=present)
    room.open_vote()
    return room


def test_a_show_of_hands_names_the_few_and_counts_the_others_in_favour(db: Database) -> None:
    room = opened(db)
    named = {"against": [room.seat(2)], "abstain": [room.seat(3)], "no_part": [room.seat(4)]}
    before = hands_preview(room.state(), **named)
    count = hands(room, **named)
    assert (count.in_favour, count.against, count.abstain, count.no_part) == (2, 1, 1, 1)
    assert before == count
    confirm(room, room.person(1))
    result = room.close()
    assert (result.counts.in_favour, result.counts.against, result.counts.abstain) == (2, 1, 1)
    assert (result.no_part, result.hands) == (1, 5)
    assert {each.channel for each in queries.ballots_by_name(db, room.the_motion())} == {Channel.SHOW_OF_HANDS}


def test_the_sentence_read_back_is_journaled(db: Database) -> None:
    room = opened(db)
    hands(room)
    (entry,) = [each for each in audit.of_scope(db, f"meeting:{room.meeting_id}") if each.act == "vote.hands"]
    assert entry.facts["read_back"] == SENTENCE
    assert entry.actor == room.desk.person_id
    with refused(MeetingRefusal.READ_BACK_MISSING):
        hands(room, read_back=" ")


def test_remote_members_are_heard_by_name(db: Database) -> None:
    room = Room(db, seats=6)
    room.arrive(1, 2, 3)
    room.arrive(4, form=Form.VIDEO)
    room.mandate(6, 4)
    room.open()
    room.open_vote()
    with refused(MeetingRefusal.REMOTE_NOT_HEARD):
        hands(room)
    count = hands(room, heard={room.seat(4): AGAINST, room.seat(6): FOR})
    assert (count.in_favour, count.against) == (4, 1)


def test_a_ballot_already_cast_by_device_is_kept(db: Database) -> None:
    room = opened(db)
    room.cast(2, AGAINST)
    with refused(MeetingRefusal.SEAT_HAS_VOTED):
        hands(room, abstain=[room.seat(2)])
    assert hands(room).in_favour == 4
    confirm(room, room.person(1))
    assert room.close().counts.against == 1


def test_a_seat_without_a_right_or_named_twice_is_refused(db: Database) -> None:
    room = opened(db)
    with refused(MeetingRefusal.SEAT_NOT_ENTITLED):
        hands(room, against=[room.seat(6)])
    with refused(MeetingRefusal.SEAT_NOT_ENTITLED):
        hands(room, against=[999])
    with refused(MeetingRefusal.SEAT_NAMED_TWICE):
        hands(room, against=[room.seat(2)], abstain=[room.seat(2)])
    assert room.state().open.voted == frozenset()


def test_the_same_form_sent_twice_records_one_show_of_hands(db: Database) -> None:
    room = opened(db)
    first = hands(room, key="main-levee-001", against=[room.seat(2)])
    again = hands(room, key="main-levee-001", against=[room.seat(2)])
    assert first == again
    assert db.value("SELECT count(*) FROM ballots") == 5


def test_a_show_of_hands_after_the_closing_is_refused(db: Database) -> None:
    room = opened(db)
    room.close()
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        hands(room)
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        hands_preview(room.state())


def test_a_vote_by_voice_is_entered_by_the_desk_and_marked(db: Database) -> None:
    room = opened(db)
    receipt = voice(room, 2, AGAINST)
    assert receipt.channel is Channel.VOICE
    state = room.state()
    assert (state.open.desk_entered, state.open.entered_by) == ({room.seat(2)}, {room.desk.person_id})
    assert state.open.list_to_confirm
    confirm(room, room.person(1))
    assert room.close().voices == 1


def test_voice_sent_twice_with_one_key_is_one_ballot(db: Database) -> None:
    room = opened(db)
    receipts = {
        voting.voice(
            db,
            room.meeting_id,
            room.motion,
            room.seat(2),
            AGAINST,
            key="voix-0000001",
            by=room.desk,
            now=room.tick(),
        ).number
        for _ in range(2)
    }
    assert len(receipts) == 1
    assert db.value("SELECT count(*) FROM ballots") == 1


def test_vot_2_the_desk_replaces_no_ballot_that_a_member_cast_by_their_own_device(db: Database) -> None:
    """The receipt in the member's hand must go on saying what counts; a list of the desk's own is theirs to set right."""
    room = opened(db)
    room.cast(2, FOR)
    voice(room, 3, FOR)

    with refused(MeetingRefusal.SEAT_HAS_VOTED):
        voice(room, 2, AGAINST)
    assert voice(room, 3, AGAINST).choice is AGAINST
    room.cast(3, FOR)
    with refused(MeetingRefusal.SEAT_HAS_VOTED):
        voice(room, 3, AGAINST)
    assert db.value("SELECT count(*) FROM ballots") == 4


def test_a_voice_of_somebody_absent_is_refused(db: Database) -> None:
    room = opened(db)
    with refused(PollRefusal.NO_RIGHT):
        voice(room, 6, FOR)


def test_a_list_entered_by_the_desk_is_confirmed_by_a_second_person_before_the_closing(db: Database) -> None:
    room = opened(db)
    with refused(MeetingRefusal.NOTHING_TO_CONFIRM):
        confirm(room, room.person(1))
    voice(room, 2, AGAINST)
    with refused(MeetingRefusal.LIST_NOT_CONFIRMED):
        room.close()
    with refused(MeetingRefusal.SECOND_PERSON_NEEDED):
        confirm(room, room.desk.person_id or 0)
    with refused(MeetingRefusal.UNKNOWN_PERSON):
        confirm(room, 999)
    confirm(room, room.person(1))
    assert room.the_motion().list_confirmed_by == room.person(1)
    voice(room, 3, ABSTAIN)
    with refused(MeetingRefusal.LIST_NOT_CONFIRMED):
        room.close()
    confirm(room, room.person(1))
    assert room.close().counts.abstain == 1


def test_the_chair_may_decide_to_close_without_the_confirmation(db: Database) -> None:
    room = opened(db)
    voice(room, 2, NO_PART)
    assert room.close(decision="Personne d’autre au secrétariat").no_part == 1
    assert [each.rule for each in queries.decisions(db, room.meeting_id)] == ["list"]


@pytest.mark.parametrize("choice", list(Choice), ids=lambda choice: choice.value)
def test_what_the_desk_enters_is_read_back_from_its_list_alone(db: Database, choice: Choice) -> None:
    room = opened(db)
    room.cast(1, FOR)
    voice(room, 2, choice)
    (entered,) = polls.desk_list(db, room.the_motion().poll_id or 0)
    assert (entered.seat_id, entered.choice) == (str(room.seat(2)), choice)


def test_confirming_twice_with_one_form_is_one_act(db: Database) -> None:
    room = opened(db)
    voice(room, 2, FOR)
    for _ in range(2):
        voting.confirm_list(
            db,
            room.meeting_id,
            room.motion,
            confirmed_by=room.person(1),
            by=SYSTEM,
            now=room.tick(),
            key="confirmation-1",
        )
    acts = [entry.act for entry in audit.of_scope(db, f"meeting:{room.meeting_id}")]
    assert acts.count("vote.list_confirmed") == 1
