"""The ledger read as periods."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.meetings.sitting import Act, Fact, Form
from webapp.minutes.rules import spans

START = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def ledger(*lines: tuple[Act, int, dict[str, object]]) -> list[Fact]:
    blank = {
        "seat": None,
        "other_seat": None,
        "person_id": None,
        "item_id": None,
        "form": None,
        "text": "",
        "refers_to": None,
    }
    return [
        Fact(
            id=number,
            meeting_id=1,
            act=act,
            effective_at=at(minute),
            entered_at=at(minute),
            entered_by=None,
            **{**blank, **fields},
        )
        for number, (act, minute, fields) in enumerate(lines, start=1)
    ]


def test_a_change_of_form_ends_one_presence_and_begins_another():
    facts = ledger(
        (Act.ARRIVAL, 0, {"seat": 1, "person_id": 7, "form": Form.ROOM}),
        (Act.ARRIVAL, 30, {"seat": 1, "person_id": 7, "form": Form.TELEPHONE}),
        (Act.DEPARTURE, 60, {"seat": 1, "person_id": 7}),
    )
    assert [(each.form, each.since, each.until) for each in spans.stays(facts)] == [
        (Form.ROOM, at(0), at(30)),
        (Form.TELEPHONE, at(30), at(60)),
    ]


def test_a_seat_that_leaves_takes_everybody_with_it():
    facts = ledger(
        (Act.ARRIVAL, 0, {"seat": 1, "person_id": 7}),
        (Act.ARRIVAL, 1, {"seat": 1, "person_id": 8}),
        (Act.ARRIVAL, 2, {"seat": 2, "person_id": 9}),
        (Act.DEPARTURE, 9, {"seat": 1}),
    )
    assert [each.until for each in spans.stays(facts)] == [at(9), at(9), None]


def test_what_was_set_aside_is_not_told():
    facts = ledger(
        (Act.ARRIVAL, 0, {"seat": 1, "person_id": 7}),
        (Act.VOIDED, 0, {"refers_to": 1, "text": "erreur de siège"}),
    )
    assert spans.stays(facts) == ()


def test_who_was_named_before_the_opening_presides_from_it():
    facts = ledger(
        (Act.CHAIR, 0, {"seat": 1, "person_id": 7}),
        (Act.CHAIR, 1, {"seat": 2, "person_id": 8, "text": "par délégation"}),
        (Act.CHAIR, 40, {"seat": 1, "person_id": 7}),
        (Act.CHAIR, 50, {"seat": 1, "person_id": 7}),
    )
    told = [(each.person_id, each.since, each.until) for each in spans.terms(facts, at(5))]
    assert told == [(8, at(5), at(40)), (7, at(40), None)]


def test_a_recusal_ends_when_it_is_ended():
    facts = ledger(
        (Act.RECUSAL, 0, {"seat": 1, "person_id": 7, "item_id": 3}),
        (Act.RECUSAL, 1, {"seat": 2, "person_id": 8, "item_id": 3}),
        (Act.RECUSAL_ENDED, 9, {"seat": 1, "item_id": 3}),
    )
    assert [(each.seat, each.until) for each in spans.withdrawals(facts)] == [(1, at(9)), (2, None)]


def test_a_guest_leaves_by_the_line_of_their_arrival():
    facts = ledger(
        (Act.GUEST_ARRIVAL, 0, {"text": "M. Brindille"}),
        (Act.GUEST_ARRIVAL, 1, {"text": "Mme Ronce"}),
        (Act.GUEST_DEPARTURE, 9, {"refers_to": 1}),
    )
    assert [(each.name, each.until) for each in spans.visits(facts)] == [("M. Brindille", at(9)), ("Mme Ronce", None)]


@pytest.mark.parametrize(
    ("visit", "period", "expected"),
    [
        pytest.param((0, 10), (5, 15), True, id="they cross"),
        pytest.param((0, 5), (5, 15), False, id="one ends where the other begins"),
        pytest.param((15, None), (5, 15), False, id="one begins where the other ends"),
        pytest.param((0, None), (5, None), True, id="neither ends"),
    ],
)
def test_periods_overlap_when_they_have_an_instant_in_common(visit, period, expected):
    ends = [None if minute is None else at(minute) for minute in (visit[1], period[1])]
    assert spans.overlaps(at(visit[0]), ends[0], at(period[0]), ends[1]) is expected
