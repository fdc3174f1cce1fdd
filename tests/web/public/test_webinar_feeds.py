"""What other programs read: the calendar, read by an independent library and by khal, the Atom feed, the framed list."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import etree

from tests.factories import NOW
from tests.outbox.khal import Khal
from tests.web.visitors import Visitor
from tests.webinars.seminar import STARTS_AT, Seminar
from webapp.audit.model import SYSTEM
from webapp.web.kit import database
from webapp.webinars import service as webinars
from webapp.webinars.model import Content

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    """A webinar of the channel « Direction de l’eau », and another of none."""
    db = database.of(app)
    found = Seminar(db)
    channel = webinars.add_channel(db, "Direction de l’eau", "Nos webinaires", by=SYSTEM, now=NOW)
    content = Content(title="Gérer l’eau en été", summary="A & <b>B</b>", channel_id=channel)
    webinars.change(db, found.id, content, version=found.shown.webinar.version, by=SYSTEM, now=NOW)
    Seminar(db, title="Prévenir les feux", starts_at=STARTS_AT + timedelta(days=3))
    return found


def events(content: bytes) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(content)
    return [dict(each) for each in calendar.walk("VEVENT")]


def test_a_calendar_that_subscribes_reads_every_date_or_those_of_a_service(
    client: FlaskClient, seminar: Seminar
) -> None:
    answer = client.get("/webinaires/agenda.ics")
    assert answer.mimetype == "text/calendar"
    every = events(answer.data)
    assert [str(each["SUMMARY"]) for each in every] == ["Gérer l’eau en été", "Prévenir les feux"]
    assert every[0]["DTSTART"].dt.astimezone(UTC) == STARTS_AT
    assert b"METHOD" not in answer.data
    assert b"salle-secrete" not in answer.data
    (one,) = events(client.get("/webinaires/chaines/direction-de-l-eau/agenda.ics").data)
    assert one["UID"] == every[0]["UID"]


def test_a_feed_that_has_not_changed_is_not_sent_again(client: FlaskClient, seminar: Seminar) -> None:
    for path in ("/webinaires/agenda.ics", "/webinaires/annonces.atom", "/webinaires/encart"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=900"
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_subscribed_calendar_follows_a_change_and_marks_what_is_cancelled(
    client: FlaskClient, seminar: Seminar, tmp_path: Path
) -> None:
    khal = Khal(tmp_path / "khal", "Europe/Paris").imports(client.get("/webinaires/agenda.ics").data)
    assert len(khal.lists(STARTS_AT)) == 1
    before = events(client.get("/webinaires/agenda.ics").data)[0]
    version = seminar.shown.occurrences[0].version
    webinars.cancel_date(
        seminar.db, seminar.id, seminar.date_id, "Grève", version=version, means=seminar.means, by=SYSTEM, now=NOW
    )
    after = events(client.get("/webinaires/agenda.ics").data)[0]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert str(after["STATUS"]) == "CANCELLED"
    (line,) = khal.imports(client.get("/webinaires/agenda.ics").data).lists(STARTS_AT)
    assert "(annulé)" in line


def test_the_atom_feed_has_what_its_norm_asks_and_shows_markup_as_text(client: FlaskClient, seminar: Seminar) -> None:
    answer = client.get("/webinaires/annonces.atom")
    feed = etree.fromstring(answer.data)
    assert answer.mimetype == "application/atom+xml"
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for each in (feed, *entries):
        for needed in ("title", "id", "updated"):
            assert len(each.findall(f"{ATOM}{needed}")) == 1, needed
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == len(entries) == 2
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert "A & <b>B</b>" in entries[0].findtext(f"{ATOM}summary")
    assert entries[0].find(f"{ATOM}link").get("href") == "http://localhost/webinaires/gerer-l-eau-en-ete"
    only = etree.fromstring(client.get("/webinaires/chaines/direction-de-l-eau/annonces.atom").data)
    assert len(only.findall(f"{ATOM}entry")) == 1


def test_another_site_may_show_the_list_and_nothing_else(app: Flask, client: FlaskClient, seminar: Seminar) -> None:
    answer = client.get("/webinaires/encart")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    assert "<script" not in answer.text
    assert "<form" not in answer.text
    assert "Set-Cookie" not in answer.headers
    links = etree.HTML(answer.text).findall(".//a")
    assert len(links) > 1
    assert {(each.get("target"), each.get("rel")) for each in links} == {("_blank", "noopener")}
    assert "frame-ancestors 'none'" in client.get("/webinaires").headers["Content-Security-Policy"]
    views = {name for name, view in app.view_functions.items() if getattr(view, "may_be_framed", False)}
    assert views == {"webinar_feeds.inset"}
    lost = client.get("/webinaires/encart?chaine=inconnue")
    assert "frame-ancestors 'none'" in lost.headers["Content-Security-Policy"]
    seminar.sign_up("Exemple")
    person_id = database.of(app).value("SELECT max(id) FROM people")
    if person_id is not None:
        assert Visitor(app).enter(person_id).get("/webinaires/encart").text == client.get("/webinaires/encart").text
    assert "Exemple" not in client.get("/webinaires/encart").text


def test_a_service_has_its_own_page_and_one_that_does_not_exist_is_not_found(
    client: FlaskClient, seminar: Seminar
) -> None:
    page = client.get("/webinaires/chaines/direction-de-l-eau").text
    assert "Nos webinaires" in page
    assert "Gérer l’eau en été" in page
    assert "Prévenir les feux" not in page
    for path in ("", "/agenda.ics", "/annonces.atom"):
        assert client.get(f"/webinaires/chaines/inconnue{path}").status_code == 404
    assert client.get("/webinaires/encart?chaine=inconnue").status_code == 404
