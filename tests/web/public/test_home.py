import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.awaiting import until
from tests.outbox.conftest import a_letter
from tests.web.visitors import plain
from webapp.jobs import heartbeat
from webapp.kernel import clock
from webapp.outbox import service as outbox
from webapp.storage.database import unit_of_work
from webapp.web.kit import database, health
from webapp.web.kit.health import Probe


def test_health_is_good_when_a_vote_can_be_taken(client: FlaskClient, app: Flask):
    heartbeat.beat(database.of(app).path.parent, now=clock.now())

    answer = client.get("/sante")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert answer.json["reason"] is None
    assert answer.json["worker"]["alive"] is True


@pytest.mark.parametrize("seen", [None, timedelta(minutes=2)], ids=["never there", "silent for two minutes"])
def test_health_stays_good_and_says_so_when_only_the_worker_is_down(
    client: FlaskClient, app: Flask, seen: timedelta | None
):
    if seen is not None:
        heartbeat.beat(database.of(app).path.parent, now=clock.now() - seen)

    answer = client.get("/sante")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["worker"]["alive"] is False


def test_mail_that_waits_is_said_and_stops_no_vote(client: FlaskClient, app: Flask):
    base, now = database.of(app), clock.now()
    with unit_of_work(base):
        for hours, address in (
            (-30, "anne@val-imaginaire.example"),
            (-2, "luc@val-imaginaire.example"),
            (48, "ahead@val-imaginaire.example"),
        ):
            letter = a_letter(address, address=address, committee_id=None)
            outbox.post(base, letter, now=now - timedelta(hours=30), due_at=now + timedelta(hours=hours))
        outbox.post(base, a_letter("sans adresse", address=None, committee_id=None), now=now)
        base.run(
            "INSERT INTO relay_trouble (id, since, words, tries, again_at) VALUES (1, ?, 'relais.interne : muet', 3, ?)",
            (clock.to_text(now), clock.to_text(now)),
        )

    answer = client.get("/sante")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert answer.json["mail"] == {
        "sends": False,
        "waiting": 2,  # not what is written ahead of its day, nor what is to print
        "oldest_at": clock.to_text(now - timedelta(hours=30)),
        "to_settle": 1,
        "trouble_since": clock.to_text(now),
    }
    assert "relais.interne" not in answer.text


def test_the_trial_write_leaves_nothing_behind(client: FlaskClient, app: Flask):
    base = database.of(app)
    before = base.value("SELECT COUNT(*) FROM throttles")

    client.get("/sante")

    assert base.value("SELECT COUNT(*) FROM throttles") == before == 0


def test_health_is_bad_with_its_reason_when_the_database_refuses_to_write(client: FlaskClient, app: Flask):
    base = database.of(app)
    with unit_of_work(base):
        base.run("CREATE TRIGGER broken BEFORE INSERT ON throttles BEGIN SELECT RAISE(ABORT, 'no'); END")

    answer = client.get("/sante")

    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["status"], answer.json["reason"]) == ("unavailable", health.REFUSED)


def test_health_does_not_wait_for_ever_behind_a_lock(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    base = database.of(app)

    with unit_of_work(base):  # this thread keeps the writer's turn
        answer = client.get("/sante")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["reason"] == health.BUSY


def test_the_trial_is_shared_by_those_who_ask_together(app: Flask, monkeypatch: pytest.MonkeyPatch):
    base = database.of(app)
    probe = Probe(base, app.extensions["collegiale.settings"])
    with unit_of_work(base):
        monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.02)
        assert [probe.fault() for _ in range(3)] == [health.BUSY] * 3
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 5)

    until(lambda: probe.fault() is None)


def test_a_full_disk_is_said(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    real = os.statvfs

    def full(path: Path) -> os.statvfs_result:
        values = list(real(path))
        values[4] = 1  # f_bavail: blocks left for us
        return os.statvfs_result(values)

    monkeypatch.setattr(os, "statvfs", full)

    answer = client.get("/sante")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["reason"] == health.FULL


def test_the_first_page_says_where_to_begin(client: FlaskClient):
    page = client.get("/").text

    assert 'href="/connexion"' in page
    assert 'href="/aide"' in page


def test_acc_1_every_page_says_not_conforming_until_an_audit_is_entered(client: FlaskClient):
    for path in ("/", "/connexion", "/accessibilite", "/donnees-personnelles"):
        assert '<a href="/accessibilite">Accessibilité : non conforme</a>' in plain(client.get(path))
    declaration = client.get("/accessibilite").text
    assert "Défenseur des droits" in declaration
    assert "aucun audit" in declaration


def test_what_is_known_of_people_is_said_without_signing_in(client: FlaskClient):
    page = client.get("/donnees-personnelles").text

    assert "article 13" in page
    assert "CNIL" in page
