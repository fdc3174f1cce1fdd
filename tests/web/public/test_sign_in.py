import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import a_person
from tests.web.visitors import PASSWORD, Visitor
from webapp.accounts import queries, rules, service
from webapp.accounts.model import Role
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


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def code_for(base: Database, person_id: int) -> str:
    return service.issue_slip(base, person_id, lasts=timedelta(days=1), by=SYSTEM, now=clock.now()).code


def test_a_person_signs_in_and_out(visitor: Visitor, anne: int):
    answer = visitor.post("/connexion", login="Anne", password=PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/accueil")
    assert "Anne Exemple" in visitor.text("/profil")
    left = visitor.post("/deconnexion")
    assert (left.status_code, left.location) == (303, "/")
    assert "Vous êtes déconnecté." in visitor.text("/")
    assert visitor.get("/profil").status_code == 302


def test_a_wrong_password_keeps_the_login_and_says_what_to_do(visitor: Visitor, anne: int):
    answer = visitor.post("/connexion", login="anne", password="un autre mot de passe")

    assert answer.status_code == 400
    assert "L’identifiant ou le mot de passe n’est pas le bon." in answer.text
    assert 'value="anne"' in answer.text
    assert "un autre mot de passe" not in answer.text


def without_tokens(page: str) -> str:
    """Leave out what a form says of the second in which it was shown."""
    return re.sub(r'(name="csrf_token"[^>]* value=)"[^"]+"', r'\1""', page)


def test_a_wrong_password_and_an_unknown_login_look_the_same(visitor: Visitor, anne: int):
    known = visitor.post("/connexion", login="anne", password="un autre mot de passe")
    unknown = visitor.post("/connexion", login="eve!", password="un autre mot de passe")

    assert known.status_code == unknown.status_code
    assert without_tokens(known.text).replace('value="anne"', 'value="eve!"') == without_tokens(unknown.text)


def test_too_many_failures_are_told_when_to_come_back(visitor: Visitor, anne: int):
    for _ in range(rules.LIMITS[0].failures):
        visitor.post("/connexion", login="anne", password="un autre mot de passe")

    answer = visitor.post("/connexion", login="anne", password=PASSWORD)

    assert answer.status_code == 429
    assert "Trop d’essais ont échoué. Réessayez à" in answer.text


def test_an_empty_form_is_told_field_by_field(visitor: Visitor):
    answer = visitor.post("/connexion", login="", password="")

    assert answer.status_code == 400
    assert 'href="#login">Saisissez votre identifiant.' in answer.text
    assert 'href="#password">Saisissez votre mot de passe.' in answer.text


def test_signing_in_needs_the_token_of_ones_own_form(app: Flask, anne: int):
    answer = app.test_client().post("/connexion", data={"login": "anne", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Formulaire périmé" in answer.text


def test_the_cookie_of_before_the_sign_in_is_worth_nothing_after_it(app: Flask, visitor: Visitor, anne: int):
    visitor.get("/connexion")
    planted = visitor.client.get_cookie("collegiale")
    visitor.post("/connexion", login="anne", password=PASSWORD)
    obtained = visitor.client.get_cookie("collegiale")
    assert planted is not None
    assert obtained is not None

    thief = app.test_client()
    thief.set_cookie("collegiale", planted.value)

    assert thief.get("/profil").status_code == 302
    assert obtained.value != planted.value
    assert obtained.http_only
    assert obtained.same_site == "Lax"


def test_a_cookie_kept_from_before_the_sign_out_is_worth_nothing(app: Flask, visitor: Visitor, anne: int):
    visitor.enter(anne)
    kept = visitor.client.get_cookie("collegiale")
    assert kept is not None

    assert visitor.post("/deconnexion").status_code == 303

    thief = app.test_client()
    thief.set_cookie("collegiale", kept.value)
    assert thief.get("/profil").status_code == 302


def test_signing_in_again_ends_the_session_that_the_browser_held(visitor: Visitor, base: Database, anne: int):
    visitor.enter(anne)
    visitor.enter(anne)

    assert len(queries.sessions(base, anne, now=clock.now())) == 1


@pytest.mark.parametrize(
    ("roles", "first_page"),
    [
        pytest.param([], "/accueil", id="member"),
        pytest.param([Role.SECRETARIAT], "/secretariat", id="secretariat"),
        pytest.param([Role.ADMINISTRATOR], "/secretariat/comptes", id="administrator"),
        pytest.param([Role.ADMINISTRATOR, Role.SECRETARIAT], "/secretariat", id="both"),
        pytest.param([Role.AUDITOR], "/secretariat/journal", id="auditor"),
    ],
)
def test_each_begins_where_their_work_is(
    visitor: Visitor, base: Database, anne: int, roles: list[Role], first_page: str
):
    for role in roles:
        service.grant_role(base, anne, role, by=SYSTEM, now=clock.now())

    assert visitor.post("/connexion", login="anne", password=PASSWORD).location == first_page


def test_a_page_asked_for_comes_after_the_sign_in(visitor: Visitor, anne: int):
    asked = visitor.get("/profil/mot-de-passe?a=1")
    assert asked.location == "/connexion?suite=/profil/mot-de-passe?a%3D1"

    page = visitor.get(asked.location).text
    assert 'name="suite" type="hidden" value="/profil/mot-de-passe?a=1"' in page
    answer = visitor.post("/connexion", login="anne", password=PASSWORD, suite="/profil/mot-de-passe?a=1")
    assert answer.location == "/profil/mot-de-passe?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param("https://evil.example/", id="an address"),
        pytest.param("//evil.example/", id="no scheme"),
        pytest.param("/\\evil.example/", id="a backslash"),
        pytest.param("/a\\..\\b", id="a backslash further on"),
        pytest.param("\\\\evil.example", id="two backslashes"),
        pytest.param("/\t/evil.example", id="a tabulation"),
        pytest.param("/\n/evil.example", id="a line feed"),
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("evil.example", id="no slash"),
        pytest.param(" //evil.example", id="a space first"),
        pytest.param("/connexion?suite=/connexion", id="a circle"),
        pytest.param("", id="nothing"),
    ],
)
def test_the_sign_in_leads_to_our_own_pages_only(visitor: Visitor, anne: int, elsewhere: str):
    answer = visitor.post("/connexion", login="anne", password=PASSWORD, suite=elsewhere)

    assert (answer.status_code, answer.location) == (303, "/accueil")
    again = visitor.client.get("/connexion", query_string={"suite": elsewhere})
    assert again.location == "/accueil"


# Access slips.


def test_opening_a_slip_consumes_nothing_and_pressing_the_button_does(visitor: Visitor, base: Database, anne: int):
    address = f"/connexion/bulletin/{code_for(base, anne)}"

    for _ in range(2):
        assert "Vous êtes Mme Anne Exemple ?" in visitor.text(address)
    assert visitor.post(address).status_code == 303

    assert "Anne Exemple" in visitor.text("/profil")
    used = visitor.get(address)
    assert used.status_code == 410
    assert "a déjà servi" in used.text


def test_a_code_typed_by_hand_leads_to_its_slip(visitor: Visitor, base: Database, anne: int):
    code = code_for(base, anne)

    answer = visitor.post("/connexion/bulletin", code=f" {code[:4].lower()}-{code[4:]} ")

    assert (answer.status_code, answer.location) == (303, f"/connexion/bulletin/{code}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("", "Recopiez le code imprimé sur votre bulletin.", id="nothing"),
        pytest.param("ABCD", "n’est celui d’aucun bulletin", id="too short"),
        pytest.param("<script>", "n’est celui d’aucun bulletin", id="not a code"),
    ],
)
def test_a_code_that_is_none_is_said_beside_the_field(visitor: Visitor, typed: str, sentence: str):
    answer = visitor.post("/connexion/bulletin", code=typed)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert "<script>" not in answer.text.replace('<script type="module"', "")


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_slip_is_not_found(visitor: Visitor, method: str):
    answer = getattr(visitor, method)("/connexion/bulletin/0000-quelconque")

    assert answer.status_code == 404
    assert "n’est celui d’aucun bulletin" in answer.text


def test_a_slip_on_a_device_of_somebody_else_warns_then_ends_that_session(visitor: Visitor, base: Database, anne: int):
    other = a_person(base, "Autre", "Luc", civility="M.")
    visitor.enter(other)
    address = f"/connexion/bulletin/{code_for(base, anne)}"

    assert "déjà connecté au nom de M. Luc Autre" in visitor.text(address)
    visitor.post(address)

    assert queries.sessions(base, other, now=clock.now()) == []


def test_the_session_of_a_slip_outlives_the_browser_and_that_of_a_password_does_not(
    app: Flask, base: Database, anne: int
):
    by_slip, by_password = Visitor(app).enter(anne), Visitor(app)
    by_password.post("/connexion", login="anne", password=PASSWORD)

    lasting, passing = by_slip.client.get_cookie("collegiale"), by_password.client.get_cookie("collegiale")
    assert lasting is not None
    assert passing is not None
    assert lasting.expires is not None
    assert passing.expires is None
