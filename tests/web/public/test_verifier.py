"""Anybody shows a file and gets a yes or a no with reasons; nothing is kept, and the register speaks to its own readers alone."""

import io
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.minutes.checker import files as checked
from tests.pdf import pki
from tests.pdf.altering import flipped
from tests.web.minutes import House, opened
from tests.web.visitors import Visitor, plain
from webapp.accounts.model import Role
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.cli.demo.reference import Reference
from webapp.kernel import clock
from webapp.minutes import queries, service
from webapp.minutes.service import Means
from webapp.pdf import sign
from webapp.web.kit import pace
from webapp.web.public import verifier

ROOT = pki.Authority()
CHAIR, SECRETARY = ROOT.issue("Élise Brume"), ROOT.issue("Théodore Lanuée")


@pytest.fixture
def house(final_minutes: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[House]:
    folder, played, _ = final_minutes
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "keys" / "trusted").mkdir(parents=True, exist_ok=True)
    (tmp_path / "keys" / "trusted" / "racine.pem").write_bytes(ROOT.root)
    with opened(tmp_path, played) as made:
        yield made


@pytest.fixture
def minutes(house: House) -> bytes:
    """The minutes signed by the first of their two signers, and kept so by the register."""
    folder = house.settings.instance
    means = Means(files=folder / "files", keys=folder / "keys")
    sha256 = queries.signing(house.db, house.played.meeting_id, ()).sha256 or ""
    given = {"passphrase": pki.PASSPHRASE, "way": "outside", "moment": "", "trust": ROOT.trust, "at": clock.now()}
    pdf = sign.sign(service.read(means.files, sha256, "pdf"), "signature-1", key=CHAIR.file(), **given)
    meeting_id = house.played.meeting_id
    service.bring_back(house.db, meeting_id, pdf, expected=sha256, means=means, by=SYSTEM, now=clock.now())
    return pdf


def _shown(visitor: Visitor, content: bytes) -> TestResponse:
    data = {"csrf_token": visitor._fresh(), "file": (io.BytesIO(content), "pv.pdf")}  # noqa: SLF001 — the form that this browser holds
    return visitor.client.post("/verifier", data=data, content_type="multipart/form-data")


def test_a_file_is_a_no_or_a_yes_with_its_reasons_and_its_figures(house: House, minutes: bytes):
    stranger, before = Visitor(house.app), audit.last_instant(house.db)
    page = plain(_shown(stranger, minutes))
    assert "Non : ce fichier ne peut pas être tenu pour le procès-verbal signé." in page
    assert "La signature « secrétaire » manque" in page
    given = {"passphrase": pki.PASSPHRASE, "way": "outside", "moment": "", "trust": ROOT.trust, "at": clock.now()}
    whole = sign.sign(minutes, "signature-2", key=SECRETARY.file(), **given)
    page = plain(_shown(stranger, whole))
    assert "Oui : ce fichier est intact et ses chiffres sont prouvés." in page
    assert "signature avancée B-B" in page
    assert "avis favorable, voix prépondérante du président (7 pour, 7 contre, 1 abstention)" in page
    assert page.count("Concorde") > 20
    assert "le texte signé a été modifié depuis" in plain(_shown(stranger, flipped(whole, whole.index(b"/Title") + 9)))
    assert audit.last_instant(house.db) == before


def test_pv_9_an_extract_signed_alone_is_told_for_what_it_is(house: House):
    page = plain(_shown(Visitor(house.app), checked.signed(checked.prepared_extract(), "signature-1", CHAIR)))
    assert "Ce fichier se dit un extrait du procès-verbal (l’avis sur un point). Il est intact" in page
    assert "Extrait du procès-verbal, point 2, Commission d’essai, 10 décembre 2026." in page
    assert "Ce que ce document ne prouve pas" in page
    assert "ouvrez le procès-verbal lui-même" in page
    assert "Élise Brume" in page
    assert "Non : ce fichier" not in page


def test_what_is_no_minutes_is_told_and_an_empty_form_too(app):
    stranger = Visitor(app)
    assert "Ce fichier n’est pas un PDF lisible." in plain(_shown(stranger, b"un texte"))
    missing = stranger.post("/verifier")
    assert missing.status_code == 400
    assert "Choisissez le PDF à vérifier" in plain(missing)


def test_what_the_register_knows_is_told_to_its_readers_alone(house: House, minutes: bytes):
    rectifying, meeting_id = "Une erreur de nom, que le fichier ne dit pas", house.played.meeting_id
    expected = queries.state(house.db, meeting_id)
    service.rectify(house.db, meeting_id, reason=rectifying, expected=expected, by=SYSTEM, now=clock.now())
    silent = "Le registre de la préfecture n’est pas cité"
    for visitor in (Visitor(house.app), house.member(3)):
        page = plain(_shown(visitor, minutes))
        assert silent in page
        assert rectifying not in page
    for role in (Role.SECRETARIAT, Role.CHAIR):
        page = plain(_shown(house.with_role(role, house.played.secretary.person_id or 0), minutes))
        assert silent not in page
        assert rectifying in page


def test_a_place_that_shows_too_many_files_waits(app, monkeypatch):
    monkeypatch.setattr(verifier, "MOST_A_MINUTE", 1)
    stranger = Visitor(app)
    assert _shown(stranger, b"un").status_code == 200
    answer = _shown(stranger, b"deux")
    assert answer.status_code == 429
    assert "Attendez une minute" in plain(answer)


def test_no_more_files_are_read_at_once_than_there_is_room_for(app):
    with (
        app.app_context(),
        pace.at_once("verifier", most=verifier.AT_ONCE),
        pace.at_once("verifier", most=verifier.AT_ONCE),
    ):
        answer = _shown(Visitor(app), b"un")
    assert answer.status_code == 503
    assert "Attendez un instant" in plain(answer)
    assert _shown(Visitor(app), b"un").status_code == 200


def test_the_page_that_works_without_us_is_downloaded_whole(house: House):
    visitor = Visitor(house.app)
    assert 'href="/verifier/hors-ligne"' in visitor.get("/verifier").text
    answer = visitor.get("/verifier/hors-ligne")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verifier-un-proces-verbal.html"'
    assert "default-src &#39;none&#39;" in answer.text
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert '"roots": ["MII' in answer.text
