"""The catalogue: pages, filters, the same number of queries however long it is, and codes that shadow no page."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.webinars.model import Content, Sought
from webapp.webinars.service.preparing import Day


def titles(db: Database, **sought: object) -> list[str]:
    found = queries.listing(db, Sought(**sought), now=NOW)
    assert found.total == len(found.listed)
    return [each.webinar.title for each in found.listed]


def change(seminar: Seminar, **content: object) -> None:
    webinar = seminar.shown.webinar
    typed = Content(title=webinar.title, **content)
    webinars.change(seminar.db, seminar.id, typed, version=webinar.version, by=SYSTEM, now=NOW)


@pytest.fixture
def both(db: Database) -> tuple[Seminar, Seminar]:
    """Water in ten days, of a channel; fire in eleven, of a series; roads in twelve, not published."""
    channel = webinars.add_channel(db, "Direction de l’eau", "Étiages", by=SYSTEM, now=NOW)
    water, fire = Seminar(db), Seminar(db, title="Prévenir les feux", starts_at=STARTS_AT + timedelta(days=1))
    change(water, channel_id=channel, summary="Étiages et sécheresse")
    change(fire, series="Les mardis")
    number = webinars.create(db, Content(title="Les routes"), days=[a_day(12)], by=SYSTEM, now=NOW)
    assert number
    return water, fire


def a_day(days: int) -> Day:
    starts_at = NOW + timedelta(days=days)
    return Day(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


def test_dates_are_found_by_words_without_accents_service_series_and_free_seats(
    db: Database, both: tuple[Seminar, Seminar]
) -> None:
    water, _ = both
    assert titles(db) == ["Gérer l’eau en été", "Prévenir les feux"]
    assert titles(db, words="ETIAGES secheresse") == ["Gérer l’eau en été"]
    assert titles(db, words="étiages feux") == []
    assert titles(db, channel="direction-de-l-eau") == ["Gérer l’eau en été"]
    assert titles(db, channel="inconnue") == []
    assert titles(db, series="Les mardis") == ["Prévenir les feux"]
    for name in ("Un", "Deux"):
        water.sign_up(name)
    assert titles(db, free=True) == ["Prévenir les feux"]
    assert titles(db, past=True) == []


def test_what_is_over_is_listed_with_the_latest_first(db: Database, both: tuple[Seminar, Seminar]) -> None:
    later = STARTS_AT + timedelta(days=1, hours=1, milliseconds=1)
    found = queries.listing(db, Sought(past=True), now=later)
    assert [each.webinar.title for each in found.listed] == ["Prévenir les feux", "Gérer l’eau en été"]
    assert queries.listing(db, Sought(), now=later - timedelta(milliseconds=1)).total == 1


def test_pages_follow_one_another_and_say_how_many_there_are(db: Database) -> None:
    seminar = Seminar(db)
    days = [a_day(number) for number in range(11, 16)]
    webinars.add_dates(db, seminar.id, days, room=queries.room(db, seminar.date_id), by=SYSTEM, now=NOW)
    whole = []
    for skipped in (0, 4):
        page = queries.listing(db, Sought(), now=NOW, most=4, skipped=skipped)
        assert page.total == 6
        whole += [each.occurrence for each in page.listed]
    begins = [each.starts_at for each in whole]
    assert begins == sorted(set(begins))
    assert len(begins) == 6


@pytest.mark.parametrize("title", ["Chaînes", "Encart", "Mon lien"])
def test_no_webinar_takes_the_address_of_a_page_of_the_house(db: Database, title: str) -> None:
    code = rules.code_of(title)
    assert code in rules.RESERVED
    assert Seminar(db, title=title).shown.webinar.code == f"{code}-2"


@pytest.mark.parametrize("sought", [Sought(), Sought(words="eau été"), Sought(free=True), Sought(past=True)], ids=str)
def test_a_page_of_the_catalogue_asks_as_often_however_long_it_is(db: Database, sought: Sought) -> None:
    fill(db, 4)
    few = asked(db, sought)
    fill(db, 120)
    assert asked(db, sought) == few
    page = queries.listing(db, sought, now=NOW, most=20)
    assert page.total > 20
    assert len(page.listed) == 20


def asked(db: Database, sought: Sought) -> int:
    """How many statements a page of twenty runs."""
    statements: list[str] = []
    connections = [db._writer, *db._idle]  # noqa: SLF001 — the count is taken where SQLite runs them
    for each in connections:
        each.set_trace_callback(statements.append)
    queries.listing(db, sought, now=NOW, most=20)
    for each in connections:
        each.set_trace_callback(None)
    return len(statements)


def fill(db: Database, number: int) -> None:
    """Write webinars of one date and one pool each, half of them over."""
    pattern = Seminar(db)
    first = db.value("SELECT max(id) FROM webinars")
    with unit_of_work(db):
        for each in range(number):
            starts_at = NOW + timedelta(hours=each + 1 if each % 2 else -each - 2)
            db.run(
                "INSERT INTO webinars (code, series, state, title, summary, description, audience, threshold, search,"
                " published_at, cancel_reason, created_at, version)"
                " SELECT code || '-' || ?, series, state, title, summary, description, audience, threshold, search,"
                " published_at, cancel_reason, created_at, version FROM webinars WHERE id = ?",
                (f"{first}-{each}", pattern.id),
            )
            webinar = db.value("SELECT max(id) FROM webinars")
            campaign = db.run(
                "INSERT INTO campaigns (topic, state, approval, offer_hours, overbooking, largest_group, group_takes,"
                " version) VALUES ('webinar:' || ?, 'open', 'none', 24, 0, 1, 'each', 1)",
                (webinar,),
            )
            ends_at = starts_at + timedelta(hours=1)
            date = db.run(
                "INSERT INTO occurrences (campaign_id, starts_at, ends_at, closes_at, seats, state, sequence, version)"
                " VALUES (?, ?, ?, ?, 250, 'planned', 0, 1)",
                (campaign, clock.to_text(starts_at), clock.to_text(ends_at), clock.to_text(starts_at)),
            )
            db.run("INSERT INTO pools (occurrence_id, origin, allowed, held) VALUES (?, '', 250, 3)", (date,))
