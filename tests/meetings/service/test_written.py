"""The consultation in writing: ordonnance 2014-1329 art. 3, décret 2014-1627 (LAW 7.8)."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests import factories
from tests.meetings.consulted import HOUR, LIMIT, LINKING, MS, RULES, START, Consulted
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings, Rank
from webapp.committees.service import appointments, setup
from webapp.committees.service.appointments import Candidate
from webapp.kernel.errors import Refusal
from webapp.meetings import queries
from webapp.meetings.model import Mode, Sense
from webapp.meetings.rules.written import phase, unready
from webapp.meetings.service import agenda, conduct, contributions, means, presence, rehearsal, voting
from webapp.meetings.sitting import (
    ClosingKind,
    Form,
    ItemState,
    MeetingDraft,
    MeetingRefusal,
    MeetingState,
    Nature,
    Phase,
    WrittenRefusal,
)
from webapp.outbox import queries as outbox
from webapp.outbox.model import MessageState
from webapp.polls.model import Choice, PollRefusal
from webapp.storage.database import Database, unit_of_work


def journal(case: Consulted, act: str) -> list[dict[str, Any]]:
    entries = audit.of_scope(case.db, f"meeting:{case.meeting_id}")
    return [json.loads(each.details) for each in entries if each.act == act]


def kinds(case: Consulted) -> list[str]:
    return [each.letter.kind for each in outbox.about(case.db, f"meeting:{case.meeting_id}")]


def test_ecr_1_25_of_26_blocked_then_the_26th_is_given_a_workstation(db: Database) -> None:
    case = Consulted(db, seats=26).confirm(*range(1, 26))
    with pytest.raises(Refusal) as caught:
        case.announce()
    facts = caught.value.facts
    assert (caught.value.reason, facts["ready"], facts["held"]) == (WrittenRefusal.MEANS_MISSING, 25, 26)

    means.provide(db, case.meeting_id, case.seat(26), "Sous-préfecture", by=SYSTEM, now=case.clock)
    case.announce()
    assert case.state().meeting.state is MeetingState.OPEN


def test_ecr_1_vacant_seats_are_not_counted(db: Database) -> None:
    case = Consulted(db, seats=3)
    roster = case.state().roster
    with_one_vacant = replace(roster, seats=(*roster.seats[:2], replace(roster.seats[2], titular=None, substitutes=())))
    case.confirm(1, 2)
    known = {each.seat: each for each in queries.means(db, case.meeting_id).values()}
    assert unready(roster, known) == (roster.seats[2],)
    assert unready(with_one_vacant, known) == ()


def test_ecr_1_a_refused_draft_becomes_a_conference_in_one_act(db: Database) -> None:
    case = Consulted(db)
    means.to_conference(db, case.meeting_id, by=SYSTEM, now=case.clock)
    meeting = case.state().meeting
    assert (meeting.mode, meeting.state) == (Mode.CONFERENCE, MeetingState.PREPARED)
    assert meeting.mode_decision


def test_ecr_1_rules_decision_and_sanction(db: Database) -> None:
    case = Consulted(db).confirm(*range(1, 6))
    setup.change_settings(db, case.committee.id, CommitteeSettings(), by=SYSTEM, now=case.clock)
    with refused(WrittenRefusal.RULES_MISSING):
        case.announce()
    setup.change_settings(db, case.committee.id, CommitteeSettings(recording_rules=RULES), by=SYSTEM, now=case.clock)
    draft = case.state().items[0].draft
    agenda.update_item(
        db, case.meeting_id, case.item, replace(draft, nature=Nature.SANCTION), by=SYSTEM, now=case.clock
    )
    with refused(WrittenRefusal.SANCTION):
        case.announce()


def test_ecr_1_no_decision_no_consultation(db: Database) -> None:
    case = Consulted(db)
    draft = MeetingDraft(starts_at=START, mode=Mode.WRITTEN)
    with refused(MeetingRefusal.MODE_NEEDS_DECISION):
        conduct.create(db, case.committee.id, draft, by=SYSTEM, now=case.clock)


def test_ecr_1_a_member_asked_confirms_from_the_link(db: Database) -> None:
    case = Consulted(db)
    assert means.ask(db, case.meeting_id, linking=LINKING, by=SYSTEM, now=case.clock) == 5
    assert kinds(case) == ["meeting.written_means"] * 5
    with refused(WrittenRefusal.NOT_YOUR_SEAT):
        means.confirm(db, case.meeting_id, case.seat(1), by=case.by(2), now=case.clock)


def test_the_substitute_named_by_the_titular_takes_part(db: Database) -> None:
    case = Consulted(db, substitutes=True)
    other = case.held(2).substitutes[0].person_id
    means.name_substitute(db, case.meeting_id, case.seat(2), other, linking=LINKING, by=case.by(2), now=case.clock)
    case.confirm(1, 3, 4, 5)
    with refused(WrittenRefusal.MEANS_MISSING):
        case.announce()
    means.confirm(db, case.meeting_id, case.seat(2), by=replace(case.by(2), person_id=other), now=case.clock)
    case.announce()
    assert case.state().frame.voters[case.seat(2)] == other
    case.at(START)
    with refused(WrittenRefusal.NOT_YOUR_SEAT):
        case.post(2)


def test_com_6_nobody_takes_part_for_two_seats(db: Database) -> None:
    """In the room a person holds one seat; in writing two of them would be two ballots of one's own."""
    case = Consulted(db)
    with unit_of_work(db):
        candidate = Candidate(person=case.person(1), rank=Rank.SUBSTITUTE, act="Arrêté", starts_on=factories.FIRST_DAY)
        appointments.write(db, case.committee, case.held(2).seat, candidate, by=SYSTEM, now=case.clock)
    with refused(WrittenRefusal.TAKES_PART_ELSEWHERE):
        means.name_substitute(
            db, case.meeting_id, case.seat(2), case.person(1), linking=LINKING, by=case.by(2), now=case.clock
        )
    case.announced()
    assert sorted(case.state().frame.voters.values()) == sorted(case.person(number) for number in range(1, 6))


def test_ecr_2_the_announcement_says_hours_and_terms_and_leaves_the_minimum(db: Database) -> None:
    case = Consulted(db).confirm(*range(1, 6))
    with refused(WrittenRefusal.DEBATE_TOO_SHORT):
        case.announce(START + timedelta(hours=72) - MS)
    case.announce(START + timedelta(hours=72))
    messages = outbox.about(db, f"meeting:{case.meeting_id}")
    announced = [each for each in messages if each.letter.kind == "meeting.written_announced"]
    assert len(announced) == 5
    body = announced[0].letter.body.replace("\u00a0", " ")
    assert "lundi 14 décembre 2026 à 9 h 00" in body
    assert "jeudi 17 décembre 2026 à 9 h 00" in body
    assert "Par la page de la séance" in body
    opened = [each for each in messages if each.letter.kind == "meeting.written_opened"]
    assert {each.due_at for each in opened} == {START}


def test_ecr_2_a_start_that_is_past_is_refused(db: Database) -> None:
    case = Consulted(db).confirm(*range(1, 6))
    with refused(WrittenRefusal.START_PAST):
        case.at(START + MS).announce()


def test_ecr_3_states_follow_the_hours_without_any_job(db: Database) -> None:
    case = Consulted(db)
    seen = [phase(case.state().consultation, case.clock)]
    case.announced()
    seen += [phase(case.state().consultation, each) for each in (case.clock, START, LIMIT, LIMIT + MS)]
    case.at(LIMIT + HOUR).close_debate()
    seen.append(phase(case.state().consultation, case.clock))
    case.open_votes()
    seen += [phase(case.state().consultation, each) for each in (case.clock, case.end, case.end + MS)]
    case.at(case.end + MS).close_votes()
    seen.append(phase(case.state().consultation, case.clock))
    case.send_results()
    seen.append(phase(case.state().consultation, case.clock))
    assert seen == [
        Phase.PREPARED, Phase.ANNOUNCED, Phase.DEBATE, Phase.DEBATE, Phase.DEBATE_OVER, Phase.DEBATE_CLOSED,
        Phase.VOTE, Phase.VOTE, Phase.VOTE_OVER, Phase.VOTE_CLOSED, Phase.RESULTS_SENT,
    ]  # fmt: skip


def test_ecr_3_no_ballot_before_the_vote(db: Database) -> None:
    case = Consulted(db).announced().at(START)
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        case.cast(1)
    with refused(WrittenRefusal.DEBATE_NOT_CLOSED):
        case.at(LIMIT + HOUR).open_votes()


def test_ecr_4_closing_at_17_59_is_refused(db: Database) -> None:
    case = Consulted(db).announced()
    with refused(WrittenRefusal.LIMIT_NOT_REACHED):
        case.at(LIMIT - timedelta(minutes=1)).close_debate()
    case.at(LIMIT).close_debate()


def test_ecr_4_a_contribution_a_millisecond_late_is_refused_with_its_trace(db: Database) -> None:
    case = Consulted(db).announced()
    case.at(LIMIT).post(1, "À temps")
    with refused(WrittenRefusal.TOO_LATE):
        case.at(LIMIT + MS).post(2, "Trop tard", key="envoi-000001")
    with refused(WrittenRefusal.TOO_LATE):
        case.post(2, "Trop tard", key="envoi-000001")
    assert [each.text for each in queries.contributions(db, case.meeting_id)] == ["À temps"]
    [trace] = journal(case, "contribution.refused_late")
    assert trace == {
        "person": case.person(2), "ended_at": "2026-12-22T17:00:00.000Z", "received_at": "2026-12-22T17:00:00.001Z",
    }  # fmt: skip


def test_ecr_4_what_came_in_time_stays_in_time_whatever_others_do_meanwhile(db: Database) -> None:
    """Its page was still being read when the limit passed and somebody else's act was journaled."""
    case = Consulted(db).announced()
    with refused(WrittenRefusal.TOO_LATE):
        case.at(LIMIT + MS).post(2)
    case.at(LIMIT - MS).post(1)
    case.at(LIMIT + HOUR).close_debate().open_votes()
    end = case.end
    with refused(PollRefusal.TOO_LATE):
        case.at(end + MS).cast(2)
    assert case.at(end).cast(1).received_at == end


def test_ecr_5_extended_forward_only_before_the_closing_and_told_to_all(db: Database) -> None:
    case = Consulted(db).announced().at(START)
    for end in (LIMIT, LIMIT - HOUR):
        with refused(WrittenRefusal.EXTENSION_BACKWARD):
            case.extend(end)
    case.extend(LIMIT + HOUR)
    assert kinds(case).count("meeting.written_extended") == 5
    case.at(LIMIT + HOUR).post(1)
    case.close_debate()
    with refused(WrittenRefusal.DEBATE_CLOSED):
        case.extend(LIMIT + 3 * HOUR)


def test_ecr_5_extended_before_the_opening_the_opening_message_recalls_the_limit_that_holds(db: Database) -> None:
    case = Consulted(db).announced()
    for end in (LIMIT + HOUR, LIMIT + timedelta(days=2)):
        case.extend(end)
    opened = [
        each for each in outbox.about(db, f"meeting:{case.meeting_id}") if each.letter.kind == "meeting.written_opened"
    ]
    waiting = [each for each in opened if each.state is MessageState.WAITING]
    assert (len(opened), len({each.letter.person_id for each in waiting}), len(waiting)) == (15, 5, 5)
    assert all("jeudi 24 décembre" in each.letter.body.replace("\u00a0", " ") for each in waiting)
    assert {each.due_at for each in waiting} == {START}


def test_ecr_5_while_a_clock_moved_back_stands_still_each_extension_is_told(db: Database) -> None:
    case = Consulted(db).announced().at(START)
    for hours in (1, 2):  # the journal's hour does not move between the two
        case.extend(LIMIT + hours * HOUR)
    assert kinds(case).count("meeting.written_extended") == 10


def test_ecr_5_the_database_itself_refuses_to_go_back(db: Database) -> None:
    case = Consulted(db).voting()
    for change in (
        "UPDATE consultations SET debate_closes_at = '2027-01-01T00:00:00.000Z'",
        "UPDATE consultations SET vote_closes_at = '2027-01-01T00:00:00.000Z'",
        "UPDATE consultations SET debate_closed_at = NULL",
        "UPDATE polls SET closes_at = '2027-01-01T00:00:00.000Z'",
        "DELETE FROM consultations",
    ):
        with pytest.raises(Exception, match=r"does not change|forward|never removed|frozen"), unit_of_work(db):
            db.run(change)
    assert case.end


def test_ecr_6_seen_at_once_by_all_and_never_changed(db: Database) -> None:
    case = Consulted(db).announced().at(START)
    first = case.post(1, "Première lecture", item=case.item)
    second = contributions.contribute(
        db, case.meeting_id, case.seat(1), case.item, "Corrigée", corrects=first, by=case.by(1), received_at=case.clock
    )
    found = queries.contributions(db, case.meeting_id)
    assert [(each.id, each.corrects) for each in found] == [(first, None), (second, first)]
    for change in ("UPDATE contributions SET text = 'autre'", "DELETE FROM contributions"):
        with pytest.raises(Exception, match="append-only"), unit_of_work(db):
            db.run(change)
    with refused(WrittenRefusal.NOT_YOUR_CONTRIBUTION):
        contributions.contribute(
            db, case.meeting_id, case.seat(2), case.item, "Non", corrects=first, by=case.by(2), received_at=case.clock
        )


def test_a_contribution_sent_twice_is_one(db: Database) -> None:
    case = Consulted(db).announced().at(START)
    assert case.post(1, key="envoi-000001") == case.post(1, key="envoi-000001")
    assert len(queries.contributions(db, case.meeting_id)) == 1


def test_dep_1_who_withdrew_writes_nothing_on_the_item_and_has_no_ballot(db: Database) -> None:
    case = Consulted(db).announced().at(START)
    presence.recuse(db, case.meeting_id, case.seat(2), case.item, by=case.by(2), now=case.clock)
    with refused(WrittenRefusal.RECUSED):
        case.post(2, item=case.item)
    case.post(2)
    case.at(LIMIT + HOUR).close_debate().open_votes()
    with refused(PollRefusal.NO_RIGHT):
        case.cast(2)


def test_dep_3_a_recusal_after_voting_cancels_the_ballot(db: Database) -> None:
    case = Consulted(db, seats=3).voting()
    for number in (1, 2, 3):
        case.cast(number)
    presence.recuse(db, case.meeting_id, case.seat(3), case.item, by=case.by(3), now=case.clock)
    case.at(case.end + MS).close_votes()
    result = case.the_motion().result
    assert result is not None
    assert (result.counts.in_favour, result.counts.entitled) == (2, 2)


def test_ecr_8_on_the_stroke_counts_a_millisecond_later_does_not(db: Database) -> None:
    case = Consulted(db).voting()
    case.at(case.end).cast(1)
    with refused(PollRefusal.TOO_LATE):
        case.at(case.end + MS).cast(2)
    [trace] = journal(case, "ballot.refused_late")
    assert set(trace) == {"person", "ended_at", "received_at"}


def with_grace(minutes: int) -> CommitteeSettings:
    return CommitteeSettings(recording_rules=RULES, closing_grace=minutes)


def test_ecr_8_a_ballot_sent_before_and_received_after_without_tolerance_is_rejected(db: Database) -> None:
    case = Consulted(db).voting()
    with refused(PollRefusal.TOO_LATE):
        case.at(case.end + timedelta(minutes=20)).cast(1, signed_in_at=case.end - timedelta(minutes=10))


def test_ecr_8_with_tolerance_who_signed_in_before_the_end_is_received(db: Database) -> None:
    case = Consulted(db, settings=with_grace(30)).voting()
    end = case.end
    case.at(end + timedelta(minutes=20)).cast(1, signed_in_at=end - MS)
    with refused(PollRefusal.TOO_LATE):
        case.cast(2, signed_in_at=end)
    with refused(PollRefusal.TOO_LATE):
        case.at(end + timedelta(minutes=30) + MS).cast(3, signed_in_at=end - HOUR)


def test_ecr_8_the_tolerance_is_frozen_at_the_announcement(db: Database) -> None:
    case = Consulted(db).announced()
    setup.change_settings(db, case.committee.id, with_grace(30), by=SYSTEM, now=case.clock)
    case.at(LIMIT + HOUR).close_debate().open_votes()
    with refused(PollRefusal.TOO_LATE):
        case.at(case.end + MS).cast(1, signed_in_at=START)


def test_ecr_8_the_message_gives_the_duration_and_the_minimum_holds(db: Database) -> None:
    case = Consulted(db).announced().at(LIMIT + HOUR).close_debate()
    with refused(WrittenRefusal.VOTE_TOO_SHORT):
        case.open_votes(23)
    case.open_votes(24)
    message = next(
        each
        for each in outbox.about(db, f"meeting:{case.meeting_id}")
        if each.letter.kind == "meeting.written_votes_opened"
    )
    assert "pendant 24\u00a0heures" in message.letter.body or "pendant 24 heures" in message.letter.body
    assert "mercredi 23" in message.letter.body


def test_ecr_8_votes_are_closed_only_once_nothing_can_be_received(db: Database) -> None:
    case = Consulted(db, settings=with_grace(30)).voting()
    with refused(WrittenRefusal.VOTES_STILL_RECEIVED):
        case.at(case.end + timedelta(minutes=30)).close_votes()
    case.at(case.end + timedelta(minutes=30) + MS).close_votes()


def test_a_clock_moved_back_reopens_nothing(db: Database) -> None:
    case = Consulted(db).voting()
    end = case.end
    with refused(PollRefusal.TOO_LATE):
        case.at(end + MS).cast(1)
    with refused(PollRefusal.TOO_LATE):
        case.at(end - HOUR).cast(1)
    with refused(WrittenRefusal.DEBATE_CLOSED):
        case.at(START).extend(LIMIT + timedelta(days=9))
    assert phase(case.state().consultation, case.state().at) is Phase.VOTE_OVER


@pytest.mark.parametrize(
    ("votes", "posts", "sense"), [(13, 0, Sense.FAVOURABLE), (12, 1, Sense.FAVOURABLE), (12, 0, None)]
)
def test_ecr_9_half_posted_or_voted_or_it_is_without_effect(
    db: Database, votes: int, posts: int, sense: Sense | None
) -> None:
    case = Consulted(db, seats=26).announced().at(START)
    for number in range(26, 26 - posts, -1):
        case.post(number)
    case.at(LIMIT + HOUR).close_debate().open_votes()
    for number in range(1, votes + 1):
        case.cast(number)
    case.at(case.end + MS).close_votes().send_results()
    result = case.the_motion().result
    assert result is not None
    assert (result.quorum.counted, result.quorum.required, result.outcome.sense) == (votes + posts, 13, sense)
    state = case.state()
    assert state.meeting.closing_kind is (ClosingKind.NORMAL if sense else ClosingKind.NO_QUORUM)
    assert state.items[0].state is (ItemState.DONE if sense else ItemState.ADJOURNED)


def test_ecr_9_nothing_waives_it(db: Database) -> None:
    case = Consulted(db).finished(votes=2)
    for mode in (Mode.IN_PERSON, Mode.CONFERENCE):
        draft = MeetingDraft(
            starts_at=START, mode=mode, mode_decision="Oui", second_notice=True, first_meeting_id=case.meeting_id
        )
        with refused(MeetingRefusal.SECOND_NOTICE_NEEDS_FINDING):
            conduct.create(db, case.committee.id, draft, by=SYSTEM, now=case.clock)
    draft = MeetingDraft(starts_at=START, mode=Mode.WRITTEN, mode_decision="Oui", second_notice=True)
    with refused(WrittenRefusal.NO_SECOND_NOTICE):
        conduct.create(db, case.committee.id, draft, by=SYSTEM, now=case.clock)


def test_ecr_10_results_to_every_member_whether_they_took_part_or_not(db: Database) -> None:
    case = Consulted(db).finished(votes=3)
    sent = [
        each.letter.person_id
        for each in outbox.about(db, f"meeting:{case.meeting_id}")
        if each.letter.kind == "meeting.written_results"
    ]
    assert sorted(each or 0 for each in sent) == sorted(case.person(number) for number in range(1, 6))


def test_ecr_11_an_opinion_on_a_draft_text_is_annexed_on_request(db: Database) -> None:
    case = Consulted(db, nature=Nature.DRAFT_TEXT).announced().at(START)
    mine, other = case.post(1, item=case.item), case.post(2)
    contributions.annex(db, case.meeting_id, mine, by=case.by(1), now=case.clock)
    with refused(WrittenRefusal.NOT_A_DRAFT_TEXT):
        contributions.annex(db, case.meeting_id, other, by=case.by(2), now=case.clock)
    with refused(WrittenRefusal.NOT_YOUR_CONTRIBUTION):
        contributions.annex(db, case.meeting_id, mine, by=case.by(2), now=case.clock)
    found = queries.contributions(db, case.meeting_id)
    assert [each.annexed_at for each in found] == [START, None]


@pytest.mark.parametrize("counted", [False, True])
def test_man_7_a_mandate_counts_in_writing_only_where_the_committee_says_so(db: Database, counted: bool) -> None:
    case = Consulted(db, settings=CommitteeSettings(recording_rules=RULES, mandates_in_writing=counted))
    presence.give_mandate(db, case.meeting_id, case.seat(2), case.seat(3), by=SYSTEM, now=case.clock)
    case.voting()
    if counted:
        with refused(PollRefusal.NO_RIGHT):
            case.cast(2)
    else:
        case.cast(2)


def test_vot_2_one_ballot_for_a_seat_the_last_one_before_the_end(db: Database) -> None:
    case = Consulted(db, seats=2).voting()
    for choice in (Choice.FOR, Choice.AGAINST):
        case.cast(1, choice)
    case.cast(2, Choice.FOR)
    case.at(case.end + MS).close_votes()
    result = case.the_motion().result
    assert result is not None
    assert (result.counts.in_favour, result.counts.against) == (1, 1)


def test_vot_5_the_chair_who_voted_settles_a_tie(db: Database) -> None:
    case = Consulted(db, seats=2).voting()
    case.cast(1, Choice.AGAINST)
    case.cast(2, Choice.FOR)
    case.at(case.end + MS).close_votes()
    result = case.the_motion().result
    assert result is not None
    assert result.outcome.sense is Sense.UNFAVOURABLE
    assert result.outcome.casting_vote_used


def test_a_room_is_not_conducted_in_writing(db: Database) -> None:
    case = Consulted(db)
    with refused(MeetingRefusal.HELD_IN_WRITING):
        conduct.open_sitting(db, case.meeting_id, by=SYSTEM, now=case.clock)
    case.announced()
    with refused(MeetingRefusal.HELD_IN_WRITING):
        presence.arrive(db, case.meeting_id, case.seat(1), case.person(1), Form.ROOM, by=SYSTEM, now=case.clock)
    with refused(MeetingRefusal.HELD_IN_WRITING):
        case.add_item("Un autre")
    with refused(MeetingRefusal.WRITTEN_NOT_REHEARSED):
        rehearsal.copy(db, case.meeting_id, by=SYSTEM, now=case.clock)
    case.at(LIMIT + HOUR).close_debate().open_votes()
    with refused(MeetingRefusal.VOTE_NOT_OPEN):
        voting.cast(
            db,
            case.meeting_id,
            case.motion,
            case.seat(1),
            Choice.FOR,
            key=case.key(),
            by=case.by(1),
            received_at=case.clock,
        )


def test_nothing_of_a_consultation_is_done_in_a_room(db: Database) -> None:
    case = Consulted(db)
    means.to_conference(db, case.meeting_id, by=SYSTEM, now=case.clock)
    with refused(WrittenRefusal.NOT_IN_WRITING):
        case.confirm(1)
    with refused(WrittenRefusal.NOT_IN_WRITING):
        case.announce()


def test_a_refused_announcement_writes_to_nobody(db: Database) -> None:
    case = Consulted(db)
    with refused(WrittenRefusal.MEANS_MISSING):
        case.announce()
    assert kinds(case) == []
