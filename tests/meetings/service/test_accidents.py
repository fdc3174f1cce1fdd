"""Each accident of a sitting has its way out: a vote stopped or redone, a suspension, an agenda reshaped, an early end."""

import pytest

from tests import factories
from tests.meetings.room import ABSTAIN, AGAINST, FOR, Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.meetings import queries
from webapp.meetings.model import Mode, PaperCount, PaperRefusal, QuorumRefusal, Sense
from webapp.meetings.queries import status_line
from webapp.meetings.service import accidents, agenda, conduct, paper, reshape, voting
from webapp.meetings.sitting import (
    ClosingKind,
    ItemDraft,
    ItemKind,
    ItemState,
    MeetingDraft,
    MeetingRefusal,
    MotionState,
)
from webapp.minutes import queries as minutes
from webapp.minutes.model import Facts
from webapp.minutes.model.facts import to_minute
from webapp.polls import queries as polls
from webapp.polls.model import PollRefusal
from webapp.storage.database import Database
from webapp.wording.status import sentence


def stop(room: Room, reason: str = "Le mauvais point a été ouvert") -> None:
    accidents.stop_vote(room.db, room.meeting_id, room.motion, reason=reason, by=SYSTEM, now=room.tick())


def redo(room: Room, reason: str = "Le texte lu n’était pas celui de l’écran") -> None:
    accidents.redo_vote(room.db, room.meeting_id, room.motion, reason=reason, by=SYSTEM, now=room.tick())


def facts_of(room: Room) -> Facts:
    return minutes.dossier(room.db, room.meeting_id, now=room.tick(), authority="Préfecture").facts


def said(room: Room, number: int) -> str:
    line = status_line(room.state(), room.person(number))
    return sentence(line.kind, line.facts)


def test_the_wrong_item_opened_is_cancelled_with_one_sentence_before_the_first_ballot(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    stop(room)
    assert room.the_motion().state is MotionState.PENDING
    assert [(each.rule, each.decision) for each in queries.decisions(db, room.meeting_id)] == [("vote", "cancelled")]
    (earlier,) = facts_of(room).agenda[0].votes[0].earlier
    assert (earlier.number, earlier.fate, earlier.ballots) == (1, "cancelled", 0)
    assert earlier.reason == "Le mauvais point a été ouvert"
    assert earlier.by == room.state().person_name(room.person(1))


def test_a_vote_interrupted_keeps_its_ballots_uncounted_and_vote_no_2_opens(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    receipt = room.cast(2, AGAINST)
    first = room.the_motion()
    stop(room, "La connexion de la salle est coupée")
    assert "a été arrêté" in said(room, 2)
    room.open_vote()
    assert "Le vote n° 2 sur le point 1 est ouvert".replace("n° 2", "n°\u00a02") in said(room, 2)
    room.votes({1: FOR, 3: FOR})
    assert room.close().counts.in_favour == 2
    assert room.the_motion().number == 2
    assert polls.receipts_of_person(db, room.person(2)) == [receipt]
    assert [poll.id for poll in queries.annulled_votes(db, room.the_motion())] == [first.poll_id]
    vote = facts_of(room).agenda[0].votes[0]
    assert (vote.attempt, vote.in_favour, vote.against, vote.silent) == (2, 2, 0, 1)
    assert [(each.number, each.fate, each.ballots) for each in vote.earlier] == [(1, "interrupted", 1)]


def test_a_ballot_for_an_interrupted_vote_is_refused_and_its_key_is_free(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.cast(1, FOR, key="bulletin-0001")
    stop(room)
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        room.cast(2, FOR)
    room.open_vote()
    with refused(PollRefusal.KEY_REUSED):
        room.cast(1, FOR, key="bulletin-0001")


def test_a_closed_vote_is_redone_only_on_the_recorded_decision_of_the_chair_and_both_results_are_kept(
    db: Database,
) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    with refused(MeetingRefusal.VOTE_NOT_CLOSED):
        redo(room)
    room.votes({1: FOR, 2: FOR, 3: ABSTAIN})
    room.close()
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.REASON_MISSING):
        redo(room, "  ")
    redo(room)
    assert "va être refait" in said(room, 2)
    room.open_vote()
    room.votes({1: AGAINST, 2: AGAINST, 3: FOR})
    assert room.close().outcome.sense is Sense.UNFAVOURABLE
    vote = facts_of(room).agenda[0].votes[0]
    (earlier,) = vote.earlier
    assert (earlier.fate, earlier.in_favour, earlier.abstain, earlier.ballots) == ("redone", 2, 1, 3)
    assert earlier.wording is not None
    assert earlier.wording.startswith("avis favorable")
    assert (vote.attempt, vote.against, vote.in_favour) == (2, 2, 1)


def test_a_vote_of_an_item_that_is_over_is_redone_once_the_item_is_taken_up_again(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.close()
    conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_NOT_IN_HAND):
        redo(room)
    conduct.reopen_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    conduct.begin_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    redo(room)
    assert room.the_motion().state is MotionState.PENDING


def test_an_item_called_by_mistake_begins_at_its_next_call(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    stop(room)
    conduct.reopen_item(db, room.meeting_id, room.item, reason="Trop tôt", by=SYSTEM, now=room.tick())
    assert facts_of(room).agenda[0].begun_at is None
    again = room.tick()
    conduct.begin_item(db, room.meeting_id, room.item, by=SYSTEM, now=again)
    item = facts_of(room).agenda[0]
    assert item.begun_at == to_minute(again)
    assert [each.what for each in item.decisions] == ["Point appelé par erreur, remis parmi ceux à venir"]


def test_an_item_put_back_after_ballots_keeps_the_hour_of_its_first_call(db: Database) -> None:
    room = Room(db).open(present=3)
    begun = room.state().item.begun_at
    room.open_vote()
    room.cast(1, FOR)
    stop(room)
    conduct.reopen_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    assert facts_of(room).agenda[0].begun_at == to_minute(begun)


def test_a_vote_redone_and_never_held_again_gives_no_opinion(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    room.votes({1: FOR, 2: FOR})
    room.close()
    redo(room)
    conduct.end_item(db, room.meeting_id, room.item, reason="Faute de temps", by=SYSTEM, now=room.tick())
    item = facts_of(room).agenda[0]
    assert item.opinion is None
    assert item.votes[0].earlier[0].fate == "redone"


def test_a_vote_in_progress_stands_in_the_way_of_redoing_another(db: Database) -> None:
    room = Room(db).open(present=3)
    second = room.add_motion(room.item, "Texte amendé")
    room.open_vote()
    room.close()
    room.open_vote(second)
    with refused(MeetingRefusal.VOTE_STILL_OPEN):
        redo(room)


def test_a_suspended_sitting_calls_and_votes_nothing_and_takes_its_quorum_again_when_resumed(db: Database) -> None:
    room = Room(db).open(present=3)
    accidents.suspend(db, room.meeting_id, reason="Alarme incendie", by=SYSTEM, now=room.tick())
    assert said(room, 2).startswith("La séance est suspendue depuis")
    with refused(MeetingRefusal.SUSPENDED):
        accidents.suspend(db, room.meeting_id, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.SUSPENDED):
        room.open_vote()
    other = room.add_item()
    with refused(MeetingRefusal.SUSPENDED):
        conduct.begin_item(db, room.meeting_id, other, by=SYSTEM, now=room.tick())
    room.depart(3)
    accidents.resume(db, room.meeting_id, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.NOT_SUSPENDED):
        accidents.resume(db, room.meeting_id, by=SYSTEM, now=room.tick())
    with refused(QuorumRefusal.NOT_REACHED):
        room.open_vote()
    (line,) = facts_of(room).suspensions
    assert (line.reason, line.counted, line.required, line.reached) == ("Alarme incendie", 2, 3, False)
    assert line.until is not None


def test_a_sitting_is_not_suspended_under_an_open_vote(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    with refused(MeetingRefusal.VOTE_STILL_OPEN):
        accidents.suspend(db, room.meeting_id, by=SYSTEM, now=room.tick())


def test_a_sitting_left_suspended_is_closed_all_the_same(db: Database) -> None:
    room = Room(db).open(present=3)
    accidents.suspend(db, room.meeting_id, by=SYSTEM, now=room.tick())
    accidents.end_early(db, room.meeting_id, reason="La panne dure", by=SYSTEM, now=room.tick())
    assert room.state().meeting.suspended_at is None
    assert facts_of(room).suspensions[0].until is None


def test_a_sitting_ended_early_carries_its_remaining_items_over_to_the_next(db: Database) -> None:
    room = Room(db)
    left = room.add_item()
    room.add_motion(left, "Texte du second point")
    room.open(present=3)
    room.open_vote()
    room.close()
    conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    to = room.prepare()
    accidents.end_early(db, room.meeting_id, reason="Il est tard", next_meeting_id=to, by=SYSTEM, now=room.tick())
    done, adjourned = room.state().items
    assert (done.state, adjourned.state) == (ItemState.DONE, ItemState.ADJOURNED)
    assert adjourned.state_reason.startswith("reporté à la séance du ")
    (carried,) = queries.items(db, to)
    assert (carried.title, carried.carried_from, carried.label) == (adjourned.title, left, "1")
    assert [each.text for each in queries.motions(db, to)] == ["Texte du second point"]
    assert room.state().meeting.closing_kind is ClosingKind.NORMAL
    assert any("points reportés" in each.what and each.reason == "Il est tard" for each in facts_of(room).decisions)


def test_items_are_not_carried_to_a_sitting_of_another_committee_nor_to_one_without_quorum(db: Database) -> None:
    room = Room(db).open(present=3)
    elsewhere = factories.a_committee(db, seat_count=3, settings=room.settings, code="ailleurs")
    draft = MeetingDraft(starts_at=factories.NOW, mode=Mode.IN_PERSON)
    foreign = conduct.create(db, elsewhere.id, draft, by=SYSTEM, now=room.tick()).id
    for to in (foreign, room.meeting_id, 9999):
        with refused(MeetingRefusal.NEXT_NOT_PREPARED):
            accidents.end_early(db, room.meeting_id, reason="Tard", next_meeting_id=to, by=SYSTEM, now=room.tick())
    assert room.state().meeting.closed_at is None


def test_an_item_is_split_in_two_and_each_part_goes_its_own_way(db: Database) -> None:
    room = Room(db)
    last = room.add_item()
    room.open(present=3)
    second = reshape.split_item(
        db, room.meeting_id, room.item, ("La demande", "Les prescriptions"), by=SYSTEM, now=room.tick()
    )
    told = [(each.id, each.label, each.title) for each in room.state().items]
    assert told[:2] == [(room.item, "1a", "La demande"), (second, "1b", "Les prescriptions")]
    assert told[2][0] == last
    assert [each.id for each in queries.motions(db, room.meeting_id)] == [room.motion]
    assert reshape.split_item(db, room.meeting_id, second, ("Eau", "Air"), by=SYSTEM, now=room.tick())
    assert [each.label for each in room.state().items] == ["1a", "1b", "1c", "2"]
    (line, *_) = facts_of(room).agenda[0].decisions
    assert line.what == "Point 1, « Extension d’un élevage », divisé en 1a, 1b"


def test_an_item_added_in_the_room_takes_the_number_after_those_announced(db: Database) -> None:
    room = Room(db)
    room.add_item()
    room.open(present=3)
    reshape.split_item(db, room.meeting_id, room.item, ("La demande", "Les prescriptions"), by=SYSTEM, now=room.tick())
    room.add_item()
    assert [each.label for each in room.state().items] == ["1a", "1b", "2", "3"]


def test_taking_an_item_out_in_the_room_leaves_the_others_the_numbers_under_which_they_were_announced(
    db: Database,
) -> None:
    room = Room(db)
    second, third = room.add_item(), room.add_item()
    room.open(present=3)
    agenda.move_item(db, room.meeting_id, third, 2, by=SYSTEM, now=room.tick())
    agenda.move_item(db, room.meeting_id, third, 3, by=SYSTEM, now=room.tick())
    agenda.remove_item(db, room.meeting_id, second, by=SYSTEM, now=room.tick())
    assert [each.label for each in room.state().items] == ["1", "3"]


def test_an_item_is_joined_to_another_with_its_votes(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    moved = room.add_motion(other, "Texte du second")
    room.open(present=3)
    with refused(MeetingRefusal.JOIN_TO_ITSELF):
        reshape.join_items(db, room.meeting_id, other, other, by=SYSTEM, now=room.tick())
    reshape.join_items(db, room.meeting_id, other, room.item, by=SYSTEM, now=room.tick())
    sitting = room.state()
    assert [each.id for each in sitting.motions_of(room.item)] == [room.motion, moved]
    joined = sitting.item_of(other)
    assert joined is not None
    assert (joined.state, joined.state_reason) == (ItemState.JOINED, "joint au point 1")
    with refused(MeetingRefusal.ITEM_OVER):
        conduct.adjourn_item(db, room.meeting_id, other, reason="Déjà joint", by=SYSTEM, now=room.tick())


def test_an_item_taken_for_information_is_voted_no_more_and_ends_without_a_decision(db: Database) -> None:
    room = Room(db).open(present=3)
    reshape.to_information(db, room.meeting_id, room.item, reason="Dossier incomplet", by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ALREADY_INFORMATION):
        reshape.to_information(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    assert room.state().next_motion(room.item) is None
    conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    item = facts_of(room).agenda[0]
    assert (item.kind, item.votes[0].held) == ("information", False)
    assert item.decisions[0].reason == "Dossier incomplet"


def test_what_was_voted_keeps_its_item_as_it_is(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    room.open(present=3)
    room.open_vote()
    stop(room)
    with refused(MeetingRefusal.ITEM_VOTED):
        reshape.split_item(db, room.meeting_id, room.item, ("A", "B"), by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_VOTED):
        reshape.join_items(db, room.meeting_id, room.item, other, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_VOTED):
        reshape.to_information(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())


def test_an_item_reordered_in_the_room_keeps_the_number_under_which_it_was_announced(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    room.open(present=3)
    agenda.move_item(db, room.meeting_id, other, 1, by=SYSTEM, now=room.tick())
    assert [(each.id, each.label) for each in room.state().items] == [(other, "2"), (room.item, "1")]
    assert facts_of(room).agenda[0].decisions[0].what == "Ordre de passage changé : ce point passe au rang 1"


def test_an_item_added_in_the_room_is_a_decision_of_the_chair_with_its_hour(db: Database) -> None:
    room = Room(db).open(present=3)
    added = agenda.add_item(
        db, room.meeting_id, ItemDraft(title="Point urgent"), reason="Urgence sanitaire", by=SYSTEM, now=room.tick()
    )
    line = next(each for each in queries.decisions(db, room.meeting_id) if each.item_id == added)
    assert (line.rule, line.decision, line.reason) == ("agenda", "added", "Urgence sanitaire")


def test_cnv_6_a_second_notice_takes_no_further_item_to_vote_on(db: Database) -> None:
    room = Room(db).open(present=1)
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    first = room.meeting_id
    room.meeting_id = room.prepare(second_notice=True, first_meeting_id=first)
    room.item = room.add_item()
    room.open(present=1)
    with refused(MeetingRefusal.SECOND_NOTICE_AGENDA_FIXED):
        room.add_item()
    assert room.add_item(ItemKind.INFORMATION)


def counted(**figures: int) -> PaperCount:
    standard = {"distributed": 5, "found": 5, "in_favour": 3, "against": 1, "blank": 1, "void": 0}
    return PaperCount(scrutineers=("Mme Aurore Brumeval",), **{**standard, **figures})


def on_paper(room: Room, decision: str = "Vote sur une personne") -> Room:
    voting.open_vote(
        room.db, room.meeting_id, room.motion, on_paper=True, decision=decision, by=SYSTEM, now=room.tick()
    )
    return room


def test_a_secret_vote_on_paper_is_recorded_by_its_totals_alone(db: Database) -> None:
    room = on_paper(Room(db).open(present=5))
    assert "bulletins secrets" in said(room, 2)
    with refused(PollRefusal.KIND_NOT_OFFERED):
        room.cast(2, FOR)
    with refused(MeetingRefusal.SECRET_ON_PAPER):
        room.close()
    result = paper.record(db, room.meeting_id, room.motion, counted(), by=SYSTEM, now=room.tick())
    assert (result.outcome.sense, result.counts.abstain, result.counts.did_not_vote) == (Sense.FAVOURABLE, 1, 0)
    assert result.outcome.wording == "avis favorable à la majorité (3 pour, 1 contre, 1 blanc ou nul)"
    assert paper.record(db, room.meeting_id, room.motion, counted(), by=SYSTEM, now=room.tick()) == result
    vote = facts_of(room).agenda[0].votes[0]
    assert vote.paper is not None
    assert (vote.paper.scrutineers, vote.paper.blank, vote.device) == (("Mme Aurore Brumeval",), 1, 0)
    assert vote.wording == "avis favorable à la majorité (3\u00a0pour, 1\u00a0contre, 1\u00a0blanc ou nul)"
    assert db.value("SELECT count(*) FROM ballots") == 0


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({"found": 4}, PaperRefusal.TOTALS_DISAGREE),
        ({"distributed": 4}, PaperRefusal.MORE_THAN_DISTRIBUTED),
        ({"distributed": 6}, PaperRefusal.MORE_THAN_ENTITLED),
        ({"against": -1, "in_favour": 5}, PaperRefusal.NEGATIVE),
    ],
    ids=["totals that disagree", "more than distributed", "more than may vote", "a negative figure"],
)
def test_sec_6_totals_that_do_not_agree_are_refused_and_the_vote_stays_open(
    db: Database, figures: dict[str, int], reason: PaperRefusal
) -> None:
    room = on_paper(Room(db).open(present=5))
    with refused(reason):
        paper.record(db, room.meeting_id, room.motion, counted(**figures), by=SYSTEM, now=room.tick())
    assert room.the_motion().state is MotionState.OPEN


def test_dep_3_a_withdrawal_after_the_urn_was_filled_asks_for_another_vote(db: Database) -> None:
    room = on_paper(Room(db).open(present=5))
    room.recuse(5)
    with refused(PaperRefusal.MORE_THAN_ENTITLED):
        paper.record(db, room.meeting_id, room.motion, counted(), by=SYSTEM, now=room.tick())
    stop(room, "Un membre s’est retiré après avoir voté")
    on_paper(room)
    four = counted(distributed=4, found=4, blank=0)
    assert paper.record(db, room.meeting_id, room.motion, four, by=SYSTEM, now=room.tick()).counts.entitled == 4


def test_vot_6_a_tie_on_paper_is_settled_by_declaration_or_stays_a_tie(db: Database) -> None:
    room = on_paper(Room(db).open(present=5))
    tie = counted(in_favour=2, against=2)
    assert paper.record(db, room.meeting_id, room.motion, tie, by=SYSTEM, now=room.tick()).outcome.sense is Sense.TIE
    settled = voting.declare_casting(db, room.meeting_id, room.motion, AGAINST, by=SYSTEM, now=room.tick())
    assert (settled.outcome.sense, settled.counts.against) == (Sense.UNFAVOURABLE, 2)


def test_vot_6_where_no_declaration_is_allowed_a_tie_without_the_ballot_of_the_chair_is_partage(db: Database) -> None:
    settings = CommitteeSettings(casting_declaration=False, recording_rules="Délibération du 3 février 2026")
    room = Room(db, settings=settings).open(present=5)
    room.open_vote()
    room.votes({2: FOR, 3: AGAINST})
    assert room.close().outcome.sense is Sense.TIE
    with refused(MeetingRefusal.DECLARATION_NOT_OFFERED):
        voting.declare_casting(db, room.meeting_id, room.motion, FOR, by=SYSTEM, now=room.tick())


def test_a_secret_committee_votes_on_paper_without_a_decision_and_another_one_only_with_it(db: Database) -> None:
    settings = CommitteeSettings(ballot_kind="secret", recording_rules="Délibération du 3 février 2026")
    on_paper(Room(db, settings=settings).open(present=5), decision="")
    other = Room(db, seats=6).open(present=5)
    with refused(MeetingRefusal.SECRET_ON_PAPER):
        on_paper(other, decision="")


def test_a_vote_that_is_not_on_paper_takes_no_count(db: Database) -> None:
    room = Room(db).open(present=5)
    room.open_vote()
    with refused(MeetingRefusal.NOT_ON_PAPER):
        paper.record(db, room.meeting_id, room.motion, counted(), by=SYSTEM, now=room.tick())


def test_each_way_out_done_twice_by_one_form_is_done_once(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    third = room.add_item()
    room.open(present=3)
    to = room.prepare()
    meeting = room.meeting_id
    acts = [
        lambda **form: accidents.stop_vote(db, meeting, room.motion, reason="Erreur", **form),
        lambda **form: accidents.redo_vote(db, meeting, room.motion, reason="Erreur", **form),
        lambda **form: accidents.suspend(db, meeting, **form),
        lambda **form: accidents.resume(db, meeting, **form),
        lambda **form: reshape.split_item(db, meeting, other, ("A", "B"), **form),
        lambda **form: reshape.join_items(db, meeting, third, other, **form),
        lambda **form: reshape.to_information(db, meeting, other, **form),
        lambda **form: accidents.end_early(db, meeting, reason="Tard", next_meeting_id=to, **form),
    ]
    for number, act in enumerate(acts):
        if number in {0, 1}:
            room.open_vote()
        if number == 1:
            room.close()
        form = {"by": SYSTEM, "key": f"issue-{number:08d}"}
        first = act(now=room.tick(), **form)
        journal = len(audit.of_scope(db, f"meeting:{meeting}"))
        assert act(now=room.tick(), **form) == first
        assert len(audit.of_scope(db, f"meeting:{meeting}")) == journal
    assert len(queries.items(db, to)) == 3
