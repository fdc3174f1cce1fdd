"""LAW 7.4 and 7.6: the quorum of a sitting, and members who withdraw from an item."""

from collections.abc import Callable

import pytest

from tests import factories
from tests.meetings.room import AGAINST, FOR, Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.committees.service import setup
from webapp.meetings import queries
from webapp.meetings.model import QuorumRefusal, Sense
from webapp.meetings.queries import Line, Warn, preview_opening, status_line
from webapp.meetings.service import conduct, presence, voting
from webapp.meetings.sitting import ClosingKind, Form, ItemState, MeetingDraft, MeetingRefusal, MeetingState
from webapp.polls.model import PollRefusal
from webapp.storage.database import Database

RULES = "Délibération du 3 février 2026"


def ten_in_the_room_three_by_video(room: Room) -> None:
    room.arrive(*range(1, 11))
    room.arrive(11, 12, 13, form=Form.VIDEO)


def twelve(room: Room) -> None:
    room.arrive(*range(1, 13))


def twelve_and_a_mandate(room: Room) -> None:
    twelve(room)
    room.mandate(20, 1)


def eleven_and_two_mandates_to_one_holder(room: Room) -> None:
    room.arrive(*range(1, 12))
    room.mandate(20, 1)
    room.mandate(21, 1)


def eleven_and_two_mandates_to_two_holders(room: Room) -> None:
    room.arrive(*range(1, 12))
    room.mandate(20, 1)
    room.mandate(21, 2)


def twelve_and_a_mandate_to_an_absent_holder(room: Room) -> None:
    twelve(room)
    room.mandate(20, 21)


def twelve_with_a_substitute_and_the_mandate_of_whom_he_replaces(room: Room) -> None:
    room.arrive(*range(1, 12))
    presence.arrive(room.db, room.meeting_id, room.seat(12), room.person(12, 1), Form.ROOM, by=SYSTEM, now=room.tick())
    room.mandate(12, 1)


def thirteen_and_one_recusal(room: Room) -> None:
    room.arrive(*range(1, 14))
    room.recuse(13)


def thirteen_and_the_mandate_of_a_recused_holder(room: Room) -> None:
    room.arrive(*range(1, 14))
    room.mandate(20, 13)
    room.recuse(13)


def fourteen_and_the_mandate_of_a_recused_holder(room: Room) -> None:
    room.arrive(*range(1, 15))
    room.mandate(20, 14)
    room.recuse(14)


@pytest.mark.parametrize(
    ("arrange", "counted"),
    [
        (ten_in_the_room_three_by_video, 13),
        (twelve, 12),
        (twelve_and_a_mandate, 13),
        (eleven_and_two_mandates_to_one_holder, 12),
        (eleven_and_two_mandates_to_two_holders, 13),
        (twelve_and_a_mandate_to_an_absent_holder, 12),
        (twelve_with_a_substitute_and_the_mandate_of_whom_he_replaces, 12),
        (thirteen_and_one_recusal, 12),
        (thirteen_and_the_mandate_of_a_recused_holder, 12),
        (fourteen_and_the_mandate_of_a_recused_holder, 13),
    ],
    ids=lambda value: value.__name__ if callable(value) else str(value),
)
def test_quo_2_the_law_table_row_by_row_opens_a_vote_or_not(
    db: Database, arrange: Callable[[Room], None], counted: int
) -> None:
    room = Room(db, seats=26, substitutes=True)
    arrange(room)
    room.open()
    preview = preview_opening(room.state(), room.motion)
    assert (preview.quorum.counted, preview.quorum.required) == (counted, 13)
    if counted >= 13:
        room.open_vote()
        assert preview.blocked is None
    else:
        assert preview.blocked is QuorumRefusal.NOT_REACHED
        with refused(QuorumRefusal.NOT_REACHED):
            room.open_vote()


def test_quo_3_without_quorum_the_finding_closes_the_sitting_and_adjourns_its_items(db: Database) -> None:
    room = Room(db).open(present=2)
    with refused(QuorumRefusal.NOT_REACHED):
        room.open_vote()
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    state = room.state()
    assert state.meeting.closing_kind is ClosingKind.NO_QUORUM
    assert [item.state for item in state.items] == [ItemState.ADJOURNED]
    assert state.quorum(room.item).counted == 2
    assert status_line(state, room.person(1)).kind is Line.CLOSED_NO_QUORUM


def test_quo_3_the_finding_is_refused_where_quorum_is(db: Database) -> None:
    room = Room(db).open(present=3)
    with refused(MeetingRefusal.QUORUM_IS_THERE):
        conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())


def test_quo_4_a_member_who_leaves_takes_the_quorum_of_the_next_item_along(db: Database) -> None:
    room = Room(db).open(present=3)
    assert room.state().quorum().reached
    room.depart(3)
    assert not room.state().quorum().reached
    with refused(QuorumRefusal.NOT_REACHED):
        room.open_vote()


def test_quo_4_a_quorum_taken_at_the_opening_lasts_the_sitting(db: Database) -> None:
    settings = CommitteeSettings(quorum_moment="opening", recording_rules=RULES)
    room = Room(db, settings=settings).open(present=3)
    room.depart(3)
    assert room.state().quorum().counted == 3
    room.open_vote()


def test_quo_5_the_figures_are_kept_with_the_vote(db: Database) -> None:
    room = Room(db).open(present=3)
    room.mandate(5, 2)
    room.open_vote()
    found = room.the_motion().opening
    assert found is not None
    figures = found.quorum
    assert (figures.composing, figures.present, figures.represented, figures.required) == (5, 3, 1, 3)
    assert room.close().quorum == figures


def test_quo_6_the_telephone_counts_as_presence(db: Database) -> None:
    room = Room(db)
    room.arrive(1, 2)
    room.arrive(3, form=Form.TELEPHONE)
    room.open()
    room.open_vote()


def test_quo_8_a_second_notice_sits_without_quorum_and_only_after_a_finding(db: Database) -> None:
    room = Room(db).open(present=1)
    draft = MeetingDraft(starts_at=factories.NOW, second_notice=True, first_meeting_id=room.meeting_id)
    with refused(MeetingRefusal.SECOND_NOTICE_NEEDS_FINDING):
        conduct.create(db, room.committee.id, draft, by=SYSTEM, now=room.tick())
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    first = room.meeting_id
    room.meeting_id = room.prepare(second_notice=True, first_meeting_id=first)
    room.item = room.add_item()
    room.motion = room.add_motion(room.item)
    room.open(present=1)
    preview = preview_opening(room.state(), room.motion)
    assert not preview.quorum.applies
    assert Warn.NO_QUORUM_CONDITION in preview.warnings
    room.open_vote()
    room.cast(1, FOR)
    assert room.close().outcome.sense is Sense.FAVOURABLE


def test_the_settings_of_a_sitting_are_frozen_at_its_opening(db: Database) -> None:
    room = Room(db).open(present=3)
    setup.change_settings(db, room.committee.id, CommitteeSettings(composing=50), by=SYSTEM, now=room.tick())
    state = room.state()
    assert state.composing == 5
    assert state.settings == room.settings


def test_dep_1_a_recused_member_has_no_ballot_on_this_item_alone(db: Database) -> None:
    room = Room(db, seats=6).open(present=5)
    room.recuse(2)
    preview = preview_opening(room.state(), room.motion)
    assert preview.recused == (room.seat(2),)
    assert (preview.quorum.counted, len(preview.entitled)) == (4, 4)
    room.open_vote()
    assert status_line(room.state(), room.person(2)).kind is Line.VOTE_RECUSED
    with refused(PollRefusal.NO_RIGHT):
        room.cast(2, FOR)
    room.close()
    other = room.add_item()
    assert room.state().quorum(other).counted == 5


def test_dep_1_the_substitute_of_a_recused_member_is_not_concerned(db: Database) -> None:
    room = Room(db, substitutes=True).open(present=4)
    room.recuse(2)
    room.depart(2)
    presence.arrive(db, room.meeting_id, room.seat(2), room.person(2, 1), Form.ROOM, by=SYSTEM, now=room.tick())
    room.open_vote()
    room.cast(2, FOR, substitute=1)


def test_dep_2_a_recusal_is_declared_at_check_in_before_the_opening(db: Database) -> None:
    room = Room(db)
    room.arrive(1, 2, 3, 4)
    room.recuse(2)
    with refused(MeetingRefusal.ALREADY_RECUSED):
        room.recuse(2)
    room.open()
    presence.end_recusal(db, room.meeting_id, room.seat(2), room.item, by=SYSTEM, now=room.tick())
    assert preview_opening(room.state(), room.motion).recused == ()
    with refused(MeetingRefusal.NOT_RECUSED):
        presence.end_recusal(db, room.meeting_id, room.seat(2), room.item, by=SYSTEM, now=room.tick())


def test_dep_3_a_recusal_declared_after_voting_cancels_the_ballot(db: Database) -> None:
    room = Room(db).open(present=4)
    room.open_vote()
    room.votes({1: FOR, 2: AGAINST, 3: FOR})
    room.recuse(2)
    result = room.close()
    assert (result.counts.in_favour, result.counts.against, result.counts.entitled) == (2, 0, 3)
    assert len(queries.ballots_by_name(db, room.the_motion())) == 2


def test_dep_5_a_recused_chair_has_no_casting_vote_and_another_presides(db: Database) -> None:
    room = Room(db).open(present=5)
    room.recuse(1)
    assert Warn.CHAIR_RECUSED in preview_opening(room.state(), room.motion).warnings
    room.open_vote()
    room.votes({2: FOR, 3: FOR, 4: AGAINST, 5: AGAINST})
    presence.preside(db, room.meeting_id, room.seat(2), delegation="vice-présidente", by=SYSTEM, now=room.tick())
    result = room.close()
    assert result.outcome.casting_vote_used
    assert result.outcome.sense is Sense.FAVOURABLE
    assert result.chair.seat == room.seat(2)


def test_dep_5_a_recused_chair_who_still_presides_settles_no_tie(db: Database) -> None:
    room = Room(db).open(present=5)
    room.recuse(1)
    room.open_vote()
    room.votes({2: FOR, 3: FOR, 4: AGAINST, 5: AGAINST})
    assert room.close().outcome.sense is Sense.TIE


def test_man_5_a_recused_holder_brings_the_mandate_down_for_this_item(db: Database) -> None:
    room = Room(db, seats=6).open(present=4)
    room.mandate(6, 2)
    room.recuse(2)
    preview = preview_opening(room.state(), room.motion)
    assert Warn.MANDATES_VOID in preview.warnings
    assert preview.quorum.counted == 3
    assert room.seat(6) not in preview.entitled


def test_the_chair_must_be_present_to_open_the_sitting(db: Database) -> None:
    room = Room(db)
    room.arrive(2, 3)
    with refused(MeetingRefusal.CHAIR_MISSING):
        room.open()
    presence.preside(db, room.meeting_id, room.seat(2), delegation="doyenne d’âge", by=SYSTEM, now=room.tick())
    room.open()
    state = room.state()
    assert state.meeting.state is MeetingState.OPEN
    assert state.presence.chair is not None
    assert state.presence.chair.delegation == "doyenne d’âge"
    with refused(MeetingRefusal.NOT_PRESENT):
        presence.preside(db, room.meeting_id, room.seat(5), by=SYSTEM, now=room.tick())


def test_a_chair_who_left_is_said_before_the_vote_and_settles_nothing(db: Database) -> None:
    room = Room(db).open(present=5)
    room.depart(1)
    assert Warn.CHAIR_NOT_SITTING in preview_opening(room.state(), room.motion).warnings
    room.open_vote()
    room.votes({2: FOR, 3: AGAINST})
    result = room.close()
    assert (result.outcome.sense, result.chair.seat) == (Sense.TIE, None)
    with refused(MeetingRefusal.CHAIR_NOT_SITTING):
        voting.declare_casting(db, room.meeting_id, room.motion, FOR, by=SYSTEM, now=room.tick())
