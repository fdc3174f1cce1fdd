"""WEB-6: what several connections make together, and the threshold to the minute."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.kernel.errors import Refusal
from webapp.webinars.model.attendance import AttendanceRefusal, Interval
from webapp.webinars.rules import attendance as rules

START = datetime(2026, 12, 20, 9, tzinfo=UTC)
SESSION = Interval(START, START + timedelta(minutes=60))


def from_to(since: float, until: float) -> Interval:
    """Say an interval in minutes from the beginning of the session."""
    return Interval(START + timedelta(minutes=since), START + timedelta(minutes=until))


def reached(*intervals: Interval, threshold: int = 80) -> bool:
    return rules.reaches(rules.presence(intervals, SESSION), SESSION, threshold)


def test_web_6_forty_eight_minutes_of_sixty_reach_eighty_percent_and_forty_seven_do_not() -> None:
    assert reached(from_to(5, 53))
    assert not reached(from_to(5, 52))
    assert not reached(from_to(5, 53 - 1 / 60000))


def test_web_6_two_connections_of_twenty_and_thirty_minutes_make_fifty() -> None:
    apart = rules.presence([from_to(0, 20), from_to(25, 55)], SESSION)
    assert apart.minutes == 50
    assert rules.reaches(apart, SESSION, 80)


def test_web_6_connections_at_the_same_time_are_not_added_twice() -> None:
    both = rules.presence([from_to(0, 30), from_to(10, 40), from_to(10, 40)], SESSION)
    assert both.minutes == 40
    assert not rules.reaches(both, SESSION, 80)


def test_web_6_what_is_outside_the_session_does_not_count() -> None:
    assert rules.presence([from_to(-30, 10), from_to(50, 120), from_to(70, 90)], SESSION).minutes == 20


def test_web_6_being_seen_at_one_instant_is_no_minute() -> None:
    seen = rules.presence([from_to(2, 2)], SESSION)
    assert (seen.seen, seen.minutes, seen.intervals) == (True, 0, ())


MINUTES = st.integers(-30, 90)
INTERVALS = st.lists(st.tuples(MINUTES, MINUTES).map(lambda two: from_to(min(two), max(two))), max_size=8)


@settings(max_examples=60)
@given(INTERVALS, st.randoms(use_true_random=False), MINUTES)
def test_web_6_order_repetition_and_cutting_change_nothing(intervals: list[Interval], chance: Random, cut: int) -> None:
    expected = rules.presence(intervals, SESSION)
    at = START + timedelta(minutes=cut)
    pieces = [
        piece
        for each in intervals
        for piece in ([Interval(each.since, at), Interval(at, each.until)] if each.since < at < each.until else [each])
    ]
    shuffled = [*pieces, *intervals]
    chance.shuffle(shuffled)
    assert rules.presence(shuffled, SESSION) == expected


@settings(max_examples=60)
@given(INTERVALS)
def test_web_6_minutes_counted_are_those_during_which_somebody_was_there(intervals: list[Interval]) -> None:
    there = {
        minute
        for minute in range(60)
        if any(each.since <= START + timedelta(minutes=minute) < each.until for each in intervals)
    }
    found = rules.presence(intervals, SESSION)
    assert found.minutes == len(there)
    assert all(one.until < other.since for one, other in zip(found.intervals, found.intervals[1:], strict=False))


def test_a_page_kept_open_proves_the_time_between_two_signs_and_no_more() -> None:
    assert rules.sign_of_life(None, START) == from_to(0, 0)
    assert rules.sign_of_life(from_to(0, 0), START + timedelta(seconds=10)) is None
    assert rules.sign_of_life(from_to(0, 0), START + timedelta(minutes=1)) == from_to(0, 1)
    assert rules.sign_of_life(from_to(0, 1), START + timedelta(minutes=20)) == from_to(20, 20)


def test_going_in_proves_an_instant_and_a_second_click_nothing() -> None:
    assert rules.entrance(None, START) == from_to(0, 0)
    assert rules.entrance(from_to(0, 0), START + timedelta(seconds=29)) is None
    assert rules.entrance(from_to(0, 3), START + timedelta(minutes=4)) == from_to(4, 4)


def test_a_departure_closes_the_arrival_noted_before_it() -> None:
    assert rules.leaving(from_to(3, 3), START + timedelta(minutes=50)) == from_to(3, 50)
    for last in (None, from_to(3, 50)):
        with pytest.raises(Refusal) as refused:
            rules.leaving(last, START + timedelta(minutes=55))
        assert refused.value.reason is AttendanceRefusal.NOT_ARRIVED


def test_a_declared_presence_asks_for_hours_in_order_and_a_reason() -> None:
    assert rules.check_declared(from_to(0, 60), SESSION, "  Le micro  ne marchait pas ") == "Le micro ne marchait pas"
    for interval, reason, expected in (
        (from_to(10, 10), "Vu", AttendanceRefusal.HOURS_UNREADABLE),
        (from_to(0, 60 * 24), "Vu", AttendanceRefusal.HOURS_UNREADABLE),
        (from_to(0, 60), " ", AttendanceRefusal.REASON_MISSING),
        (from_to(0, 60), "x" * 501, AttendanceRefusal.REASON_TOO_LONG),
    ):
        with pytest.raises(Refusal) as refused:
            rules.check_declared(interval, SESSION, reason)
        assert refused.value.reason is expected


def test_a_number_is_read_however_it_is_typed() -> None:
    number = rules.draw_number()
    assert len(number) == 14
    assert rules.read_number(f" {number.lower().replace('-', ' ')} ") == number
    assert rules.draw_number() != number


def test_a_name_is_shown_to_strangers_by_its_initials() -> None:
    assert rules.masked("Anne Exemple") == "A. E."
