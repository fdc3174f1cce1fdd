"""The pages by which administrators adopt durations, read certificates and answer what people ask of their data."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.web.visitors import Visitor
from tests.webinars.seminar import Seminar
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.registrations import queries as registrations
from webapp.registrations.model import Status
from webapp.registrations.model.retention import Category, Right
from webapp.storage.database import Database
from webapp.web.kit import database
from webapp.webinars.service import retention

KEPT, ASKED = "/secretariat/conservation", "/secretariat/droits"


@pytest.fixture
def base(app: Flask, at_the_sitting: None) -> Database:
    return database.of(app)


@pytest.fixture
def seminar(base: Database) -> Seminar:
    return Seminar(base)


@pytest.fixture
def chief(app: Flask, base: Database) -> Visitor:
    person_id = a_person(base, "Chef", "Ada")
    service.grant_role(base, person_id, Role.ADMINISTRATOR, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def test_arc_1_a_rule_is_shown_before_it_is_adopted_and_stays_with_who_adopted_it(
    chief: Visitor, base: Database
) -> None:
    rule = {"category": "sensitive", "reference": "Visa AD99-2026-12", "days": "3"}
    asking = chief.post(KEPT, rule)
    assert "Ce qui a déjà dépassé cette durée est effacé aussitôt" in asking.text
    assert registrations.adopted(base) == {}
    answer = chief.post(KEPT, {**rule, "confirme": "1", "key": "clé"})
    assert answer.status_code == 303
    page = chief.text(answer.location)
    assert "Visa AD99-2026-12" in page
    assert "Ada Chef" in page
    assert chief.post(KEPT, {"category": "sensitive", "reference": "", "days": "3"}).status_code == 422


def test_arc_1_a_certificate_says_what_went_and_names_nobody(chief: Visitor, seminar: Seminar) -> None:
    seminar.sign_up("Exemple")
    retention.adopt(seminar.db, Category.REGISTRANTS, "Visa AD99", 30, key="clé", by=SYSTEM, now=NOW)
    retention.purge_due(seminar.db, files=seminar.means.files, now=NOW + timedelta(days=90))
    page = chief.text(f"{KEPT}/certificats/1")
    for said in ("Inscriptions anonymisées", "Gérer l’eau en été", "Visa AD99", "30 jours"):
        assert said in page
    assert "Exemple" not in page
    assert "N° 1" in chief.text(KEPT)
    assert chief.get(f"{KEPT}/certificats/2").status_code == 404


def test_rgp_2_an_administrator_finds_an_address_and_hands_over_a_copy(chief: Visitor, seminar: Seminar) -> None:
    seminar.sign_up("Exemple", question="=1+1")
    found = chief.post(f"{ASKED}/recherche", adresse="EXEMPLE@val-imaginaire.example")
    assert "Anne Exemple" in found.text
    copy = chief.post(f"{ASKED}/copie", adresse="exemple@val-imaginaire.example", forme="json", key="clé")
    told = json.loads(copy.text)["inscriptions"][0]
    assert told["identité"]["nom"] == "Exemple"
    assert told["réponses"][0]["réponse"] == "=1+1"
    assert told["messages"][0]["adresse"] == "exemple@val-imaginaire.example"
    table = chief.post(f"{ASKED}/copie", adresse="exemple@val-imaginaire.example", forme="csv", key="clé 2").text
    assert ";'=1+1" in table
    assert "Accès (copie des données)" in chief.text(ASKED)
    assert chief.post(f"{ASKED}/recherche", adresse="rien").status_code == 422


def test_rgp_2_an_administrator_corrects_and_decides(chief: Visitor, seminar: Seminar) -> None:
    mine = seminar.sign_up("Exemple").registration
    retention.adopt(seminar.db, Category.REGISTRANTS, "Visa AD99", 30, key="clé", by=SYSTEM, now=NOW)
    address = f"{ASKED}/inscriptions/{mine.id}"
    person = {"last_name": "", "first_name": "Anna", "email": mine.email, "version": "1", "key": "a"}
    refused = chief.post(address, person)
    assert refused.status_code == 422
    assert "Écrivez le nom." in refused.text
    assert chief.post(address, {**person, "last_name": "Exemplaire"}).status_code == 303
    assert seminar.reread(mine).name == "Anna Exemplaire"

    recorded = chief.post(f"{ASKED}/demandes", adresse=mine.email, inscription=mine.id, droit="effacement", key="b")
    assert recorded.status_code == 303
    waiting = registrations.requests(seminar.db)[0]
    assert waiting.kind is Right.ERASURE
    page = chief.text(f"{ASKED}/demandes/{waiting.id}?reponse=accepter")
    assert "Répondez d’abord à la personne" in page
    assert chief.post(f"{ASKED}/demandes/{waiting.id}", reponse="accepter").status_code == 303
    assert seminar.reread(mine).status is Status.ANONYMISED
    after = chief.text(f"{ASKED}/demandes/{waiting.id}")
    assert "Satisfaite" in after
    assert "Exemplaire" not in after
    assert chief.get(address).status_code == 404


def test_rgp_2_the_address_asked_for_is_in_no_address_of_a_page(chief: Visitor, seminar: Seminar) -> None:
    seminar.sign_up("Exemple")
    found = chief.post(f"{ASKED}/recherche", adresse="exemple@val-imaginaire.example").text
    assert not re.search(r'(?:href|action)="[^"]*exemple(?:@|%40)', found)
