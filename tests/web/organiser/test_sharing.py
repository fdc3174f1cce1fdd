"""The pages of sharing: partners recognised, seats offered, bundles handed over as files, and the guests' entry."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW
from tests.prefectures.instances import NOTE, Instance
from tests.web.api.conftest import an_organiser
from tests.web.visitors import Visitor
from tests.webinars.seminar import ROOM, Seminar
from webapp.accounts import service as accounts
from webapp.accounts.model import PersonFields
from webapp.kernel import clock, seals, tokens
from webapp.sharing import queries
from webapp.web.kit import database
from webapp.web.kit.sharing import house

PAGES = "/organisation/partage"


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    return Seminar(database.of(app), seats=5, starts_at=NOW + timedelta(days=10))


@pytest.fixture
def administrator(app: Flask, at_the_sitting: None) -> Visitor:
    number = accounts.create_administrator(
        database.of(app), PersonFields(last_name="Chef"), password=None, now=clock.now()
    )
    return Visitor(app).enter(number)


@pytest.fixture
def mont(tmp_path: Path, migrated: bytes, app: Flask) -> Instance:
    """Another prefecture, which knows and trusts this one."""
    instance = Instance(tmp_path / "mont", migrated, "Préfecture du Mont-Fictif", "bb")
    with app.app_context():
        ours = house()
    from webapp.sharing import service  # noqa: PLC0415 — beside what it makes

    number = service.add_partner(
        instance.db,
        "Préfecture du Val-Imaginaire",
        service.identity(ours),
        "donnees@mont.example",
        house=instance.house,
        by=instance.by,
        now=NOW,
    )
    service.trust(instance.db, number, house=instance.house, by=instance.by, now=NOW)
    instance.now = NOW + timedelta(hours=2)
    return instance


@pytest.fixture
def partner(administrator: Visitor, mont: Instance) -> int:
    """The other prefecture, added and recognised by the pages."""
    added = administrator.post(PAGES, name=mont.house.name, public_key=mont.key, contact="donnees@val.example")
    assert added.status_code == 303
    page = administrator.text(added.location)
    assert seals.fingerprint(mont.key) in page
    assert "Préparer le paquet" not in page
    assert administrator.post(f"{added.location}/reconnaissance").status_code == 303
    return int(added.location.rpartition("/")[2])


def handed_over(administrator: Visitor, content: bytes) -> tuple[int, str]:
    """Bring a bundle by the page; return the answer and what the page that follows says."""
    answer = administrator.post(f"{PAGES}/paquet-recu", {"file": (BytesIO(content), "paquet.json")})
    said = administrator.text(answer.location) if answer.status_code == 303 else answer.text
    return answer.status_code, said


def test_seats_are_offered_and_the_bundle_goes_and_comes_by_the_pages(
    app: Flask, administrator: Visitor, mont: Instance, partner: int, seminar: Seminar
) -> None:
    organiser = Visitor(app).enter(an_organiser(seminar))
    offering = f"/organisation/webinaires/{seminar.id}/partage"
    assert "Places offertes : Préfecture du Mont-Fictif" in organiser.text(offering)
    assert organiser.post(f"{offering}/{seminar.date_id}", partner=partner, seats="2").status_code == 303
    bundle = administrator.post(f"{PAGES}/{partner}/paquet")
    assert "attachment" in bundle.headers["Content-Disposition"]
    mont.receive(bundle.data)
    mont.sign_up("Exemple")

    status, page = handed_over(administrator, mont.export())
    assert status == 303
    assert "les nombres d’inscrits sont à jour" in page
    assert "1 prise, 0 en attente" in organiser.text(offering)
    assert "déjà reçu" in handed_over(administrator, mont.export())[1]
    assert "Exemple" not in page


def test_a_tampered_file_is_refused_with_its_sentence(
    administrator: Visitor, mont: Instance, partner: int, seminar: Seminar
) -> None:
    status, page = handed_over(administrator, mont.export().replace(b'"note":""', b'"note":"a"'))

    assert status == 422
    assert "a été modifié ou abîmé en chemin" in page
    assert administrator.post(f"{PAGES}/paquet-recu").status_code == 422


def test_too_many_seats_are_refused_with_their_sentence(
    app: Flask, mont: Instance, partner: int, seminar: Seminar
) -> None:
    organiser = Visitor(app).enter(an_organiser(seminar))
    answer = organiser.post(
        f"/organisation/webinaires/{seminar.id}/partage/{seminar.date_id}", partner=partner, seats="6"
    )

    assert answer.status_code == 409
    assert "Il ne reste pas assez de places libres" in answer.text
    other = Visitor(app).enter(an_organiser(seminar, "Autre", of_it=False))
    assert other.get(f"/organisation/webinaires/{seminar.id}/partage").status_code == 403


def test_the_feed_of_a_partner_is_its_own_and_ends_with_trust(
    app: Flask, client: FlaskClient, administrator: Visitor, mont: Instance, partner: int
) -> None:
    found = queries.partner(database.of(app), partner)
    assert found is not None
    feed = f"/partage/flux/{tokens.derive('', found.feed_nonce)}"

    assert client.get(feed).data == found.sent_bundle.encode()
    assert client.get("/partage/flux/INCONNU").status_code == 404
    administrator.post(f"{PAGES}/{partner}/mise-a-l-ecart")
    assert client.get(feed).status_code == 404


def test_a_feed_and_a_note_are_kept(administrator: Visitor, mont: Instance, partner: int) -> None:
    page = f"{PAGES}/{partner}"
    assert administrator.post(f"{page}/flux", address="http://ailleurs.example/flux").status_code == 409
    assert administrator.post(f"{page}/flux", address="https://mont.example/flux").status_code == 303
    assert administrator.post(f"{page}/releve").status_code == 303
    assert administrator.post(f"{page}/note", text=NOTE).status_code == 409
    assert administrator.post(f"{page}/note", text=NOTE, on="2026-12-01").status_code == 303

    said = administrator.text(page)
    assert "https://mont.example/flux" in said
    assert "Les noms ne passent pas tant que" in said


def test_a_partner_said_wrongly_keeps_what_was_typed(administrator: Visitor) -> None:
    answer = administrator.post(PAGES, name="Préfecture du Mont-Fictif", public_key="abc", contact="x")

    assert answer.status_code == 422
    assert "Cette clé publique n’est pas complète" in answer.text
    assert 'value="Préfecture du Mont-Fictif"' in answer.text


def test_guests_enter_by_the_entry_of_their_prefecture_at_the_right_time(
    client: FlaskClient, partner: int, seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    Visitor(client.application).enter(an_organiser(seminar)).post(
        f"/organisation/webinaires/{seminar.id}/partage/{seminar.date_id}", partner=partner, seats="2"
    )
    share = queries.shared(seminar.db, partner)[0]
    entry = f"/rejoindre/partenaire/{tokens.derive('', share.entry_nonce)}"
    early = client.get(entry)
    assert "La salle ouvre le" in early.text
    assert client.get("/rejoindre/partenaire/INCONNU").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=10))
    page = client.get(entry)
    assert ROOM not in page.text
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post(entry, data={"csrf_token": token}).headers["Refresh"] == f"0; url={ROOM}"


def test_what_came_says_who_organises_it(app: Flask, mont: Instance, partner: int, administrator: Visitor) -> None:
    theirs = Seminar(mont.db, seats=3, title="La forêt en hiver", starts_at=NOW + timedelta(days=20))
    mont.offer(theirs, 2)
    handed_over(administrator, mont.export())

    assert "Préfecture du Mont-Fictif" in administrator.text("/webinaires")
    assert "Organisateur : Préfecture du Mont-Fictif." in administrator.text("/webinaires/la-foret-en-hiver")
    number = queries.dates_from(database.of(app), queries.partners(database.of(app))[0])[0][0].id
    assert "qui seule le change" in administrator.text(f"/organisation/webinaires/{number}/partage")
