"""The two nights when the clocks of Paris change: hours that are skipped, hours that come twice, weeks of an hour less or more."""

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.webinars.seminar import Seminar
from tests.webinars.test_calendar import content_of, read
from webapp.outbox import queries as outbox
from webapp.registrations.model import Occurrence
from webapp.storage.database import Database
from webapp.webinars.model import Round
from webapp.webinars.model.attendance import Interval
from webapp.webinars.rules import presence_list
from webapp.webinars.rules.reminding import hours
from webapp.wording.dates import PARIS, in_paris

HOUR = timedelta(hours=1)
SPRING = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # 2 h in Paris, which is 3 h at once
AUTUMN = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)  # 3 h in Paris, which is 2 h again


def date_at(db: Database, starts_at: datetime) -> Occurrence:
    return Seminar(db, starts_at=starts_at).shown.occurrences[0]


@pytest.mark.parametrize(
    ("starts_at", "week", "eve"),
    [
        pytest.param((2027, 3, 29, 14, 0), (2027, 3, 22, 13, 0), (2027, 3, 28, 12, 0), id="over the night of March"),
        pytest.param((2027, 11, 1, 14, 0), (2027, 10, 25, 12, 0), (2027, 10, 31, 13, 0), id="over that of October"),
        pytest.param((2027, 3, 29, 2, 30), (2027, 3, 22, 1, 30), (2027, 3, 28, 1, 30), id="the eve's hour is skipped"),
        pytest.param((2027, 11, 1, 2, 30), (2027, 10, 25, 0, 30), (2027, 10, 31, 0, 30), id="the eve's comes twice"),
    ],
)
def test_web_5_reminders_leave_at_the_hour_of_paris_whatever_night_is_between(
    db: Database, starts_at: tuple[int, ...], week: tuple[int, ...], eve: tuple[int, ...]
) -> None:
    start = datetime(*starts_at, tzinfo=PARIS)  # type: ignore[arg-type,misc]  # five figures
    found = hours(date_at(db, start))
    assert found[Round.WEEK][0].astimezone(UTC) == datetime(*week, tzinfo=UTC)  # type: ignore[arg-type,misc]  # same
    assert found[Round.EVE][0].astimezone(UTC) == datetime(*eve, tzinfo=UTC)  # type: ignore[arg-type,misc]  # same
    assert start.astimezone(UTC) - found[Round.HOUR][0] == HOUR


@pytest.mark.parametrize("starts_at", [SPRING, AUTUMN], ids=["March", "October"])
def test_web_5_an_hour_before_is_sixty_minutes_in_the_very_night(db: Database, starts_at: datetime) -> None:
    found = hours(date_at(db, starts_at))
    assert found[Round.HOUR][0] == starts_at - HOUR
    assert found[Round.EVE][1] == starts_at - HOUR


@pytest.mark.parametrize(
    ("starts_at", "said"),
    [
        pytest.param(AUTUMN - HOUR / 2, "2 h 30 (heure d’été)", id="the first of two"),
        pytest.param(AUTUMN + HOUR / 2, "2 h 30 (heure d’hiver)", id="the second"),
        pytest.param(SPRING, "3 h 00", id="after the hour that is skipped"),
    ],
)
def test_web_5_a_message_says_which_hour_and_its_calendar_file_means_the_same(
    db: Database, starts_at: datetime, said: str
) -> None:
    seminar = Seminar(db, starts_at=starts_at)
    person = seminar.sign_up("Exemple").registration
    (letter,) = outbox.about(db, f"webinar:{seminar.id}")
    text = letter.letter.body.replace("\u00a0", " ")
    assert said in text
    assert ("heure d’" in text) == ("heure d’" in said)
    _, event = read(content_of(seminar, person, "confirmed"))
    assert [event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")] == [starts_at, starts_at + HOUR]
    written = content_of(seminar, person, "confirmed")
    local = f"{in_paris(starts_at):%Y%m%dT%H%M%S}"
    assert (f"DTSTART;TZID=Europe/Paris:{local}".encode() in written) == ("heure d’" not in said)
    assert (f"DTSTART:{starts_at:%Y%m%dT%H%M%S}Z".encode() in written) == ("heure d’" in said)


def test_web_6_a_presence_over_a_change_of_hour_lasts_what_it_lasted() -> None:
    spring = Interval(SPRING - HOUR, SPRING + HOUR)  # from 1 h to 4 h, two hours
    since, until = (presence_list.instant(time(hour), spring) for hour in (1, 4))
    assert since is not None
    assert until is not None
    assert Interval(since, until).lasts == 2 * HOUR
    autumn = Interval(AUTUMN - 2 * HOUR, AUTUMN + 2 * HOUR)  # from 1 h to 4 h, four hours
    since, until = (presence_list.instant(f"2027-10-31 0{hour}:00", autumn) for hour in (1, 4))
    assert since is not None
    assert until is not None
    assert Interval(since, until).lasts == 4 * HOUR
    assert presence_list.instant("0001-01-01 00:01", autumn) is None
