"""A cookie whose seal was checked a moment ago: still worth nothing once altered, or once its session has ended."""

from pathlib import Path

import pytest
from flask import Flask

from tests.factories import a_person
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.settings import Settings
from webapp.web.kit import database, streams


def signed_in(app: Flask) -> Visitor:
    visitor = Visitor(app).enter(a_person(database.of(app)))
    assert [visitor.get("/profil").status_code for _ in range(2)] == [200, 200]
    return visitor


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("collegiale")
    assert cookie is not None
    return cookie.value


def test_a_cookie_altered_after_it_was_read_opens_nothing(app: Flask) -> None:
    visitor = signed_in(app)
    cookie = cookie_of(visitor)

    content, _, seal = cookie.rpartition(".")  # the last sign of a seal holds bits that nothing reads
    visitor.client.set_cookie("collegiale", f"{content}.{'A' if seal[0] != 'A' else 'B'}{seal[1:]}")
    assert visitor.get("/profil").status_code == 302

    visitor.client.set_cookie("collegiale", cookie)
    assert visitor.get("/profil").status_code == 200


def test_a_session_ended_elsewhere_opens_nothing_though_its_cookie_was_just_read(app: Flask) -> None:
    visitor = signed_in(app)
    db = database.of(app)
    person_id = db.value("SELECT person_id FROM sessions")

    service.end_sessions(db, person_id, by=SYSTEM, now=clock.now())

    assert visitor.get("/profil").status_code == 302


def test_what_one_request_writes_in_its_session_is_not_seen_through_the_cookie_of_before(app: Flask) -> None:
    visitor = signed_in(app)
    before = cookie_of(visitor)
    with visitor.client.session_transaction() as session:
        session["note"] = "écrit après"

    other = app.test_client()
    other.set_cookie("collegiale", before)
    other.get("/profil")
    with other.session_transaction() as session:
        assert "note" not in session


@pytest.mark.parametrize(
    ("public_address", "asked", "secure"),
    [
        pytest.param("https://commissions.val-imaginaire.example", False, True, id="an https address, nothing asked"),
        pytest.param("HTTPS://commissions.val-imaginaire.example", False, True, id="in capitals"),
        pytest.param("http://127.0.0.1:8017", False, False, id="an http address"),
        pytest.param("http://127.0.0.1:8017", True, True, id="asked for"),
    ],
)
def test_the_cookie_stays_in_https_where_members_come_by_https(
    tmp_path: Path, migrated: bytes, public_address: str, asked: bool, secure: bool
) -> None:
    (tmp_path / "collegiale.db").write_bytes(migrated)
    app = create_app(
        Settings(
            instance=tmp_path, session_key="test", mark="test", public_address=public_address, secure_cookies=asked
        )
    )
    try:
        answer = app.test_client().get("/connexion")
    finally:
        streams.of(app).stop()
        database.of(app).close()

    assert ("; Secure;" in answer.headers["Set-Cookie"]) is secure
