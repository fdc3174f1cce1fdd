"""What a request says of where it comes from and of whom it calls: believed of a trusted proxy alone, and never in a link."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.web.visitors import Visitor
from tests.webinars.seminar import Seminar
from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.settings import Settings, SettingsError, load
from webapp.web.kit import database, streams
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole


@pytest.fixture
def behind(tmp_path: Path, migrated: bytes) -> Iterator[Flask]:
    """The application behind the one proxy that it trusts."""
    folder = tmp_path / "behind"
    (folder / "files").mkdir(parents=True)
    (folder / "collegiale.db").write_bytes(migrated)
    address = "https://collegiale.val-imaginaire.example"
    app = create_app(
        Settings(instance=folder, session_key="test", mark="test", public_address=address, trusted_proxies=1)
    )
    yield app
    streams.of(app).stop()
    database.of(app).close()


def tries(app: Flask, *hops: str) -> list[int]:
    """Sign in wrongly, each time by the way that a proxy tells."""
    visitor = Visitor(app)
    visitor.client.environ_base["wsgi.url_scheme"] = "https"
    token = visitor._fresh()  # noqa: SLF001 — the form that this browser holds
    fields = {"csrf_token": token, "login": "prefet", "password": "faux"}
    headers = {"Referer": "https://localhost/connexion"}
    return [
        visitor.client.post("/connexion", data=fields, headers={**headers, "X-Forwarded-For": each}).status_code
        for each in hops
    ]


def test_of_what_a_trusted_proxy_tells_its_own_hop_alone_is_believed(behind: Flask) -> None:
    assert tries(behind, *(f"198.51.100.{number}, 192.0.2.1" for number in range(9))) == [400] * 8 + [429]
    assert tries(behind, *(f"198.51.100.1, 192.0.2.{number}" for number in range(2, 4))) == [400] * 2


@pytest.mark.parametrize("number", [-1, 2])
def test_no_other_number_of_proxies_is_trusted_than_is_read(tmp_path: Path, number: int) -> None:
    (tmp_path / "settings.toml").write_text(f"trusted_proxies = {number}", encoding="utf-8")
    with pytest.raises(SettingsError, match="trusted_proxies"):
        load(tmp_path)


@pytest.mark.parametrize("trusted", [False, True])
def test_no_link_is_made_of_the_host_that_a_request_names(
    request: pytest.FixtureRequest, trusted: bool, at_the_sitting: None
) -> None:
    app: Flask = request.getfixturevalue("behind" if trusted else "app")
    seminar = Seminar(database.of(app))
    code, address = seminar.shown.webinar.code, app.extensions["collegiale.settings"].public_address
    access = replace(queries.access(seminar.db, seminar.id), walk_ins=True)
    webinars.set_access(seminar.db, seminar.id, access, by=SYSTEM, now=NOW)
    person_id = a_person(seminar.db, "Organisateur")
    people.grant_role(seminar.db, person_id, Role.ORGANISER, by=SYSTEM, now=NOW)
    webinars.set_organiser(seminar.db, seminar.id, person_id, OrganiserRole.LEAD, by=SYSTEM, now=NOW)
    held = Visitor(app).enter(person_id).client.get_cookie("collegiale")
    assert held is not None
    client, cookie = app.test_client(use_cookies=False), {"Cookie": f"collegiale={held.value}"}
    forged = {"Host": "malveillant.example", "X-Forwarded-Host": "malveillant.example", "X-Forwarded-Proto": "https"}
    dates = f"/organisation/webinaires/{seminar.id}/dates"
    for path in (f"/webinaires/{code}", "/webinaires", "/webinaires/annonces.atom", "/webinaires/agenda.ics", dates):
        answer = client.get(path, headers={**forged, **cookie})
        assert answer.status_code == 200, path
        assert "malveillant" not in answer.text, path
    assert f"{address}/webinaires/{code}/{seminar.date_id}/entrer" in answer.text
