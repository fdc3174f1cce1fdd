"""LAW 7.7: a vote by name, from its opening to its announcement."""

import pytest

from tests.meetings.room import ABSTAIN, AGAINST, FOR, NO_PART, Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.meetings import queries
from webapp.meetings.model import Sense
from webapp.meetings.queries import Line, preview_opening, status_line
from webapp.meetings.service import accidents, agenda, presence, voting
from webapp.meetings.sitting import ItemKind, MeetingRefusal, MotionDraft, MotionState
from webapp.polls import queries as polls
from webapp.polls.model import Choice, PollRefusal
from webapp.storage.database import Database

RULES = "Délibération du 3 février 2026"

# LAW VOT-3, row by row: in favour, against, abstentions, the chair's ballot, outcome by each base.
TABLE = [
    ((11, 4, 2), FOR, Sense.FAVOURABLE, Sense.FAVOURABLE),
    ((6, 5, 6), FOR, Sense.FAVOURABLE, Sense.NO_MAJORITY),
    ((4, 0, 9), FOR, Sense.FAVOURABLE, Sense.NO_MAJORITY),
    ((5, 6, 2), FOR, Sense.UNFAVOURABLE, Sense.NO_MAJORITY),
    ((8, 8, 1), FOR, Sense.FAVOURABLE, Sense.FAVOURABLE),
    ((8, 8, 1), AGAINST, Sense.UNFAVOURABLE, Sense.UNFAVOURABLE),
    ((8, 8, 1), ABSTAIN, Sense.TIE, Sense.TIE),
    ((0, 0, 13), ABSTAIN, Sense.NO_VOTE_EXPRESSED, Sense.NO_VOTE_EXPRESSED),
    ((13, 0, 0), FOR, Sense.FAVOURABLE, Sense.FAVOURABLE),
    ((7, 6, 0), AGAINST, Sense.FAVOURABLE, Sense.FAVOURABLE),
]


def ballots(counts: dict[Choice, int], chair: Choice) -> dict[int, Choice]:
    """Give seat 1, the chair, its choice, and the others what is left."""
    left = {**counts, chair: counts[chair] - 1}
    others = [choice for choice, number in left.items() for _ in range(number)]
    return {1: chair, **dict(enumerate(others, start=2))}


@pytest.mark.parametrize(("counts", "chair", "expressed", "present"), TABLE)
def test_vot_3_the_law_table_row_by_row(
    db: Database, counts: tuple[int, int, int], chair: Choice, expressed: Sense, present: Sense
) -> None:
    room = Room(db, seats=17).open(present=sum(counts))
    room.open_vote()
    room.votes(ballots(dict(zip((FOR, AGAINST, ABSTAIN), counts, strict=True)), chair))
    result = room.close()
    assert (result.counts.in_favour, result.counts.against, result.counts.abstain) == counts
    assert (result.outcome.expressed, result.outcome.present) == (expressed, present)
    assert result.outcome.diverges == (expressed is not present)


def test_vot_3_a_chair_without_a_vote_settles_no_tie(db: Database) -> None:
    settings = CommitteeSettings(chair_votes=False, recording_rules=RULES)
    room = Room(db, seats=17, settings=settings).open(present=17)
    room.open_vote()
    assert status_line(room.state(), room.person(1)).kind is Line.VOTE_CHAIR_WITHOUT_VOTE
    with refused(PollRefusal.NO_RIGHT):
        room.cast(1, FOR)
    room.votes({seat: FOR if seat < 10 else AGAINST for seat in range(2, 18)})
    result = room.close()
    assert (result.counts.in_favour, result.counts.against) == (8, 8)
    assert result.outcome.sense is Sense.TIE


def test_vot_1_to_take_no_part_is_no_ballot_and_awaits_nobody(db: Database) -> None:
    room = Room(db).open(present=4)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: NO_PART})
    assert room.state().open.awaited == (room.seat(4),)
    result = room.close()
    assert (result.no_part, result.silent, result.counts.did_not_vote) == (1, 1, 2)
    assert not result.outcome.unanimous


def test_vot_2_a_changed_ballot_replaces_the_first_until_the_closing(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(1, FOR)
    room.cast(1, AGAINST)
    result = room.close()
    assert (result.counts.in_favour, result.counts.against) == (0, 1)
    with refused(PollRefusal.NOT_RECEIVED):
        room.cast(1, FOR)


def test_vot_2_a_second_ballot_is_refused_where_the_committee_says_so(db: Database) -> None:
    room = Room(db, settings=CommitteeSettings(revote=False, recording_rules=RULES)).open(present=3)
    room.open_vote()
    room.cast(1, FOR)
    with refused(PollRefusal.ALREADY_VOTED):
        room.cast(1, AGAINST)


def test_vot_4_the_casting_vote_adds_no_ballot(db: Database) -> None:
    room = Room(db).open(present=4)
    room.open_vote()
    room.votes({1: AGAINST, 2: FOR, 3: FOR, 4: AGAINST})
    result = room.close()
    assert (result.counts.in_favour, result.counts.against) == (2, 2)
    assert result.outcome.casting_vote_used
    assert "voix prépondérante du président (2 pour, 2 contre)" in result.outcome.wording


def test_vot_5_the_casting_vote_is_the_chairs_own_not_that_of_a_mandate_they_hold(db: Database) -> None:
    room = Room(db, seats=6).open(present=4)
    room.mandate(6, 1)
    room.open_vote()
    room.votes({1: ABSTAIN, 2: FOR, 3: AGAINST, 4: AGAINST})
    room.cast(6, FOR, person=1)
    assert room.close().outcome.sense is Sense.TIE


def test_vot_5_it_belongs_to_whoever_presides_at_the_closing(db: Database) -> None:
    room = Room(db).open(present=4)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: AGAINST, 4: AGAINST})
    presence.preside(db, room.meeting_id, room.seat(4), delegation="par délégation", by=SYSTEM, now=room.tick())
    result = room.close()
    assert result.outcome.sense is Sense.UNFAVOURABLE
    assert result.chair.person_id == room.person(4)


def tied(db: Database, settings: CommitteeSettings | None = None) -> Room:
    room = Room(db, settings=settings).open(present=5)
    room.open_vote()
    room.votes({1: ABSTAIN, 2: FOR, 3: FOR, 4: AGAINST, 5: AGAINST})
    room.close()
    return room


def test_vot_6_a_tie_is_settled_by_a_public_declaration_kept_apart_from_the_totals(db: Database) -> None:
    room = tied(db)
    declare = voting.declare_casting
    with refused(MeetingRefusal.NOT_A_TIE):
        declare(db, room.meeting_id, room.motion, ABSTAIN, by=SYSTEM, now=room.tick())
    key = room.key()
    result = declare(db, room.meeting_id, room.motion, AGAINST, by=SYSTEM, now=room.tick(), key=key)
    assert result.outcome.sense is Sense.UNFAVOURABLE
    assert (result.counts.in_favour, result.counts.against, result.counts.abstain) == (2, 2, 1)
    assert result.chair.declaration == "against"
    assert declare(db, room.meeting_id, room.motion, AGAINST, by=SYSTEM, now=room.tick(), key=key) == result
    with refused(MeetingRefusal.NOT_A_TIE):
        declare(db, room.meeting_id, room.motion, FOR, by=SYSTEM, now=room.tick())
    assert not room.the_motion().recomputed


def test_vot_6_no_declaration_where_the_committee_does_not_allow_it(db: Database) -> None:
    room = tied(db, CommitteeSettings(casting_declaration=False, recording_rules=RULES))
    with refused(MeetingRefusal.DECLARATION_NOT_OFFERED):
        voting.declare_casting(db, room.meeting_id, room.motion, FOR, by=SYSTEM, now=room.tick())


def test_vot_6_no_declaration_once_announced_or_before_the_closing(db: Database) -> None:
    room = tied(db)
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ALREADY_ANNOUNCED):
        voting.declare_casting(db, room.meeting_id, room.motion, FOR, by=SYSTEM, now=room.tick())
    other = room.add_motion(room.item)
    with refused(MeetingRefusal.VOTE_NOT_CLOSED):
        voting.declare_casting(db, room.meeting_id, other, FOR, by=SYSTEM, now=room.tick())


def test_vot_7_unanimity_needs_everybody_entitled(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: FOR})
    assert room.close().outcome.wording == "avis favorable à l'unanimité"
    other = room.add_motion(room.item, "Autre texte")
    room.motion = other
    room.open_vote()
    room.votes({1: FOR, 2: FOR})
    assert room.close().outcome.wording == "avis favorable à l'unanimité des suffrages exprimés (2 pour)"


def test_vot_9_nothing_is_known_of_an_open_vote_but_who_is_awaited(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(1, AGAINST)
    motion = room.the_motion()
    assert motion.result is None
    with refused(PollRefusal.STILL_OPEN):
        queries.ballots_by_name(db, motion)
    told = "".join(entry.details for entry in audit.of_scope(db, f"meeting:{room.meeting_id}"))
    assert "against" not in told
    room.close()
    assert any(entry.facts.get("ballots") == {str(room.seat(1)): "against"} for entry in audit.entries(db))


def test_vot_9_members_learn_the_result_at_its_announcement(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: FOR})
    room.close()
    assert status_line(room.state(), room.person(2)).kind is Line.VOTE_CLOSED
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    line = status_line(room.state(), room.person(2))
    assert (line.kind, line.facts["outcome"]) == (Line.RESULT_KNOWN, "avis favorable à l'unanimité")
    assert room.the_motion().state is MotionState.ANNOUNCED
    with refused(MeetingRefusal.ALREADY_ANNOUNCED):
        voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())


def test_vot_10_the_text_of_an_open_vote_changes_only_by_annulling_and_reopening_it(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    first = room.the_motion()
    room.cast(1, FOR)
    draft = MotionDraft(title="Ensemble", text="Texte corrigé en séance")
    with refused(MeetingRefusal.MOTION_VOTED):
        agenda.update_motion(db, room.meeting_id, room.motion, draft, by=SYSTEM, now=room.tick())
    accidents.stop_vote(db, room.meeting_id, room.motion, reason="Texte à corriger", by=SYSTEM, now=room.tick())
    agenda.update_motion(db, room.meeting_id, room.motion, draft, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.MOTION_VOTED):
        agenda.remove_motion(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    room.open_vote()
    again = room.the_motion()
    assert again.text_hash != first.text_hash
    assert [poll.id for poll in queries.annulled_votes(db, again)] == [first.poll_id]
    room.cast(2, FOR)
    assert room.close().counts.in_favour == 1


def test_vot_11_every_voter_gets_a_receipt_with_the_choice(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    receipt = room.cast(1, FOR)
    assert receipt.text_hash == room.the_motion().text_hash
    assert polls.receipts_of_person(db, room.person(1)) == [receipt]


def test_vot_12_no_ballot_is_no_abstention(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.votes({1: FOR})
    result = room.close()
    assert (result.counts.abstain, result.counts.did_not_vote, result.silent) == (0, 2, 2)


def test_an_items_motions_are_voted_in_their_order_one_at_a_time(db: Database) -> None:
    room = Room(db).open(present=3)
    second = room.add_motion(room.item, "Ensemble du texte amendé")
    assert preview_opening(room.state(), second).blocked is MeetingRefusal.PREVIOUS_MOTION_PENDING
    with refused(MeetingRefusal.PREVIOUS_MOTION_PENDING):
        room.open_vote(second)
    room.open_vote()
    with refused(MeetingRefusal.OTHER_VOTE_OPEN):
        room.open_vote(second)
    with refused(MeetingRefusal.ALREADY_OPENED):
        room.open_vote()
    room.close()
    room.open_vote(second)
    assert preview_opening(room.state(), room.motion).blocked is MeetingRefusal.ALREADY_OPENED


def test_a_vote_opens_only_on_the_item_in_hand_with_a_text_and_somebody_to_vote(db: Database) -> None:
    room = Room(db).open(present=3)
    other = room.add_item()
    elsewhere = room.add_motion(other)
    with refused(MeetingRefusal.ITEM_NOT_IN_HAND):
        room.open_vote(elsewhere)
    assert preview_opening(room.state(), elsewhere).blocked is MeetingRefusal.ITEM_NOT_IN_HAND
    empty = agenda.add_motion(
        db, room.meeting_id, room.item, MotionDraft(title="Sans texte"), by=SYSTEM, now=room.tick()
    )
    room.open_vote()
    room.close()
    assert preview_opening(room.state(), empty).blocked is MeetingRefusal.TEXT_MISSING
    with refused(MeetingRefusal.TEXT_MISSING):
        room.open_vote(empty)
    with refused(MeetingRefusal.UNKNOWN_MOTION):
        room.open_vote(999)


def test_nobody_entitled_opens_no_vote(db: Database) -> None:
    settings = CommitteeSettings(recused_counts_in_quorum=True, composing=2, recording_rules=RULES)
    room = Room(db, settings=settings).open(present=1)
    room.recuse(1)
    assert preview_opening(room.state(), room.motion).blocked is MeetingRefusal.NOBODY_ENTITLED
    with refused(MeetingRefusal.NOBODY_ENTITLED):
        room.open_vote()


def test_an_information_item_has_no_vote(db: Database) -> None:
    room = Room(db)
    item = room.add_item(ItemKind.INFORMATION)
    with refused(MeetingRefusal.INFORMATION_HAS_NO_VOTE):
        room.add_motion(item)


def test_a_committee_that_votes_in_secret_votes_by_name_on_a_decision_of_the_chair(db: Database) -> None:
    room = Room(db, settings=CommitteeSettings(ballot_kind="secret", recording_rules=RULES)).open(present=3)
    with refused(MeetingRefusal.SECRET_NOT_OFFERED):
        room.open_vote()
    voting.open_vote(db, room.meeting_id, room.motion, decision="Accord unanime", by=SYSTEM, now=room.tick())
    assert [each.rule for each in queries.decisions(db, room.meeting_id)] == ["ballot_kind"]


def test_a_double_click_does_nothing_twice(db: Database) -> None:
    room = Room(db).open(present=3)
    key = room.key()
    for _ in range(2):
        voting.open_vote(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick(), key=key)
    opened = [entry for entry in audit.of_scope(db, f"meeting:{room.meeting_id}") if entry.act == "vote.opened"]
    assert len(opened) == 1
    with refused(MeetingRefusal.KEY_REUSED):
        voting.last_call(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick(), key=key)
    with refused(PollRefusal.KEY_MALFORMED):
        voting.last_call(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick(), key="…")


def test_closing_twice_gives_the_same_result(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(1, FOR)
    assert room.close() == room.close()


def test_the_last_call_names_those_awaited(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(1, FOR)
    voting.last_call(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    state = room.state()
    assert state.open.awaited == (room.seat(2), room.seat(3))
    assert status_line(state, room.person(2)).kind is Line.VOTE_LAST_CALL
    assert status_line(state, room.person(1)).kind is Line.VOTE_CAST


def test_a_ballot_for_a_vote_that_is_not_open_is_refused(db: Database) -> None:
    room = Room(db).open(present=3)
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        room.cast(1, FOR)
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        room.close()
