from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_person
from tests.web.visitors import Visitor
from webapp.kernel import clock
from webapp.storage.database import unit_of_work
from webapp.web.kit import database


@pytest.fixture
def closed_house(app: Flask) -> Flask:
    """The application with one more view, whose author forgot to say who may enter."""
    app.add_url_rule("/oubliee", "forgotten", lambda: "secret", methods=["GET", "POST"])
    return app


def test_a_view_without_a_rule_lets_nobody_in(closed_house: Flask):
    visitor = Visitor(closed_house).enter(a_person(database.of(closed_house)))

    assert closed_house.test_client().get("/oubliee").status_code == 403
    assert visitor.get("/oubliee").status_code == 403


def test_a_form_sent_without_a_session_is_told_401_even_without_a_token(client: FlaskClient):
    answer = client.post("/profil/connexions/fin")

    assert answer.status_code == 401
    assert "rien n’a été enregistré" in answer.text


def test_a_page_asked_for_without_a_session_leads_to_the_sign_in(client: FlaskClient):
    answer = client.get("/profil")

    assert (answer.status_code, answer.location) == (302, "/connexion?suite=/profil")


def test_a_page_s_own_script_is_told_401_rather_than_shown_the_sign_in(client: FlaskClient):
    answer = client.get("/profil", headers={"Sec-Fetch-Mode": "cors"})

    assert answer.status_code == 401


def test_every_post_wants_the_token_of_ones_own_form(app: Flask):
    visitor = Visitor(app).enter(a_person(database.of(app)))

    for path in ("/profil/connexions/fin", "/deconnexion", "/profil/coordonnees"):
        assert visitor.client.post(path).status_code == 400
    assert visitor.get("/profil").status_code == 200


def test_a_token_of_another_browser_is_refused(app: Flask):
    mine, theirs = (Visitor(app).enter(a_person(database.of(app), name)) for name in ("Un", "Deux"))

    token = theirs._fresh()  # noqa: SLF001 — the test plays the forger

    assert mine.client.post("/profil/connexions/fin", data={"csrf_token": token}).status_code == 400


def test_a_cookie_made_up_is_nobody(app: Flask):
    client = app.test_client()
    with client.session_transaction() as session:  # sealed with the right key, as if it had leaked
        session["_user_id"] = "devinette"

    assert client.get("/profil").status_code == 302


def test_pages_of_a_person_are_not_kept_by_the_browser(app: Flask):
    answer = Visitor(app).enter(a_person(database.of(app))).get("/profil")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_visit_slides_the_session_at_most_every_ten_minutes(app: Flask):
    base = database.of(app)
    visitor = Visitor(app).enter(a_person(base))
    entered = base.row("SELECT seen_at, expires_at FROM sessions")
    assert entered is not None

    visitor.get("/profil")
    assert base.row("SELECT seen_at, expires_at FROM sessions") == entered

    earlier = clock.to_text(clock.from_text(entered["seen_at"]) - timedelta(minutes=11))
    with unit_of_work(base):
        base.change("UPDATE sessions SET seen_at = ?, expires_at = ?", (earlier, entered["expires_at"]))
    visitor.get("/profil")

    slid = base.row("SELECT seen_at, expires_at FROM sessions")
    assert slid is not None
    assert slid["seen_at"] >= entered["seen_at"]
    assert slid["expires_at"] >= entered["expires_at"]


def test_pages_are_read_and_forms_told_503_when_nothing_can_be_written(app: Flask):
    base = database.of(app)
    visitor = Visitor(app).enter(a_person(base))
    token = visitor._fresh()  # noqa: SLF001 — the form that this browser holds
    with unit_of_work(base):
        base.change("UPDATE sessions SET seen_at = '2020-01-01T00:00:00.000Z'")
    base._writer.execute("PRAGMA query_only = ON")  # noqa: SLF001 — as a disk that has become read-only

    page = visitor.get("/profil")
    form = visitor.client.post("/profil/coordonnees", data={"csrf_token": token, "email": "", "phone": "01"})

    assert page.status_code == 200
    assert form.status_code == 503
    assert "Rien n’a été enregistré" in form.text


def test_the_rules_of_the_house_have_names(app: Flask):
    names = {view.access_rule.name for view in app.view_functions.values() if hasattr(view, "access_rule")}

    assert {"public", "signed_in", "administrator", "accounts_desk", "manages_account", "journal_reader"} <= names
