import re

import pytest
from flask import Flask

from tests.factories import a_person
from tests.web.visitors import PASSWORD, Visitor, plain
from webapp.accounts import queries, service
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.storage.database import Database
from webapp.web.kit import database


@pytest.fixture
def base(app: Flask) -> Database:
    return database.of(app)


@pytest.fixture
def anne(base: Database) -> int:
    person_id = a_person(base, "Exemple", "Anne", civility="Mme", login="anne")
    service.set_password(base, person_id, PASSWORD, by=SYSTEM, now=clock.now())
    return person_id


def test_my_page_says_what_is_known_of_me_and_where_i_am_signed_in(app: Flask, anne: int):
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0"
    visitor.enter(anne)

    page = visitor.text("/profil")

    assert "Mme Anne Exemple" in page
    assert "Firefox sur Windows" in page
    assert "Cet appareil" in page


def test_i_correct_my_address_and_telephone(app: Flask, base: Database, anne: int):
    visitor = Visitor(app).enter(anne)

    answer = visitor.post("/profil/coordonnees", email="anne@val-imaginaire.example", phone="01 00 00 00 00")

    assert (answer.status_code, answer.location) == (303, "/profil")
    person = queries.find(base, anne)
    assert person is not None
    assert (person.email, person.phone, person.last_name) == (
        "anne@val-imaginaire.example",
        "01 00 00 00 00",
        "Exemple",
    )


def test_a_faulty_address_is_said_beside_the_field_and_stays(app: Flask, base: Database, anne: int):
    answer = Visitor(app).enter(anne).post("/profil/coordonnees", email="anne@", phone="0102")

    assert answer.status_code == 400
    assert "<title>Erreur : Mes coordonnées" in plain(answer)
    assert 'href="#email">L’adresse électronique est incomplète' in answer.text
    assert 'value="anne@"' in answer.text
    assert 'value="0102"' in answer.text


def test_nothing_else_than_address_and_telephone_is_mine_to_change(app: Flask, base: Database, anne: int):
    Visitor(app).enter(anne).post(
        "/profil/coordonnees", email="", phone="", last_name="Préfet", login="ada", active="0"
    )

    person = queries.find(base, anne)
    assert person is not None
    assert (person.last_name, person.login, person.active) == ("Exemple", "anne", True)


def test_i_end_one_session_or_all_the_others(app: Flask, base: Database, anne: int):
    telephone, desk = Visitor(app).enter(anne), Visitor(app).enter(anne)
    mine = re.findall(r"/profil/connexions/(\d+)/fin", desk.text("/profil"))
    assert len(mine) == 1

    assert desk.post(f"/profil/connexions/{mine[0]}/fin").status_code == 303
    assert telephone.get("/profil").status_code == 302

    telephone.enter(anne)
    assert desk.post("/profil/connexions/fin").status_code == 303
    assert telephone.get("/profil").status_code == 302
    assert desk.get("/profil").status_code == 200


def test_the_session_of_another_is_not_mine_to_end(app: Flask, base: Database, anne: int):
    other = a_person(base, "Autre")
    theirs = Visitor(app).enter(other)
    session_id = queries.sessions(base, other, now=clock.now())[0].id

    Visitor(app).enter(anne).post(f"/profil/connexions/{session_id}/fin")

    assert theirs.get("/profil").status_code == 200


def test_i_change_my_password(app: Flask, anne: int):
    visitor, new = Visitor(app), "cinq mots encore moins liés"
    visitor.post("/connexion", login="anne", password=PASSWORD)

    wrong = visitor.post("/profil/mot-de-passe", current="faux", new=new, again=new)
    differing = visitor.post("/profil/mot-de-passe", current=PASSWORD, new=new, again="autre")
    short = visitor.post("/profil/mot-de-passe", current=PASSWORD, new="court", again="court")
    done = visitor.post("/profil/mot-de-passe", current=PASSWORD, new=new, again=new)

    assert [each.status_code for each in (wrong, differing, short, done)] == [400, 400, 400, 303]
    assert 'href="#current">Ce n’est pas votre mot de passe actuel.' in wrong.text
    assert 'href="#again">Les deux saisies diffèrent.' in differing.text
    assert 'href="#new">Le mot de passe doit compter au moins 12 caractères.' in short.text
    assert Visitor(app).post("/connexion", login="anne", password=new).status_code == 303


def test_who_came_by_a_slip_is_not_asked_for_a_forgotten_password(app: Flask, anne: int):
    visitor, new = Visitor(app).enter(anne), "cinq mots encore moins liés"

    assert "Mot de passe actuel" not in visitor.text("/profil/mot-de-passe")
    assert visitor.post("/profil/mot-de-passe", new=new, again=new).status_code == 303
