"""The rules of a notice, with the examples of the law: a sitting on Thursday 10 December 2026."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.meetings.notices import FACTS, SITTING_DAY, a_notice, an_item, at
from tests.refusing import refused
from webapp.meetings.model import Mode
from webapp.meetings.rules import notice as rules
from webapp.meetings.rules.notice import Change, Delay, Stage, Term
from webapp.meetings.sitting import ItemKind, ItemState, NoticeKind, NoticeRefusal, Proof, Reception

FIVE, CLEAR = Term(days=5, clear=False), Term(days=5, clear=True)


def test_cnv_1_a_notice_without_agenda_is_not_sent():
    with refused(NoticeRefusal.AGENDA_EMPTY):
        rules.check_sending(replace(FACTS, agenda=()), None, now=at(1), term=FIVE)


@pytest.mark.parametrize(
    ("day", "calendar", "clear"),
    [
        (3, Delay.KEPT, Delay.KEPT),
        (4, Delay.KEPT, Delay.KEPT),
        (5, Delay.EXACT, Delay.SHORT),
        (6, Delay.SHORT, Delay.SHORT),
    ],
)
def test_cnv_2_received_on_3_4_5_or_6_december_for_the_10th(day: int, calendar: Delay, clear: Delay):
    received = date(2026, 12, day)
    assert rules.delay(received, SITTING_DAY, FIVE) is calendar
    assert rules.delay(received, SITTING_DAY, CLEAR) is clear


def test_cnv_2_without_any_proof_nothing_is_presumed():
    assert rules.delay(None, SITTING_DAY, FIVE) is Delay.UNKNOWN


@pytest.mark.parametrize(("term", "last"), [(FIVE, 5), (CLEAR, 4)])
def test_cnv_2_the_last_day_of_reception(term: Term, last: int):
    assert rules.last_day(SITTING_DAY, term) == date(2026, 12, last)


def test_cnv_2_too_late_a_notice_asks_for_the_reason_of_the_urgency():
    rules.check_sending(FACTS, None, now=at(5), term=FIVE)
    with refused(NoticeRefusal.URGENCY_MISSING):
        rules.check_sending(FACTS, None, now=at(6), term=FIVE)
    rules.check_sending(replace(FACTS, urgency="Pollution du captage"), None, now=at(6), term=FIVE)


def test_cnv_2_the_day_is_that_of_paris():
    rules.check_sending(FACTS, None, now=datetime(2026, 12, 5, 22, 59, tzinfo=UTC), term=FIVE)
    with refused(NoticeRefusal.URGENCY_MISSING):
        rules.check_sending(FACTS, None, now=datetime(2026, 12, 5, 23, 0, tzinfo=UTC), term=FIVE)


def test_cnv_2_a_new_room_within_the_delay_asks_for_no_reason_and_a_new_hour_does():
    before = a_notice()
    rules.check_sending(replace(FACTS, place="Salle des Sources"), before, now=at(8), term=FIVE)
    with refused(NoticeRefusal.URGENCY_MISSING):
        rules.check_sending(replace(FACTS, starts_at=at(10, 15)), before, now=at(8), term=FIVE)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(FACTS, mode=Mode.WRITTEN), NoticeRefusal.IN_WRITING),
        (replace(FACTS, place=""), NoticeRefusal.PLACE_MISSING),
        (replace(FACTS, mode=Mode.MIXED), NoticeRefusal.CONNECTION_MISSING),
        (replace(FACTS, starts_at=at(1)), NoticeRefusal.HOUR_PASSED),
    ],
)
def test_a_notice_says_where_and_when(facts: object, reason: NoticeRefusal):
    with refused(reason):
        rules.check_sending(facts, None, now=at(1), term=FIVE)  # type: ignore[arg-type]  # the caller names its fields


def test_a_version_says_something_new_unless_the_sitting_was_cancelled():
    with refused(NoticeRefusal.NOTHING_CHANGED):
        rules.check_sending(FACTS, a_notice(), now=at(1), term=FIVE)
    rules.check_sending(FACTS, a_notice(kind=NoticeKind.CANCELLED), now=at(1), term=FIVE)


def test_what_changes_is_named():
    moved = replace(FACTS, starts_at=at(10, 16), place="Salle des Sources", agenda=FACTS.agenda[:1])
    assert rules.changes(FACTS, moved) == (Change.MOMENT, Change.PLACE, Change.ITEM_REMOVED)
    assert rules.changes(moved, FACTS) == (Change.MOMENT, Change.PLACE, Change.ITEM_ADDED)
    assert rules.changes(FACTS, replace(FACTS, agenda=FACTS.agenda[::-1])) == (Change.AGENDA,)


def test_cnv_2_the_first_own_act_or_paper_is_the_reception():
    def proof(kind: Proof, day: int, notice: int = 1) -> Reception:
        return Reception(
            notice_id=notice,
            person_id=7,
            proof=kind,
            received_on=date(2026, 12, day),
            entered_at=at(day),
            entered_by=None,
        )

    known = [proof(Proof.REPLIED, 6), proof(Proof.IN_HAND, 4), proof(Proof.OPENED, 3, notice=9)]
    found = rules.first_reception(known, 7, {1, 2})
    assert found is not None
    assert found.proof is Proof.IN_HAND
    assert rules.first_reception(known, 8, {1, 2}) is None


def test_cnv_2_a_sitting_put_on_another_day_begins_the_delay_anew():
    first, moved, amended = (
        a_notice(id=1),
        a_notice(id=2, facts=replace(FACTS, starts_at=at(17))),
        a_notice(id=3, facts=replace(FACTS, starts_at=at(17, 15))),
    )
    assert [each.id for each in rules.counted([first, moved, amended])] == [2, 3]
    assert rules.counted([first, a_notice(id=2, kind=NoticeKind.CANCELLED)]) == []


def test_cnv_6_a_second_notice_votes_on_the_first_agenda_alone():
    first = [an_item(1), an_item(2)]
    copied = [an_item(11, carried_from=1), an_item(12, carried_from=2)]
    rules.check_second([*copied, an_item(14, kind=ItemKind.INFORMATION)], first)
    with refused(NoticeRefusal.NOT_THE_FIRST_AGENDA):
        rules.check_second([*copied, an_item(13, label="3")], first)


@pytest.mark.parametrize(
    ("basis", "wanted"),
    [
        ("CSP R1321-7", True),
        ("code de l’environnement, article R. 181-39", True),
        ("R181‑40", True),
        ("R*512-46-17 du code de l’environnement", True),
        ("R1321-75", False),
        ("R1321-8", False),
        ("L1321-7", False),
        ("R512-46-1", False),
        ("R181-39-1", False),
        ("", False),
    ],
)
def test_cnv_8_the_law_names_the_items_whose_applicant_is_told(basis: str, wanted: bool):
    assert rules.applicant_to_inform(an_item(1, legal_basis=basis)) is wanted
    assert not rules.applicant_to_inform(an_item(1, legal_basis=basis, kind=ItemKind.INFORMATION))


def test_a_paper_is_received_between_its_sending_and_today():
    notice = a_notice(sent_at=at(2))
    rules.check_paper(date(2026, 12, 2), notice, date(2026, 12, 2))
    for day in (1, 4):
        with refused(NoticeRefusal.DAY_IMPOSSIBLE):
            rules.check_paper(date(2026, 12, day), notice, date(2026, 12, 3))


def test_the_timeline_says_what_is_due_and_what_is_overdue():
    done = {Stage.NOTICE: False, Stage.APPLICANTS: True, Stage.REPLIES: False}
    lines = {each.stage: each for each in rules.timeline(SITTING_DAY, FIVE, done, date(2026, 12, 5))}
    assert [stage for stage, each in lines.items() if each.overdue] == [Stage.NOTICE]
    assert lines[Stage.NOTICE].by == date(2026, 12, 4)
    assert lines[Stage.RECEPTION].by == date(2026, 12, 5)
    assert lines[Stage.MINUTES].by is None


def test_deposits_take_their_place_in_the_timeline_and_are_overdue_after_their_day():
    deposits = [
        rules.Deposit(item="2. Captage", by=date(2026, 12, 3), done=False),
        rules.Deposit(item="1. Carrière", by=date(2026, 12, 7), done=False),
        rules.Deposit(item="3. Bilan", by=date(2026, 12, 1), done=True),
    ]
    lines = rules.timeline(SITTING_DAY, FIVE, {Stage.NOTICE: True}, date(2026, 12, 4), deposits)
    assert [each.by for each in lines if each.by] == sorted(each.by for each in lines if each.by)
    assert lines[-1].stage is Stage.MINUTES
    told = {each.about: (each.done, each.overdue) for each in lines if each.stage is Stage.DEPOSIT}
    assert told == {"2. Captage": (False, True), "1. Carrière": (False, False), "3. Bilan": (True, False)}


def test_the_file_waits_for_a_document_under_each_item_to_vote_on():
    items = [
        an_item(1),
        an_item(2),
        an_item(3, approves=9),
        an_item(4, kind=ItemKind.INFORMATION),
        an_item(5, state=ItemState.WITHDRAWN),
    ]
    assert [each.id for each in rules.without_document(items, {"item:1"})] == [2]
