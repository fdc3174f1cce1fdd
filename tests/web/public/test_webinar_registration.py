"""One's own registration by its link: corrected, taken to one's calendar, found again by mail."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.web.public.test_webinar_sign_up import QUESTIONS, Form
from webapp.outbox import queries as outbox
from webapp.registrations.model import Terms
from webapp.web.kit import database


@pytest.fixture
def form(app: Flask, at_the_sitting: None) -> Form:
    return Form(app, seats=50, terms=Terms(largest_group=4)).ask(*QUESTIONS)


@pytest.fixture
def mine(form: Form) -> str:
    """The address of somebody's registration."""
    status, address = form.fill(question_suivi="oui", question_lequel="L’eau", companions="Voisin, Zoé")
    assert status == 303
    return address.split("?")[0]


def correct(client: FlaskClient, mine: str, page: str, **fields: str) -> tuple[int, str]:
    hidden = dict(re.findall(r'name="(csrf_token|version)" value="([^"]+)"', page))
    person = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@val.example", "question_suivi": "non"}
    answer = client.post(f"{mine}/modifier", data={**person, **hidden, **fields})
    return answer.status_code, answer.location or answer.text


def kinds(form: Form, address: str) -> list[str]:
    found = outbox.about(form.seminar.db, f"webinar:{form.seminar.id}")
    return [each.letter.kind for each in found if each.letter.address == address]


def test_the_page_to_correct_holds_what_was_entered(client: FlaskClient, mine: str) -> None:
    page = client.get(f"{mine}/modifier").text
    assert 'value="Exemple"' in page
    assert 'value="L’eau"' in page
    assert re.search(r'checked[^>]*value="oui"|value="oui"[^>]*checked', page)
    assert "Voisin, Zoé" in page


def test_a_correction_is_kept_and_an_answer_that_is_no_longer_asked_goes(
    client: FlaskClient, form: Form, mine: str
) -> None:
    page = client.get(f"{mine}/modifier").text
    assert correct(client, mine, page, last_name="Modèle")[0] == 303
    assert form.names() == ["Anne Modèle"]
    (row,) = form.seminar.db.rows("SELECT * FROM answers")
    assert (row["field"], row["value"]) == ("suivi", "non")
    assert form.seminar.shown.occurrences[0].held == 1


def test_a_correction_sent_twice_is_done_once_and_an_older_page_overwrites_nothing(
    client: FlaskClient, form: Form, mine: str
) -> None:
    page = client.get(f"{mine}/modifier").text
    assert correct(client, mine, page, last_name="Modèle")[0] == 303
    assert correct(client, mine, page, last_name="Modèle")[0] == 303
    status, refused = correct(client, mine, page, last_name="Ancien")
    assert status == 422
    assert "Quelqu’un a changé cette page entre-temps" in refused
    assert form.names() == ["Anne Modèle"]


def test_a_correction_that_cannot_stand_keeps_what_was_typed(client: FlaskClient, mine: str) -> None:
    page = client.get(f"{mine}/modifier").text
    status, refused = correct(client, mine, page, last_name="", email="anne", service="Eau")
    assert status == 422
    assert "Écrivez le nom." in refused
    assert "Cette adresse n’est pas complète" in refused
    assert 'value="Eau"' in refused


def test_a_new_address_is_sent_the_link_and_the_former_one_is_told(client: FlaskClient, form: Form, mine: str) -> None:
    page = client.get(f"{mine}/modifier").text
    assert correct(client, mine, page, email="nouvelle@val.example")[0] == 303
    assert kinds(form, "nouvelle@val.example") == ["webinar.moved"]
    assert kinds(form, "anne@val.example") == ["webinar.confirmed", "webinar.moved_away"]
    (told,) = [each for each in outbox.everything(form.seminar.db) if each.letter.kind == "webinar.moved_away"]
    assert told.letter.link is None


def test_whoever_withdrew_corrects_nothing(client: FlaskClient, form: Form, mine: str) -> None:
    page = client.get(f"{mine}/modifier").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    assert client.post(f"{mine}/desinscription", data={"csrf_token": token}).status_code == 303
    assert correct(client, mine, page, last_name="Modèle")[0] == 422
    assert form.names() == ["Anne Exemple"]


def test_one_s_date_goes_to_one_s_calendar_under_the_uid_of_the_message(
    client: FlaskClient, form: Form, mine: str
) -> None:
    answer = client.get(f"{mine}/agenda.ics")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    (message,) = outbox.about(form.seminar.db, f"webinar:{form.seminar.id}")
    joined = (database.of(form.app).path.parent / "files" / message.letter.joined[0].file).read_bytes()
    (sent,) = Calendar.from_ical(joined).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (sent["UID"], sent["SEQUENCE"])
    assert client.get("/inscription/inconnu/agenda.ics").status_code == 404
    assert client.get("/inscription/inconnu/modifier").status_code == 404


def ask(client: FlaskClient, address: str) -> tuple[int, str]:
    page = client.get("/webinaires/mon-lien").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    answer = client.post("/webinaires/mon-lien", data={"csrf_token": token, "email": address})
    return answer.status_code, answer.location or answer.text


def test_the_link_is_sent_again_and_the_answer_tells_nobody_who_is_signed_up(
    client: FlaskClient, form: Form, mine: str
) -> None:
    known, unknown = ask(client, " ANNE@val.example"), ask(client, "personne@val.example")
    assert known == unknown == (303, "/webinaires/mon-lien/envoye")
    assert kinds(form, "anne@val.example") == ["webinar.confirmed", "webinar.found"]
    assert kinds(form, "personne@val.example") == []
    ask(client, "anne@val.example")
    assert kinds(form, "anne@val.example") == ["webinar.confirmed", "webinar.found"]


def test_an_address_that_is_none_is_told_so(client: FlaskClient, form: Form) -> None:
    status, page = ask(client, "anne")
    assert status == 422
    assert "Cette adresse n’est pas complète" in page
