"""One's own data, by the link of one's registration."""

import json

import pytest
from flask import Flask

from tests.factories import NOW
from tests.web.visitors import Visitor
from tests.webinars.seminar import NOTICE, Seminar
from tests.webinars.test_retention import NEED, adopt
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.registrations.model import Registration
from webapp.registrations.model.retention import Category
from webapp.registrations.service import set_form
from webapp.registrations.service.signing import links_of
from webapp.storage.database import unit_of_work
from webapp.web.kit import database


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    seminar = Seminar(database.of(app))
    adopt(seminar.db, Category.SENSITIVE, 0)
    with unit_of_work(seminar.db):
        set_form(seminar.db, seminar.shown.campaign, [NEED], NOTICE, by=SYSTEM, now=NOW)
    return seminar


def address(seminar: Seminar, registration: Registration) -> str:
    assert registration.nonce is not None
    token = tokens.derive(seminar.means.link_key, links_of(registration.nonce).manage)
    return f"/inscription/{token}/mes-donnees"


def test_rgp_2_somebody_sees_takes_away_and_corrects_what_is_known_of_them(app: Flask, seminar: Seminar) -> None:
    mine = seminar.sign_up("Exemple", besoin="Boucle magnétique").registration
    here, visitor = address(seminar, mine), Visitor(app)
    page = visitor.text(here)
    assert "Boucle magnétique (effacé le" in page
    assert "Inscription confirmée" in page
    copy = visitor.post(f"{here}/copie", forme="json", key="clé")
    assert copy.headers["Cache-Control"] == "no-store"
    assert json.loads(copy.text)["inscriptions"][0]["identité"]["prénom"] == "Anne"
    person = {"last_name": "Exemplaire", "first_name": "Anne", "email": "autre@val-imaginaire.example"}
    done = visitor.post(f"{here}/correction", {**person, "version": mine.version, "key": "b"})
    assert done.status_code == 303
    assert "Exemplaire" in visitor.text(here)
    again = visitor.post(f"{here}/correction", {**person, "email": "sans arobase", "version": "2", "key": "c"})
    assert again.status_code == 422
    assert "Cette adresse n’est pas complète" in again.text


def test_rgp_2_somebody_asks_to_be_forgotten_and_reads_where_it_stands(app: Flask, seminar: Seminar) -> None:
    here, visitor = address(seminar, seminar.sign_up("Exemple").registration), Visitor(app)
    assert "ce lien n’ouvre plus rien" in visitor.text(f"{here}?demander=effacement")
    assert visitor.post(f"{here}/demande", droit="effacement", key="a").status_code == 303
    assert "À décider" in visitor.text(here)
    assert visitor.post(f"{here}/demande", droit="opposition", key="b").status_code == 409
    assert visitor.post(f"{here}/demande", droit="autre chose", key="c").status_code == 409


@pytest.mark.parametrize("path", ["", "/copie", "/correction", "/demande"])
def test_a_link_that_opens_nothing_shows_nothing(app: Flask, seminar: Seminar, path: str) -> None:
    visitor, here = Visitor(app), f"/inscription/quelconque/mes-donnees{path}"
    answer = visitor.post(here, key="a") if path else visitor.get(here)
    assert answer.status_code == 404
    assert "Ce lien n’ouvre rien" in answer.text


def test_web_10_a_need_is_on_no_page_but_ones_own_and_the_organisers(app: Flask, seminar: Seminar) -> None:
    seminar.sign_up("Exemple", besoin="Boucle magnétique")
    code = seminar.shown.webinar.code
    for page in ("/webinaires", f"/webinaires/{code}", f"/webinaires/{code}/{seminar.date_id}/inscription"):
        assert "Boucle magnétique" not in Visitor(app).text(page)
