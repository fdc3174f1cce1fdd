"""The calendar file of a date: joined to what is sent, read back by an independent library and by khal."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from tests.factories import NOW
from tests.outbox.khal import Khal
from tests.webinars.seminar import LINK_KEY, STARTS_AT, Seminar
from tests.webinars.test_signing import token
from webapp.audit.model import SYSTEM
from webapp.outbox import queries as outbox
from webapp.outbox.model import Joined
from webapp.registrations.model import Approval, Registration, Terms
from webapp.storage.database import Database
from webapp.webinars import service as webinars
from webapp.webinars.service.preparing import Day


def files_of(seminar: Seminar, registration: Registration) -> dict[str, tuple[Joined, ...]]:
    """What is joined to each message of somebody, by kind."""
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")
    return {
        each.letter.kind.removeprefix("webinar."): each.letter.joined
        for each in found
        if each.letter.address == registration.email
    }


def content_of(seminar: Seminar, registration: Registration, kind: str) -> bytes:
    (joined,) = files_of(seminar, registration)[kind]
    assert joined.media_type == "text/calendar"
    return (seminar.means.files / joined.file).read_bytes()


def read(content: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def move(seminar: Seminar, later: timedelta) -> None:
    before = seminar.shown.occurrences[0]
    day = Day(starts_at=before.starts_at + later, ends_at=before.ends_at + later, seats=before.seats)
    webinars.change_date(
        seminar.db, seminar.id, before.id, day, version=before.version, means=seminar.means, by=SYSTEM, now=NOW
    )


def cancel(seminar: Seminar) -> None:
    version = seminar.shown.occurrences[0].version
    webinars.cancel_date(
        seminar.db, seminar.id, seminar.date_id, "Grève", version=version, means=seminar.means, by=SYSTEM, now=NOW
    )


def test_web_5_the_confirmation_carries_the_date_and_neither_the_room_nor_anybody(seminar: Seminar) -> None:
    content = content_of(seminar, seminar.sign_up("Exemple").registration, "confirmed")
    calendar, event = read(content)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert event["DTSTART"].dt.astimezone(UTC) == STARTS_AT
    assert event["DTEND"].dt.astimezone(UTC) == STARTS_AT + timedelta(hours=1)
    assert str(event["URL"]) == "http://localhost/webinaires/gerer-l-eau-en-ete"
    assert str(event["LOCATION"]) == "En ligne"
    assert b"salle-secrete" not in content
    assert b"rejoindre" not in content
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_one_file_is_written_for_all_who_sign_up(db: Database) -> None:
    seminar = Seminar(db, seats=None)
    people = [seminar.sign_up(f"Exemple {number}", email=f"x{number}@val.example").registration for number in range(5)]
    joined = {files_of(seminar, each)["confirmed"] for each in people}
    assert len(joined) == 1
    assert db.value("SELECT count(*) FROM calendar_files") == 1
    assert len(list(seminar.means.files.glob("*.ics"))) == 1


def test_a_change_and_a_cancellation_follow_under_the_same_uid_with_a_greater_sequence(seminar: Seminar) -> None:
    person = seminar.sign_up("Exemple").registration
    move(seminar, timedelta(hours=2))
    cancel(seminar)
    events = [read(content_of(seminar, person, kind)) for kind in ("confirmed", "changed", "date_cancelled")]
    assert len({str(event["UID"]) for _, event in events}) == 1
    assert [int(event["SEQUENCE"]) for _, event in events] == [0, 1, 2]
    assert [str(calendar["METHOD"]) for calendar, _ in events] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [str(event["STATUS"]) for _, event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert LINK_KEY not in str(events)


def test_whoever_withdraws_is_sent_what_takes_the_date_away(seminar: Seminar) -> None:
    person = seminar.sign_up("Exemple").registration
    webinars.withdraw(seminar.db, token(person), means=seminar.means, now=NOW)
    calendar, event = read(content_of(seminar, person, "cancelled"))
    assert (str(calendar["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    other = seminar.sign_up("Modele").registration
    assert str(read(content_of(seminar, other, "confirmed"))[1]["STATUS"]) == "CONFIRMED"


def test_nobody_has_a_date_in_their_calendar_before_their_seat_is_sure(db: Database) -> None:
    seminar = Seminar(db, seats=1, terms=Terms(approval=Approval.ORGANISER))
    asked, waits = seminar.sign_up("Un").registration, seminar.sign_up("Deux").registration
    move(seminar, timedelta(hours=2))
    cancel(seminar)
    assert files_of(seminar, asked) == {"pending": (), "changed": (), "date_cancelled": ()}
    assert files_of(seminar, waits) == {"waitlisted": (), "changed": (), "date_cancelled": ()}


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion"])
def test_a_calendar_program_of_debian_follows_the_change_and_marks_the_cancellation(
    seminar: Seminar, tmp_path: Path, zone: str
) -> None:
    person = seminar.sign_up("Exemple").registration
    move(seminar, timedelta(hours=2))
    cancel(seminar)
    khal = Khal(tmp_path / "khal", zone)
    hours = [
        [line[11:16] for line in khal.imports(content_of(seminar, person, kind)).lists(STARTS_AT)]
        for kind in ("confirmed", "changed")
    ]
    first, later = (f"{khal.local(STARTS_AT + timedelta(hours=more)):%H:%M}" for more in (0, 2))
    assert hours == [[first], [later]]
    (line,) = khal.imports(content_of(seminar, person, "date_cancelled")).lists(STARTS_AT)
    assert "(annulé)" in line
