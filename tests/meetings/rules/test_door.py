"""When the tablet at the door takes a signature."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOW
from tests.meetings.room import Room
from tests.refusing import refused
from webapp.meetings.rules.door import check_door
from webapp.meetings.sitting import DoorRefusal, Meeting, MeetingState
from webapp.storage.database import Database

MIDNIGHT = datetime(2026, 12, 9, 23, 0, tzinfo=UTC)  # the tenth begins in Paris


@pytest.fixture
def meeting(db: Database) -> Meeting:
    return Room(db).state().meeting


@pytest.mark.parametrize(
    "at", [MIDNIGHT, NOW, NOW + timedelta(days=1)], ids=["from midnight", "that hour", "the morrow"]
)
def test_people_sign_from_the_day_of_the_sitting_on(meeting: Meeting, at: datetime) -> None:
    check_door(meeting, at)


def test_nobody_signs_on_the_eve(meeting: Meeting) -> None:
    with refused(DoorRefusal.NOT_YET):
        check_door(meeting, MIDNIGHT - timedelta(seconds=1))


def test_a_sitting_opened_before_its_day_takes_signatures(meeting: Meeting) -> None:
    check_door(replace(meeting, state=MeetingState.OPEN), MIDNIGHT - timedelta(seconds=1))


def test_nobody_signs_once_the_sitting_is_closed(meeting: Meeting) -> None:
    with refused(DoorRefusal.CLOSED):
        check_door(replace(meeting, state=MeetingState.CLOSED), NOW)


def test_nobody_signs_while_the_desk_enters_what_was_held_on_paper(meeting: Meeting) -> None:
    with refused(DoorRefusal.ENTERED_AFTERWARDS):
        check_door(replace(meeting, state=MeetingState.OPEN, entry_hour=NOW), NOW)
