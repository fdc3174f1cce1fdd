"""The JSON interface: the catalogue, signing up, and what an organiser's program may read."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOW
from tests.web.api.conftest import a_token, an_organiser, shown
from tests.web.visitors import Visitor
from tests.webinars.seminar import NOTICE, ROOM, Seminar
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.registrations import queries as registrations
from webapp.registrations import service as registering
from webapp.registrations.model import Field, FieldKind
from webapp.registrations.model.retention import Category
from webapp.storage.database import unit_of_work
from webapp.web.api.address import PREFIX
from webapp.web.api.annex import interface_of
from webapp.web.kit import programs
from webapp.webinars import service as webinars
from webapp.webinars.service import retention

CODE = "gerer-l-eau-en-ete"
KEY = {"Idempotency-Key": "essai-0001"}


def date_of(seminar: Seminar) -> str:
    return f"{PREFIX}/webinars/{CODE}/dates/{seminar.date_id}"


def sign_up(
    client: FlaskClient, seminar: Seminar, last_name: str = "Exemple", key: str = "", **more: Any
) -> TestResponse:
    body = {"last_name": last_name, "first_name": "Anne", "email": f"{last_name}@val-imaginaire.example", **more}
    headers = {"Idempotency-Key": key or f"essai-{last_name}"}
    return client.post(f"{date_of(seminar)}/registrations", json=body, headers=headers)


def pull(client: FlaskClient, seminar: Seminar, token: str, since: int = 0, size: int = 100) -> dict[str, Any]:
    answer = client.get(
        f"{PREFIX}/organiser/webinars/{seminar.id}/registrations?since={since}&size={size}", headers=shown(token)
    )
    assert answer.status_code == 200, answer.text
    got: dict[str, Any] = answer.json or {}
    return got


def test_the_description_is_made_from_the_code_and_names_no_other_host(client: FlaskClient) -> None:
    answer = client.get(f"{PREFIX}/openapi.json")

    assert answer.json is not None
    assert answer.json["openapi"] == "3.1.0"
    assert len(answer.json["paths"]) == 6
    assert "://" not in answer.text


def test_the_catalogue_a_webinar_and_its_seats_are_public_and_the_room_is_nowhere(
    client: FlaskClient, seminar: Seminar
) -> None:
    seminar.sign_up("Secrete")
    listed = client.get(f"{PREFIX}/webinars?words=eau")
    one = client.get(f"{PREFIX}/webinars/{CODE}")
    seats = client.get(date_of(seminar))

    assert listed.json is not None
    assert (listed.json["total"], listed.json["listed"][0]["code"]) == (1, CODE)
    assert one.json is not None
    assert [each["key"] for each in one.json["questions"]] == ["question"]
    assert one.json["notice"]["controller"] == NOTICE.controller
    assert seats.json is not None
    assert (seats.json["seats"], seats.json["left"], seats.json["waiting"]) == (2, 1, 0)
    for each in (listed, one, seats):
        assert ROOM not in each.text
        assert "Secrete" not in each.text
        assert "Set-Cookie" not in each.headers


def test_a_prepared_webinar_is_not_found(client: FlaskClient, seminar: Seminar) -> None:
    webinars.create(seminar.db, seminar.shown.webinar.content, by=SYSTEM, now=NOW)

    assert client.get(f"{PREFIX}/webinars/{CODE}-2").status_code == 404


def test_the_same_sending_again_is_the_same_registration(client: FlaskClient, seminar: Seminar) -> None:
    first, again = sign_up(client, seminar), sign_up(client, seminar)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert first.json is not None
    assert first.json["status"] == "confirmed"
    assert seminar.shown.occurrences[0].held == 1


def test_web_2_somebody_already_known_is_told_by_mail_alone(client: FlaskClient, seminar: Seminar) -> None:
    sign_up(client, seminar)
    other = sign_up(client, seminar, key="un-autre-programme")

    assert other.status_code == 202
    assert other.json is not None
    assert "status" not in other.json


def test_the_key_of_one_program_never_answers_for_another_person(client: FlaskClient, seminar: Seminar) -> None:
    sign_up(client, seminar, "Exemple", key="00000001")
    other = sign_up(client, seminar, "Modèle", key="00000001")

    assert other.status_code == 422  # its address has an accent: refused as itself, never taken for the first
    assert sign_up(client, seminar, "Modele", key="00000001").status_code == 201
    assert seminar.shown.occurrences[0].held == 2


def test_web_1_the_third_of_two_waits(client: FlaskClient, seminar: Seminar) -> None:
    answers = [sign_up(client, seminar, name).json for name in ("Un", "Deux", "Trois")]

    assert [each["status"] for each in answers if each is not None] == ["confirmed", "confirmed", "waitlisted"]


def test_a_refusal_is_a_problem_with_the_sentence_of_the_page_and_the_field(
    client: FlaskClient, seminar: Seminar
) -> None:
    answer = sign_up(client, seminar, email="pas une adresse")

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["field"] == "email"
    assert answer.json["reason"] == "address_unreadable"
    assert answer.json["detail"].startswith("Cette adresse n’est pas complète")


def test_closed_sign_ups_conflict(client: FlaskClient, seminar: Seminar) -> None:
    with unit_of_work(seminar.db):
        registering.close(seminar.db, seminar.shown.campaign, by=SYSTEM, now=NOW)

    answer = sign_up(client, seminar)
    assert (answer.status_code, answer.json and answer.json["reason"]) == (409, "closed")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"last_name": "A" * 70_000, "first_name": "B", "email": "c@d.example"}, KEY, 413),
        ({"last_name": "A" * 10_000, "first_name": "B", "email": "c@d.example"}, KEY, 422),
        ({"last_name": ["liste"], "first_name": "B", "email": "c@d.example"}, KEY, 422),
        ({"last_name": "\ud800", "first_name": "B", "email": "c@d.example"}, KEY, 422),
        ({"last_name": "A", "first_name": "B", "email": "c@d.example", "inconnu": 1}, KEY, 422),
        ({"last_name": "A", "first_name": "B", "email": "c@d.example"}, {}, 422),
        ([], KEY, 422),
        (None, KEY, 422),
    ],
    ids=["endless", "long name", "list", "surrogate", "unknown field", "no key", "array", "null"],
)
def test_absurd_bodies_are_refused_as_problems(
    client: FlaskClient, seminar: Seminar, body: Any, headers: dict[str, str], status: int
) -> None:
    answer = client.post(f"{date_of(seminar)}/registrations", json=body, headers=headers)

    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"


def test_what_is_no_json_is_refused(client: FlaskClient, seminar: Seminar) -> None:
    for content in (b"{", b"\xff\xfe", b"[" * 20_000):
        answer = client.post(
            f"{date_of(seminar)}/registrations", data=content, headers=KEY, content_type="application/json"
        )
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"


def test_a_question_that_is_not_described_is_refused_rather_than_passed_over(
    client: FlaskClient, seminar: Seminar
) -> None:
    token = shown(a_token(seminar, an_organiser(seminar)))
    pull = f"{PREFIX}/organiser/webinars/{seminar.id}/registrations"
    assert client.get(f"{pull}?since=0", headers=token).status_code == 200
    for path in (f"{pull}?sinse=12", f"{pull}?=12", f"{PREFIX}/webinars?pages=2"):
        answer = client.get(path, headers=token)
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_a_word_too_long_is_refused_whatever_signs_it_is_made_of(client: FlaskClient) -> None:
    for sign in ("e", "\x07", "\u00a0"):
        assert client.get(f"{PREFIX}/webinars", query_string={"words": sign * 200}).status_code == 200
        for name in ("words", "channel", "series"):
            assert client.get(f"{PREFIX}/webinars", query_string={name: sign * 201}).status_code == 422


def test_a_token_reads_the_webinars_of_its_owner_alone(client: FlaskClient, seminar: Seminar) -> None:
    mine = a_token(seminar, an_organiser(seminar))
    other = a_token(seminar, an_organiser(seminar, "Autre", of_it=False))
    seminar.sign_up("Exemple")

    assert [each["last_name"] for each in pull(client, seminar, mine)["registrations"]] == ["Exemple"]
    address = f"{PREFIX}/organiser/webinars/{seminar.id}/registrations"
    assert client.get(address, headers=shown(other)).status_code == 404
    listed = client.get(f"{PREFIX}/organiser/webinars", headers=shown(other))
    assert listed.json == {"webinars": []}


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer faux", "Basic YTpi", "Bearer " + "A" * 5000])
def test_without_a_good_token_nothing_is_read(client: FlaskClient, seminar: Seminar, said: str) -> None:
    for address in (
        "organiser/webinars",
        f"organiser/webinars/{seminar.id}/registrations",
        "organiser/webinars/999/registrations",
    ):
        answer = client.get(f"{PREFIX}/{address}", headers={"Authorization": said})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_a_lost_role_and_a_passed_year_open_nothing(
    client: FlaskClient, seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = an_organiser(seminar)
    first, second = a_token(seminar, person), a_token(seminar, person)
    webinars.revoke_api_token(seminar.db, person, 1, by=SYSTEM, now=NOW)
    address = f"{PREFIX}/organiser/webinars"

    assert client.get(address, headers=shown(first)).status_code == 401
    assert client.get(address, headers=shown(second)).status_code == 200
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: NOW + timedelta(days=367))
        assert client.get(address, headers=shown(second)).status_code == 401
    with unit_of_work(seminar.db):
        seminar.db.change("DELETE FROM grants WHERE person_id = ?", (person,))
    assert client.get(address, headers=shown(second)).status_code == 401


def test_the_pull_misses_nothing_and_repeats_nothing(client: FlaskClient, seminar: Seminar) -> None:
    token, since, seen = a_token(seminar, an_organiser(seminar)), 0, []
    kept = [seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois", "Quatre", "Cinq")]
    while True:
        got = pull(client, seminar, token, since, size=2)
        seen += [each["last_name"] for each in got["registrations"]]
        since = got["next"]
        if not got["more"]:
            break

    assert seen == ["Un", "Deux", "Trois", "Quatre", "Cinq"]
    assert pull(client, seminar, token, since)["registrations"] == []
    nonce = kept[0].nonce
    assert nonce is not None
    with unit_of_work(seminar.db):
        registering.cancel(seminar.db, kept[0], now=NOW)
    changed = pull(client, seminar, token, since)["registrations"]
    assert [(each["last_name"], each["status"]) for each in changed] == [("Un", "cancelled"), ("Trois", "offered")]


def test_web_10_sensitive_answers_are_in_no_programs_hands(client: FlaskClient, seminar: Seminar) -> None:
    need = Field(key="besoin", kind=FieldKind.TEXT, label="Besoin", keep_days=1, sensitive=True)
    retention.adopt(seminar.db, Category.SENSITIVE, "Règle 12", 1, key="règle", by=SYSTEM, now=NOW)
    with unit_of_work(seminar.db):
        asked = [*seminar.shown.form.fields, need]
        registering.set_form(seminar.db, seminar.shown.campaign, asked, NOTICE, by=SYSTEM, now=NOW)
    seminar.sign_up("Exemple", question="Quand ?", besoin="une boucle magnétique")

    (got,) = pull(client, seminar, a_token(seminar, an_organiser(seminar)))["registrations"]
    assert got["answers"] == {"question": "Quand ?"}


def test_every_view_of_the_interface_says_who_may_enter(app: Flask, seminar: Seminar) -> None:
    interface = interface_of(app)
    rules = {
        each.endpoint: getattr(interface.view_functions[each.endpoint], "access_rule", None)
        for each in interface.url_map.iter_rules()
    }

    assert {name: rule.name if rule else None for name, rule in rules.items()} == {
        "catalogue.catalogue": "public",
        "catalogue.webinar": "public",
        "catalogue.seats": "public",
        "catalogue.sign_up": "public",
        "organisers.organised": "bearer",
        "organisers.changes": "bearer_of_webinar",
        "description": "public",
    }


def test_a_view_for_programs_lets_no_session_in_and_one_without_rule_nobody(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/pour-un-programme", "for_programs", programs.bearer(lambda: "entré"))
    interface = interface_of(app)
    interface.add_url_rule(f"{PREFIX}/sans-regle", "unruled", lambda: "entré")

    assert client.get("/pour-un-programme").status_code == 302
    assert client.get(f"{PREFIX}/sans-regle").status_code == 403


def test_the_page_shows_a_token_once_and_revokes_it(app: Flask, client: FlaskClient, seminar: Seminar) -> None:
    visitor = Visitor(app).enter(an_organiser(seminar))
    page = visitor.post("/organisation/webinaires/jetons", label="Tableau de bord").text
    token = page.split("<p><code>")[1].split("<")[0]

    assert client.get(f"{PREFIX}/organiser/webinars", headers=shown(token)).status_code == 200
    again = visitor.text("/organisation/webinaires/jetons")
    assert "Tableau de bord" in again
    assert token not in again
    assert visitor.post("/organisation/webinaires/jetons/1/revocation").status_code == 303
    assert client.get(f"{PREFIX}/organiser/webinars", headers=shown(token)).status_code == 401
    assert registrations.of_key(seminar.db, "rien") is None


def test_somebody_elses_token_is_not_revoked(app: Flask, seminar: Seminar) -> None:
    a_token(seminar, an_organiser(seminar))
    other = Visitor(app).enter(an_organiser(seminar, "Autre"))

    assert other.post("/organisation/webinaires/jetons/1/revocation").status_code == 409


def test_a_server_that_no_program_calls_does_not_carry_the_libraries_of_the_interface() -> None:
    asked = "import sys, webapp.app; print(sorted({'flask_smorest', 'marshmallow', 'webargs'} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
