"""The calendar file of a notice, read back by an independent library and by khal, in two time zones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from tests.meetings.notices import FACTS, a_notice
from tests.outbox.khal import Khal
from webapp.meetings.calendar import event_of
from webapp.meetings.model import Mode
from webapp.meetings.sitting import Notice, NoticeKind
from webapp.wording.dates import PARIS

PAGE = "https://collegiale.val-imaginaire.example/seances/12"
# Local hour in Paris, then what it is in universal time: both changes of hour, the day itself and the eve.
MOMENTS = [
    (datetime(2026, 10, 24, 9, 0, tzinfo=PARIS), datetime(2026, 10, 24, 7, 0, tzinfo=UTC)),
    (datetime(2026, 10, 25, 9, 0, tzinfo=PARIS), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    (datetime(2026, 12, 10, 14, 30, tzinfo=PARIS), datetime(2026, 12, 10, 13, 30, tzinfo=UTC)),
    (datetime(2027, 3, 27, 9, 0, tzinfo=PARIS), datetime(2027, 3, 27, 8, 0, tzinfo=UTC)),
    (datetime(2027, 3, 28, 9, 0, tzinfo=PARIS), datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
]


def on(starts_at: datetime, **fields: object) -> Notice:
    return a_notice(facts=replace(FACTS, starts_at=starts_at), **fields)


def read(content: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return calendar, event


@pytest.mark.parametrize("zone", ["America/Cayenne", "Pacific/Noumea"])
@pytest.mark.parametrize(("local", "universal"), MOMENTS)
def test_the_hour_is_right_in_another_zone_across_the_change_of_hour(local: datetime, universal: datetime, zone: str):
    _, event = read(event_of(on(local), page=PAGE))
    there = ZoneInfo(zone)
    begins, ends = event["DTSTART"].dt, event["DTEND"].dt
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert begins.astimezone(there) == universal.astimezone(there)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=3)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Cayenne"])
@pytest.mark.parametrize(("local", "universal"), MOMENTS)
def test_a_calendar_program_of_debian_shows_the_same_hour(
    local: datetime, universal: datetime, zone: str, tmp_path: Path
):
    there = universal.astimezone(ZoneInfo(zone))
    listed = Khal(tmp_path / "khal", zone).imports(event_of(on(local), page=PAGE)).lists(there)
    assert listed == [f"{there:%d/%m/%Y} {there:%H:%M} {FACTS.committee} @ {FACTS.place}"]


def test_a_new_version_replaces_the_event_and_a_cancellation_marks_it(tmp_path: Path):
    local = datetime(2026, 12, 10, 14, 30, tzinfo=PARIS)
    moved = local + timedelta(hours=2)
    khal = Khal(tmp_path / "khal", "Europe/Paris").imports(event_of(on(local), page=PAGE))
    khal.imports(event_of(on(moved, version=2, kind=NoticeKind.AMENDED), page=PAGE))
    assert [line[11:16] for line in khal.lists(local)] == ["16:30"]

    cancelled = event_of(on(moved, version=3, kind=NoticeKind.CANCELLED), page=PAGE)
    assert khal.imports(cancelled).lists(local)[0].count("annulée") == 1


def test_versions_keep_their_uid_and_their_sequence_grows():
    files = [
        event_of(a_notice(version=number, kind=kind), page=PAGE)
        for number, kind in enumerate((NoticeKind.FIRST, NoticeKind.AMENDED, NoticeKind.CANCELLED), start=1)
    ]
    events = [read(each) for each in files]
    assert {str(event["UID"]) for _, event in events} == {"0123456789abcdef@collegiale"}
    assert [int(event["SEQUENCE"]) for _, event in events] == [0, 1, 2]
    assert [str(calendar["METHOD"]) for calendar, _ in events] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [str(event["STATUS"]) for _, event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_same_notice_makes_the_same_bytes():
    assert event_of(a_notice(), page=PAGE) == event_of(a_notice(), page=PAGE)


def test_the_stamp_is_the_instant_of_the_sending_in_universal_time():
    notice = a_notice(sent_at=datetime(2026, 12, 1, 8, 15, 30, 250_000, tzinfo=UTC))
    assert b"DTSTAMP:20261201T081530Z\r\n" in event_of(notice, page=PAGE)


def test_nobody_is_asked_to_reply_to_an_address_that_no_one_reads():
    calendar, event = read(event_of(a_notice(), page=PAGE))
    assert "ORGANIZER" not in event
    assert "ATTENDEE" not in event
    assert str(event["URL"]) == PAGE
    assert str(event["LOCATION"]) == FACTS.place
    assert not list(calendar.walk("VALARM"))


def test_lines_are_folded_as_calendars_want_them():
    content = event_of(a_notice(facts=replace(FACTS, committee="Commission " + "très " * 40)), page=PAGE)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_a_sitting_at_a_distance_says_how_to_join():
    facts = replace(FACTS, mode=Mode.CONFERENCE, place="", connection="https://visio.example/brume ; code 1234")
    _, event = read(event_of(a_notice(facts=facts), page=PAGE))
    assert str(event["LOCATION"]) == "À distance"
    assert "https://visio.example/brume ; code 1234" in str(event["DESCRIPTION"])
