"""What a rehearsal is made of, and what never comes of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import FIRST_DAY, NOW
from tests.meetings.room import FOR
from tests.refusing import refused
from tests.rehearsals.stage import REASON, Stage
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.jobs import queries as jobs
from webapp.jobs.model import JobState
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.service import (
    accidents,
    agenda,
    approval,
    conduct,
    presence,
    rehearsal,
    scans,
    sequel,
    substitutes,
)
from webapp.meetings.service.substitutes import Newcomer
from webapp.meetings.sitting import Act, Form, ItemDraft, ItemState, MeetingDraft, MeetingRefusal, MeetingState
from webapp.minutes import queries as minutes
from webapp.minutes import service as writing
from webapp.minutes.model import MinutesRefusal, MinutesState
from webapp.minutes.rules import steps
from webapp.storage.database import unit_of_work
from webapp.wording.dates import in_paris


def true_one(stage: Stage) -> Sitting:
    return meetings.state(stage.db, stage.true_id, now=stage.tick())


def test_the_copy_has_the_frame_the_agenda_the_texts_and_those_to_hear(stage: Stage) -> None:
    before = true_one(stage)
    stage.copy()
    copied = stage.state()

    assert copied.meeting.rehearsal_of == stage.true_id
    assert copied.meeting.state is MeetingState.PREPARED
    assert (copied.meeting.mode, copied.meeting.mode_decision) == (before.meeting.mode, before.meeting.mode_decision)
    assert [each.draft for each in copied.items] == [each.draft for each in before.items]
    assert [(each.title, each.text) for each in copied.motions] == [(each.title, each.text) for each in before.motions]
    assert [each.name for each in copied.hearings] == ["M. Octave Demandeur"]
    assert copied.meeting.screen_token != before.meeting.screen_token


def test_it_is_of_today_and_those_to_hear_keep_their_distance_to_its_hour(stage: Stage) -> None:
    stage.clock += timedelta(days=3)
    stage.copy()
    copied, before = stage.state(), true_one(stage)

    assert copied.meeting.day == in_paris(stage.clock).date()
    first, second = copied.hearings[0].planned_at, before.hearings[0].planned_at
    assert first is not None
    assert second is not None
    assert first - copied.meeting.starts_at == second - before.meeting.starts_at


def test_mandates_received_in_preparation_come_and_those_that_ended_do_not(stage: Stage) -> None:
    stage.mandate(3, 2)
    presence.end_mandate(stage.db, stage.true_id, stage.seat(3), by=SYSTEM, now=stage.tick())
    stage.copy()

    facts = stage.state().facts
    assert [(each.act, each.seat, each.other_seat) for each in facts] == [
        (Act.MANDATE_GIVEN, stage.seat(5), stage.seat(4))
    ]


def test_presence_votes_and_notes_of_a_sitting_held_do_not_come(stage: Stage) -> None:
    stage.hold_the_true_one()
    stage.copy()
    copied = stage.state()

    assert [each.act for each in copied.facts] == [Act.MANDATE_GIVEN]
    assert {each.state for each in copied.items} == {ItemState.PENDING}
    assert all(each.poll_id is None and each.result is None for each in copied.motions)
    assert minutes.notes(stage.db, stage.meeting_id, stage.item) == []


def test_the_same_form_twice_makes_one_rehearsal(stage: Stage) -> None:
    assert stage.copy("formulaire-unique") == stage.copy("formulaire-unique")
    assert len(meetings.with_rehearsals(stage.db, None).rehearsals) == 1


def test_a_form_of_another_sitting_is_no_key(stage: Stage) -> None:
    stage.copy("formulaire-unique")
    other = stage.prepare()
    with refused(MeetingRefusal.KEY_REUSED):
        rehearsal.copy(stage.db, other, by=SYSTEM, now=stage.tick(), key="formulaire-unique")


def test_a_rehearsal_is_not_copied_nor_is_what_does_not_exist(stage: Stage) -> None:
    copied = stage.copy()
    with refused(MeetingRefusal.REHEARSAL_OF_REHEARSAL):
        rehearsal.copy(stage.db, copied, by=SYSTEM, now=stage.tick())
    with refused(MeetingRefusal.UNKNOWN_MEETING):
        rehearsal.copy(stage.db, 999, by=SYSTEM, now=stage.tick())


def test_com_4_the_members_are_those_of_the_day_of_the_sitting_copied(stage: Stage) -> None:
    """The first sitting of a new term is rehearsed before it."""
    stage.clock = NOW.replace(year=FIRST_DAY.year - 1)
    later = MeetingDraft(starts_at=NOW)
    stage.true_id = conduct.create(stage.db, stage.committee.id, later, by=SYSTEM, now=stage.tick()).id
    agenda.add_item(stage.db, stage.true_id, ItemDraft(title="Installation"), by=SYSTEM, now=stage.tick())
    copied = rehearsal.copy(stage.db, stage.true_id, by=SYSTEM, now=stage.tick())
    meeting = meetings.find(stage.db, copied)
    assert meeting is not None
    # The journal of the true sittings is already later: no act precedes it.
    assert (meeting.composed_on, meeting.rehearsal_day) == (date(2026, 12, 10),) * 2
    sitting = meetings.state(stage.db, copied, now=stage.tick())
    assert [each.vacant for each in sitting.roster.seats] == [False] * 5


def test_the_true_journal_says_that_it_was_made_and_nothing_more(stage: Stage) -> None:
    before = stage.db.value("SELECT max(id) FROM journal")
    number = stage.copy()
    stage.play()

    since = stage.db.rows("SELECT act, scope FROM journal WHERE id > ?", (before,))
    assert [tuple(row.values()) for row in since] == [("rehearsal.created", f"meeting:{stage.true_id}")]
    own = audit.of_scope(stage.db, f"meeting:{number}")
    assert own[0].act == "rehearsal.begun"
    assert {"meeting.opened", "ballot.received", "vote.closed", "minutes.notes_begun"} <= {each.act for each in own}
    assert [each.id for each in own] == list(range(1, len(own) + 1))


def test_each_journal_is_a_chain_of_its_own(stage: Stage) -> None:
    number = stage.copy()
    stage.play()
    stage.copy()

    assert audit.check_chain(stage.db).holds
    report = audit.check_chain(stage.db, rehearsal=f"meeting:{number}")
    assert report.holds
    assert report.entries == len(audit.of_scope(stage.db, f"meeting:{number}"))
    assert audit.check_chain(stage.db, rehearsal=f"meeting:{stage.meeting_id}").entries == 1


def test_the_pages_of_its_journal_continue(stage: Stage) -> None:
    number = stage.copy()
    stage.play()
    newest = audit.entries(stage.db, scope=f"meeting:{number}", limit=3)
    older = audit.entries(stage.db, scope=f"meeting:{number}", before=newest[-1].id, limit=3)
    assert [each.id for each in [*newest, *older]] == list(range(newest[0].id, newest[0].id - 6, -1))


def test_a_clock_that_steps_back_during_it_is_its_own_affair(stage: Stage) -> None:
    number = stage.copy()
    stage.open(3)
    at, true = stage.clock, stage.db.value("SELECT max(id) FROM journal")
    stage.clock -= timedelta(minutes=10)
    stage.open_vote()
    stage.cast(1, FOR)

    own = audit.of_scope(stage.db, f"meeting:{number}")
    assert [each.act for each in own].count("clock.stepped_back") == 1
    assert own[-1].instant == at
    assert stage.db.value("SELECT max(id) FROM journal") == true
    assert audit.check_chain(stage.db, rehearsal=f"meeting:{number}").holds


def test_it_is_none_of_the_sittings_that_lists_and_numbers_count(stage: Stage) -> None:
    stage.hold_the_true_one()
    stage.copy()
    stage.play()

    assert [each.id for each in meetings.listed(stage.db, None)] == [stage.true_id]
    assert [each.id for each in meetings.with_rehearsals(stage.db, None).rehearsals] == [stage.meeting_id]
    assert minutes.facts(stage.db, stage.meeting_id, now=stage.tick()).number == ""
    assert minutes.facts(stage.db, stage.true_id, now=stage.tick()).number == "2026-1"


def test_nothing_is_carried_over_to_it_or_from_it(stage: Stage) -> None:
    other = stage.prepare()
    copied = stage.copy()
    stage.open(3)
    with refused(MeetingRefusal.NEXT_NOT_PREPARED):
        accidents.end_early(stage.db, copied, reason=REASON, next_meeting_id=other, by=SYSTEM, now=stage.tick())
    second = stage.copy()
    stage.meeting_id = stage.true_id
    stage.item = true_one(stage).items[0].id
    stage.open(3)
    with refused(MeetingRefusal.NEXT_NOT_PREPARED):
        accidents.end_early(stage.db, stage.true_id, reason=REASON, next_meeting_id=second, by=SYSTEM, now=stage.tick())


def test_it_founds_no_second_notice(stage: Stage) -> None:
    copied = stage.copy()
    stage.open(1)
    conduct.close_sitting(stage.db, copied, no_quorum=True, by=SYSTEM, now=stage.tick())
    draft = MeetingDraft(starts_at=NOW, second_notice=True, first_meeting_id=copied)
    with refused(MeetingRefusal.SECOND_NOTICE_NEEDS_FINDING):
        conduct.create(stage.db, stage.committee.id, draft, by=SYSTEM, now=stage.tick())


def test_its_minutes_are_approved_by_no_sitting(stage: Stage) -> None:
    copied = stage.copy()
    stage.play()
    with refused(MeetingRefusal.NOTHING_TO_APPROVE):
        approval.add(stage.db, stage.prepare(), copied, by=SYSTEM, now=stage.tick())


def test_it_approves_no_minutes(stage: Stage) -> None:
    """The item is there to practise on; what would follow a true one does not."""
    stage.hold_the_true_one()
    following = stage.prepare()
    approval.add(stage.db, following, stage.true_id, by=SYSTEM, now=stage.tick())
    held, stage.true_id = stage.true_id, following
    copied = rehearsal.copy(stage.db, following, by=SYSTEM, now=stage.tick())
    stage.meeting_id, (item,) = copied, meetings.items(stage.db, copied)
    assert item.approves == held
    stage.item = item.id
    stage.open(3)
    approval.without_objection(stage.db, copied, item.id, by=SYSTEM, now=stage.tick())
    assert stage.db.value("SELECT count(*) FROM jobs WHERE kind = ?", (sequel.MINUTES_APPROVED,)) == 0


def test_pv_4_its_minutes_are_never_final(stage: Stage) -> None:
    copied = stage.copy()
    stage.play()
    stage.write()
    with refused(MinutesRefusal.OF_A_REHEARSAL):
        writing.take_step(
            stage.db, copied, MinutesState.FINAL, expected=MinutesState.APPROVED, by=stage.desk, now=stage.tick()
        )
    assert steps.next_states(MinutesState.APPROVED, rehearsal=True) == (MinutesState.SUBMITTED,)


def test_its_facts_are_not_those_of_minutes(stage: Stage) -> None:
    stage.hold_the_true_one()
    stage.copy()
    stage.play()
    found = minutes.dossier(stage.db, stage.meeting_id, now=stage.tick())
    assert (found.facts.schema, found.named.schema) == ("collegiale.rehearsal/1", "collegiale.rehearsal-record/1")
    true = minutes.dossier(stage.db, stage.true_id, now=stage.tick())
    assert (true.facts.schema, true.named.schema) == ("collegiale.minutes/1", "collegiale.named-record/1")


def test_its_end_leaves_the_same_work_as_any_other(stage: Stage) -> None:
    stage.copy()
    stage.play()
    assert jobs.counts(stage.db)[JobState.DUE] == 1


@pytest.mark.parametrize("column", ["rehearsal_of", "purged", "id"])
def test_a_sitting_does_not_become_what_it_is_not(stage: Stage, column: str) -> None:
    copied = stage.copy()
    values = {"rehearsal_of": (str(copied), "NULL"), "purged": ("1", "7"), "id": ("998", "999")}[column]
    for number, value in zip((stage.true_id, copied), values, strict=True):
        with pytest.raises(Exception, match=r"born true|CHECK"), unit_of_work(stage.db):
            stage.db.run(f"UPDATE meetings SET {column} = {value} WHERE id = ?", (number,))  # noqa: S608 — values of this test


def newcomer(stage: Stage, known: int | None) -> None:
    someone = Newcomer(last_name="Brindeneuve", first_name="Odile", title="Directrice", known=known)
    substitutes.seat_newcomer(
        stage.db,
        stage.meeting_id,
        stage.seat(3),
        someone,
        Form.ROOM,
        paper=b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 un papier",
        folder=rehearsal.shelf(stage.settings_of.files, stage.state().meeting),
        by=SYSTEM,
        now=stage.tick(),
        decision=REASON,
    )


def test_com_5_it_makes_nobody_known_nor_appointed(stage: Stage) -> None:
    stage.copy()
    people = stage.db.value("SELECT count(*) FROM people")
    with refused(MeetingRefusal.REHEARSAL_APPOINTS_NOBODY):
        newcomer(stage, None)
    with refused(MeetingRefusal.REHEARSAL_APPOINTS_NOBODY):
        newcomer(stage, stage.person(4))
    assert stage.db.value("SELECT count(*) FROM people") == people


def test_the_paper_of_whoever_is_appointed_is_kept_with_it_and_goes_with_it(stage: Stage) -> None:
    number = stage.copy()
    newcomer(stage, stage.person(3))
    shelf = stage.settings_of.files / rehearsal.SHELVES / str(number)
    assert len(list((shelf / scans.FOLDER).iterdir())) == 1
    assert not (stage.settings_of.files / scans.FOLDER).exists()
    stage.purge()
    assert not shelf.exists()


def test_two_rehearsals_of_one_sitting_live_side_by_side(stage: Stage) -> None:
    first = stage.copy()
    second = stage.copy()
    assert second > first
    assert replace(stage.state().meeting, rehearsal_of=None).rehearsal is False
