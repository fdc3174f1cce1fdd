"""What leaves by itself: offers that end, reminders, each once; whether people come, as they are asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar, token
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.jobs import service as jobs
from webapp.jobs.model import Job
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.outbox import queries as outbox
from webapp.registrations.model import Occurrence, Registration, Status
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Audience, MessageKind, Round, WebinarRefusal
from webapp.webinars.model.attendance import Interval, Who
from webapp.webinars.queries.reminding import WEEK_LATEST
from webapp.webinars.rules.reminding import hours
from webapp.webinars.service import attendance, letters, reminding
from webapp.webinars.service.preparing import Day

WEEK, EVE, HOUR = STARTS_AT - timedelta(days=7), STARTS_AT - timedelta(days=1), STARTS_AT - timedelta(hours=1)
THANKS = STARTS_AT + timedelta(hours=1, minutes=30)
SECOND = timedelta(seconds=1)


def sent(seminar: Seminar, registration: Registration) -> list[str]:
    """The kinds of messages that somebody was written, in order."""
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")
    return [each.letter.kind.removeprefix("webinar.") for each in found if each.letter.address == registration.email]


def rounds_begun(seminar: Seminar) -> Iterator[Job]:
    """The rounds that wait to be written, as the worker takes them."""
    while (job := jobs.claim(seminar.db, {reminding.ROUND}, now=NOW + timedelta(days=400))) is not None:
        yield job


def at(seminar: Seminar, now: datetime) -> datetime | None:
    """Let the worker pass at an hour: what is due is begun, then written; return when it would pass again."""
    again = webinars.sweep(seminar.db, means=seminar.means, now=now)
    for job in rounds_begun(seminar):
        write(seminar, job, now)
        jobs.done(seminar.db, job, None, now=now)
    return again


def write(seminar: Seminar, job: Job, now: datetime) -> int:
    named = job.payload
    return webinars.write_round(
        seminar.db,
        named["occurrence"],
        Round(named["round"]),
        clock.from_text(named["starts_at"]),
        means=seminar.means,
        now=now,
    )


def move(seminar: Seminar, starts_at: datetime, *, now: datetime, seats: int | None = 2) -> None:
    date = seminar.shown.occurrences[0]
    day = Day(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), seats=seats)
    webinars.change_date(
        seminar.db, seminar.id, date.id, day, version=date.version, means=seminar.means, by=SYSTEM, now=now
    )


def date_of(seminar: Seminar) -> Occurrence:
    return seminar.shown.occurrences[0]


def test_web_5_each_reminder_leaves_once_at_its_hour(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    for hour in (WEEK - SECOND, WEEK, WEEK + SECOND, EVE, HOUR, STARTS_AT, THANKS, THANKS + SECOND):
        at(seminar, hour)
    assert sent(seminar, one) == ["confirmed", "week", "eve", "hour", "thanks"]


def test_web_5_only_the_confirmed_are_reminded(seminar: Seminar) -> None:
    waits = [seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois")][2]
    at(seminar, WEEK)
    assert sent(seminar, waits) == ["waitlisted"]


def test_web_5_whoever_was_confirmed_since_the_hour_of_a_reminder_does_without_it(seminar: Seminar) -> None:
    late = seminar.sign_up("Un", now=WEEK + SECOND).registration
    at(seminar, WEEK + timedelta(minutes=1))
    assert sent(seminar, late) == ["confirmed"]


def test_web_5_a_round_cut_short_writes_to_nobody_twice(seminar: Seminar, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [seminar.sign_up(name).registration for name in ("Un", "Deux")]
    monkeypatch.setattr(reminding, "BATCH", 1)  # one letter in a unit: the crash comes between two of them
    webinars.sweep(seminar.db, means=seminar.means, now=WEEK)
    webinars.sweep(seminar.db, means=seminar.means, now=WEEK)
    (job,) = rounds_begun(seminar)

    real, written = letters.post, []

    def crashes(*arguments: Any, **more: Any) -> object:
        if written:
            raise ConnectionError
        written.append(arguments)
        return real(*arguments, **more)

    with monkeypatch.context() as failing:
        failing.setattr(letters, "post", crashes)
        with pytest.raises(ConnectionError):
            write(seminar, job, WEEK)
    assert [sent(seminar, each).count("week") for each in people] == [1, 0]
    assert write(seminar, job, WEEK) == 1
    assert write(seminar, job, WEEK) == 0
    assert [sent(seminar, each).count("week") for each in people] == [1, 1]


def test_web_5_each_kind_can_be_off(seminar: Seminar) -> None:
    off = {MessageKind.CONFIRMED, MessageKind.WEEK, MessageKind.HOUR, MessageKind.THANKS}
    webinars.set_messages(seminar.db, seminar.id, off, by=SYSTEM, now=NOW)
    one = seminar.sign_up("Un").registration
    for hour in (WEEK, EVE, HOUR, THANKS):
        at(seminar, hour)
    assert sent(seminar, one) == ["eve"]


@pytest.mark.parametrize(
    ("off", "kinds", "asks"),
    [
        (set(), ["eve"], True),
        ({MessageKind.EVE}, ["eve"], True),
        ({MessageKind.COMING}, ["eve"], False),
        ({MessageKind.EVE, MessageKind.COMING}, [], False),
    ],
)
def test_web_5_the_eve_reminds_asks_or_is_silent(
    seminar: Seminar, off: set[MessageKind], kinds: list[str], asks: bool
) -> None:
    webinars.set_messages(seminar.db, seminar.id, off, by=SYSTEM, now=NOW)
    one = seminar.sign_up("Un").registration
    at(seminar, EVE)
    assert sent(seminar, one) == ["confirmed", *kinds]
    last = outbox.about(seminar.db, f"webinar:{seminar.id}")[-1].letter
    assert ("Viendrez-vous" in last.body) is asks
    if kinds:
        assert last.link is not None
        assert last.link.page == ("coming" if asks else "registration")


def test_web_5_an_hour_before_the_message_carries_the_personal_link(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    at(seminar, HOUR)
    letter = outbox.about(seminar.db, f"webinar:{seminar.id}")[-1].letter
    assert letter.kind == "webinar.hour"
    assert letter.link is not None
    assert (letter.link.page, seminar.derived(letter.link.nonce)) == ("entry", token(one, "entry"))


def test_web_5_a_worker_that_was_down_sends_the_reminder_that_still_counts(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    at(seminar, HOUR + timedelta(minutes=10))
    assert sent(seminar, one) == ["confirmed", "hour"]


def test_web_5_a_date_that_moves_is_reminded_of_at_its_new_hour_and_more_seats_remind_nobody_again(
    seminar: Seminar,
) -> None:
    one = seminar.sign_up("Un").registration
    at(seminar, WEEK)
    move(seminar, STARTS_AT, now=WEEK + SECOND, seats=3)
    at(seminar, WEEK + timedelta(minutes=1))
    assert sent(seminar, one) == ["confirmed", "week"]
    move(seminar, STARTS_AT + timedelta(days=14), now=WEEK + timedelta(minutes=2))
    at(seminar, EVE)
    at(seminar, WEEK + timedelta(days=14))
    assert sent(seminar, one) == ["confirmed", "week", "changed", "week"]


def test_web_5_a_date_brought_nearer_does_not_make_up_for_reminders_of_the_past(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    move(seminar, NOW + timedelta(days=3), now=NOW + SECOND)
    at(seminar, NOW + timedelta(minutes=1))
    assert sent(seminar, one) == ["confirmed", "changed"]


def test_web_5_a_cancelled_date_reminds_nobody(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    date = date_of(seminar)
    webinars.cancel_date(
        seminar.db, seminar.id, date.id, "Panne", version=date.version, means=seminar.means, by=SYSTEM, now=NOW
    )
    at(seminar, WEEK)
    assert sent(seminar, one) == ["confirmed", "date_cancelled"]


def test_a_week_before_is_the_same_hour_in_paris_though_clocks_change_between(db: Database) -> None:
    summer = datetime.fromisoformat("2026-10-29T10:00:00+01:00")  # clocks go back on 25 October
    seminar = Seminar(db, starts_at=summer)
    assert hours(date_of(seminar))[Round.WEEK][0].isoformat() == "2026-10-22T10:00:00+02:00"


def test_web_3_the_worker_gives_the_seat_of_an_ended_offer_to_the_next_one(seminar: Seminar) -> None:
    first, _, waits, later = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois", "Quatre"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=NOW)
    ends_at = NOW + timedelta(hours=24)
    assert at(seminar, NOW) == ends_at + timedelta(milliseconds=1)
    at(seminar, ends_at + timedelta(milliseconds=1))
    assert seminar.reread(waits).status is Status.CANCELLED
    assert seminar.reread(later).status is Status.OFFERED
    assert at(seminar, ends_at + timedelta(milliseconds=2)) == ends_at + timedelta(hours=24, milliseconds=2)


def test_web_3_no_seat_is_offered_at_a_cancelled_date_nor_at_one_that_is_over(seminar: Seminar) -> None:
    first, second, waits = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois"))
    over = STARTS_AT + timedelta(hours=1, seconds=1)
    webinar, said = seminar.shown.webinar, {"means": seminar.means, "by": SYSTEM}
    webinars.cancel_for(seminar.db, webinar, first.id, now=over, **said)
    assert seminar.reread(waits).status is Status.WAITLISTED
    date = date_of(seminar)
    webinars.cancel_date(
        seminar.db, seminar.id, date.id, "Panne", version=date.version, means=seminar.means, by=SYSTEM, now=NOW
    )
    webinars.cancel_for(seminar.db, webinar, second.id, now=NOW, **said)
    assert seminar.reread(waits).status is Status.WAITLISTED
    assert at(seminar, NOW) is None


def test_the_worker_passes_again_at_the_next_reminder_however_far_it_is(db: Database) -> None:
    seminar = Seminar(db, starts_at=NOW + timedelta(days=60))
    assert at(seminar, NOW) == NOW + timedelta(days=60) - WEEK_LATEST
    near = Seminar(db, title="Autre")
    assert at(near, NOW + timedelta(days=2, seconds=1)) == WEEK


def test_a_fault_of_the_sweep_is_said_and_tried_again_a_minute_later(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(webinars, "sweep", fails)
    before = clock.now()
    again = worker._webinars.sweep(seminar.db, Settings(instance=seminar.db.path.parent))  # noqa: SLF001 — its own step
    assert again is not None
    assert timedelta(seconds=59) < again - before < timedelta(seconds=70)
    assert "OSError" in capsys.readouterr().err


def test_the_worker_writes_a_round_and_a_message_to_all(seminar: Seminar, monkeypatch: pytest.MonkeyPatch) -> None:
    one = seminar.sign_up("Un").registration
    webinars.sweep(seminar.db, means=seminar.means, now=WEEK)
    webinars.broadcast(
        seminar.db,
        seminar.id,
        seminar.date_id,
        Audience.CONFIRMED,
        ("Objet", "Texte."),
        people=1,
        by=SYSTEM,
        now=WEEK,
    )
    monkeypatch.setattr(clock, "now", lambda: WEEK)
    settings = Settings(instance=seminar.db.path.parent, link_key=seminar.means.link_key)
    while worker.do_next(seminar.db, settings, worker.HANDLERS):
        pass
    assert sent(seminar, one) == ["confirmed", "week", "message"]


# « Viendrez-vous ? »


def test_web_3_no_on_the_eve_frees_the_seat_and_confirms_the_next_one_at_once(seminar: Seminar) -> None:
    first, _, waits = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois"))
    now = EVE + timedelta(hours=1)
    webinars.reply(seminar.db, token(first), comes=False, means=seminar.means, now=now)
    assert seminar.reread(first).status is Status.CANCELLED
    assert seminar.reread(waits).status is Status.CONFIRMED
    webinars.reply(seminar.db, token(first), comes=False, means=seminar.means, now=now)
    assert (queries.coming(seminar.db, date_of(seminar)).no, sent(seminar, first).count("cancelled")) == (1, 1)


def test_yes_is_counted_and_silence_changes_nothing(seminar: Seminar) -> None:
    first, silent = (seminar.sign_up(name).registration for name in ("Un", "Deux"))
    webinars.reply(seminar.db, token(first), comes=True, means=seminar.means, now=EVE)
    assert queries.coming(seminar.db, date_of(seminar)).yes == 1
    assert seminar.reread(silent).status is Status.CONFIRMED


def test_nothing_is_asked_once_it_has_begun(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    with pytest.raises(Refusal) as refused:
        webinars.reply(seminar.db, token(one), comes=False, means=seminar.means, now=STARTS_AT)
    assert refused.value.reason is WebinarRefusal.NOTHING_ASKED


def test_a_date_that_moves_asks_each_again_whether_they_come(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    webinars.reply(seminar.db, token(one), comes=True, means=seminar.means, now=NOW)
    later = STARTS_AT + timedelta(days=7)
    move(seminar, later, now=NOW)
    letter = outbox.about(seminar.db, f"webinar:{seminar.id}")[-1].letter
    assert letter.link is not None
    assert (letter.kind, letter.link.page) == ("webinar.changed", "coming")
    assert queries.comes(seminar.db, one.id, later) is None
    assert queries.former_start(seminar.db, seminar.date_id) == STARTS_AT


def test_those_seen_there_are_thanked_for_it_and_all_are_told_where_the_rest_is(seminar: Seminar) -> None:
    there, away = seminar.sign_up("Venu").registration, seminar.sign_up("Absent").registration
    attendance.declare(
        seminar.db,
        seminar.id,
        seminar.shown.occurrences[0],
        Who(there.id),
        Interval(STARTS_AT, STARTS_AT + timedelta(hours=1)),
        reason="Vue à l’écran",
        by=SYSTEM,
        now=THANKS,
    )
    at(seminar, THANKS)
    said = {
        each.letter.address: each.letter.body
        for each in outbox.about(seminar.db, f"webinar:{seminar.id}")
        if each.letter.kind == "webinar.thanks"
    }
    assert "vous remercient de l’avoir suivi" in said[there.email]
    assert "remercient" not in said[away.email]
    assert "l’enregistrement et les documents" in said[away.email]
