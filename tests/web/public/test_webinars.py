"""The pages by which anybody signs up, without account."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW
from tests.webinars.seminar import Seminar
from webapp.web.kit import database


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    return Seminar(database.of(app), seats=1, starts_at=NOW + timedelta(days=10))


def sign_up(client: FlaskClient, seminar: Seminar, last_name: str, **fields: str) -> str:
    """Fill in the form and return the address it leads to."""
    form = f"/webinaires/gerer-l-eau-en-ete/{seminar.date_id}/inscription"
    page = client.get(form).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    key = page.split('name="key" value="')[1].split('"')[0]
    person = {"last_name": last_name, "first_name": "Anne", "email": f"{last_name}@val.example"}
    answer = client.post(form, data={**person, **fields, "csrf_token": token, "key": key})
    return answer.location if answer.status_code == 303 else answer.text


def test_somebody_signs_up_and_withdraws_by_the_link(client: FlaskClient, seminar: Seminar) -> None:
    assert "Gérer l’eau en été" in client.get("/webinaires").text
    address = sign_up(client, seminar, "Exemple")
    page = client.get(address).text
    assert "Confirmée" in page
    assert "Liste d’attente" not in page
    asking = client.get(f"{address}&desinscrire=1").text
    token = asking.split('name="csrf_token" value="')[1].split('"')[0]
    gone = client.post(f"{address.split('?')[0]}/desinscription", data={"csrf_token": token})
    assert "Annulée" in client.get(gone.location).text


def test_what_cannot_stand_is_said_beside_its_field_and_what_was_typed_stays(
    client: FlaskClient, seminar: Seminar
) -> None:
    page = sign_up(client, seminar, "Exemple", email="pas une adresse", service="Eau & forêts")
    assert "Cette adresse n’est pas complète" in page
    assert 'value="Eau &amp; forêts"' in page


def test_a_link_that_nobody_has_opens_nothing(client: FlaskClient, seminar: Seminar) -> None:
    assert client.get("/inscription/inconnu").status_code == 404
    assert client.get("/rejoindre/inconnu").status_code == 404
