"""The desk has the final minutes signed; who is awaited is always in sight, and nothing is kept of what is refused."""

import io
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from tests.pdf import outside, papers, pki
from tests.pdf.altering import flipped, overlaid, with_other_facts, with_second_facts
from tests.web.minutes import House, opened
from tests.web.visitors import Visitor
from webapp.accounts.model import Role
from webapp.cli.demo.reference import Reference
from webapp.kernel import clock
from webapp.kernel.errors import Reason
from webapp.minutes import queries
from webapp.minutes.model import FileKind, MinutesState, Signing, SigningRefusal
from webapp.minutes.service import Means, seals
from webapp.pdf.signatures import SignatureRefusal
from webapp.wording.phrases import phrase

ROOT = pki.Authority()
CHAIR, SECRETARY = ROOT.issue("Élise Brume"), ROOT.issue("Théodore Lanuée")


@pytest.fixture
def house(final_minutes: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[House]:
    folder, played, _ = final_minutes
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, played) as made:
        yield made


@pytest.fixture
def base(house: House) -> str:
    return f"{house.base}/signature"


def _signing(house: House) -> Signing:
    return queries.signing(house.db, house.played.meeting_id, ("président", "secrétaire"))


def _sent(visitor: Visitor, path: str, content: bytes, name: str, **fields: str):
    data = {"csrf_token": visitor._fresh(), **fields, "file": (io.BytesIO(content), name)}  # noqa: SLF001 — the form that this browser holds
    return visitor.client.post(path, data=data, content_type="multipart/form-data")


def test_who_is_awaited_is_in_sight_for_the_desk_and_for_members(house: House, base: str):
    assert "Signature attendue : président" in house.desk().get(base).text.replace("\u00a0", " ")
    member = house.member(3).get(house.public).text
    assert "Président" in member
    assert "signature attendue" in member
    assert "Signer le procès-verbal" not in member


def test_the_desk_has_a_certificate_sign_and_a_wrong_passphrase_is_told(house: House, base: str):
    desk = house.desk()
    fields = {"place": "0", "expected": _signing(house).sha256 or ""}
    wrong = _sent(desk, f"{base}/certificat", CHAIR.file(), "élise.p12", passphrase="faux", **fields)
    assert wrong.status_code == 400
    assert "Le mot de passe du certificat n’est pas le bon." in wrong.text
    assert _signing(house).signed == ()
    done = _sent(desk, f"{base}/certificat", CHAIR.file(), "élise.p12", passphrase=pki.PASSPHRASE, **fields)
    assert done.status_code == 303
    page = desk.get(base).text.replace("\u00a0", " ")
    assert "au nom de Élise Brume" in page
    assert "signature simple B-B" in page
    assert "émetteur que la préfecture ne reconnaît pas" in page
    assert "Autre nom que celui attendu" in page
    assert "Signature attendue : secrétaire" in page
    handed = desk.get(f"{base}/fichier.pdf")
    assert handed.mimetype == "application/pdf"
    assert house.member(3).get(f"{house.public}.pdf").data == handed.data


def test_the_chair_signs_from_their_own_page_and_for_nobody_else(house: House):
    chair = house.with_role(Role.CHAIR, house.played.secretary.person_id or 0)
    assert "Procès-verbal à signer" in chair.get("/accueil").text
    page = chair.get(f"{house.public}/signature").text
    assert "Signer en tant que président" in page
    fields = {"passphrase": pki.PASSPHRASE, "expected": _signing(house).sha256 or ""}
    assert _sent(chair, f"{house.public}/signature", CHAIR.file(), "a.p12", place="1", **fields).status_code == 403
    assert _sent(chair, f"{house.public}/signature", b"", "a.p12", place="0", **fields).status_code == 400
    done = _sent(chair, f"{house.public}/signature", CHAIR.file(), "a.p12", place="0", **fields)
    assert done.location == house.public
    assert "Procès-verbal à signer" not in chair.get("/accueil").text
    assert "Votre signature n’est pas attendue" in chair.get(f"{house.public}/signature").text


def test_a_scan_makes_the_minutes_signed_by_hand(house: House, base: str):
    desk = house.desk()
    form = desk.get(f"{base}/papier").text
    assert "Imprimez le procès-verbal" in form
    assert (_signing(house).file.twin or "")[:16] in form  # type: ignore[union-attr]  # final, hence there
    day = clock.now().date().isoformat()
    refused = _sent(desk, f"{base}/papier", b"un texte", "scan.txt", signed_on=day, signer="A")
    assert refused.status_code == 400
    assert "ni un PDF, ni une image" in refused.text
    data = {
        "csrf_token": desk._fresh(),  # noqa: SLF001 — the form that this browser holds
        "signed_on": day,
        "signer": ["Mme Élise Brume", "M. Théodore Lanuée"],
        "file": (io.BytesIO(b"\xff\xd8\xffimage"), "scan.jpg"),
    }
    done = desk.client.post(f"{base}/papier", data=data, content_type="multipart/form-data")
    assert done.status_code == 303
    assert queries.state(house.db, house.played.meeting_id) is MinutesState.SIGNED
    page = desk.get(base).text
    assert "image non probante" in page
    assert "Tous les signataires ont signé." in page
    assert desk.get(f"{base}/numerisation").data == b"\xff\xd8\xffimage"
    assert "Signé" in desk.get(house.base).text


def test_what_comes_back_from_outside_is_checked(house: House, base: str):
    desk = house.desk()
    handed = desk.get(f"{base}/fichier.pdf").data
    back = _sent(desk, f"{base}/dehors", handed, "pv.pdf", expected=_signing(house).sha256 or "")
    assert back.status_code == 400
    assert "n’apporte aucune nouvelle signature" in back.text


def _left(house: House) -> tuple[object, ...]:
    """What there is of files, of signatures and of acts: refused, nothing moves."""
    files = sorted(each.name for each in (house.settings.files / "minutes").iterdir())
    return files, _signing(house), house.db.value("SELECT count(*) FROM journal WHERE act LIKE 'minutes.%'")


def test_each_bad_certificate_gets_its_own_sentence_on_the_page_and_nothing_is_stored(house: House, base: str):
    desk = house.desk()
    fields = {"place": "0", "expected": _signing(house).sha256 or "", "passphrase": pki.PASSPHRASE}
    before = _left(house)
    for held, reason in (
        (ROOT.issue("Élise Brume", ends=pki.DAY - timedelta(days=1)), SignatureRefusal.EXPIRED),
        (ROOT.issue("Élise Brume", starts=pki.DAY + timedelta(days=9)), SignatureRefusal.NOT_YET_VALID),
        (pki.self_signed("Élise Brume"), SignatureRefusal.SELF_SIGNED),
        (ROOT.authentication("Élise Brume"), SignatureRefusal.WRONG_USAGE),
    ):
        answer = _sent(desk, f"{base}/certificat", held.file(), "élise.p12", **fields)
        assert (answer.status_code, _says(answer.text, reason)) == (400, True), reason
    assert _left(house) == before


def test_each_bad_file_gets_its_own_sentence_on_the_page_and_nothing_is_stored(house: House, base: str):
    desk = house.desk()
    handed = desk.get(f"{base}/fichier.pdf").data
    signed = outside.signed(handed, "signature-1", CHAIR, at=clock.now())
    before = _left(house)
    for content, reason in (
        (flipped(signed, handed.index(b"/Title") + 10), SignatureRefusal.ALTERED),
        (overlaid(signed), SignatureRefusal.OVERLAID),
        (with_second_facts(signed), SigningRefusal.SECOND_FACTS),
        (with_other_facts(signed), SigningRefusal.SECOND_FACTS),
        (papers.prepared(), SignatureRefusal.NOT_THIS_DOCUMENT),
        (b"un texte", SignatureRefusal.NOT_A_PDF),
    ):
        answer = _sent(desk, f"{base}/dehors", content, "pv.pdf", expected=_signing(house).sha256 or "")
        assert (answer.status_code, _says(answer.text, reason)) == (400, True), reason
    assert _left(house) == before


def _says(page: str, reason: Reason) -> bool:
    return " ".join(phrase(reason).split()) in " ".join(unescape(page).split())


def test_the_seal_is_put_on_after_it_was_shown_what_it_does(house: House, base: str):
    desk = house.desk()
    assert "Aucun cachet n’est installé" in desk.get(base).text
    desk.post(f"{base}/cachet", expected="")
    assert "Aucun cachet n’est installé." in desk.get(base).text
    means = Means(files=house.settings.files, keys=house.settings.instance / "keys")
    seals.create(means, "Préfecture du Val-Imaginaire", now=clock.now())
    assert "Il ne se retire pas." in desk.get(f"{base}?confirmer=cachet").text
    assert desk.post(f"{base}/cachet", expected=_signing(house).sha256 or "").status_code == 303
    assert _signing(house).seal is not None


def test_a_rectifying_version_is_opened_and_the_first_stays_within_reach(house: House, base: str):
    desk = house.desk()
    first = desk.get(f"{base}/fichier.pdf").data
    assert "Motif, imprimé sur le rectificatif" in desk.get(f"{base}?confirmer=rectificatif").text
    desk.post(f"{base}/rectificatif", reason="", expected="final")
    assert queries.state(house.db, house.played.meeting_id) is MinutesState.FINAL
    desk.post(f"{base}/rectificatif", reason="nom mal orthographié", expected="final")
    assert "Rectificatif n° 1" in desk.get(house.base).text.replace("\u00a0", " ")
    assert desk.get(f"{base}/version-1.pdf").data == first
    member = house.member(3)
    assert "Un rectificatif est en préparation" in member.get(house.public).text
    assert member.get(f"{house.public}/version-1.pdf").data == first
    assert member.get(f"{house.public}/version-2.pdf").status_code == 404


def test_pv_9_an_opinion_is_signed_on_its_own_from_the_list_of_documents(house: House, base: str):
    house.later()
    desk, item = house.desk(), house.item(2)
    assert "Faire signer" not in desk.text(house.base)
    desk.post(f"{house.base}/documents", kind="extract", item=str(item))
    house.work()
    assert "signature attendue : président" in desk.text(house.base)
    alone = f"{house.base}/avis/{item}/signature"
    page = desk.text(alone)
    assert "Signature de l’avis sur le point" in page
    assert "rectificatif" not in page
    paper = (FileKind.EXTRACT, item)
    sha256 = queries.signing(house.db, house.played.meeting_id, (), paper).sha256 or ""
    fields = {"place": "0", "expected": sha256, "passphrase": pki.PASSPHRASE}
    assert _sent(desk, f"{alone}/certificat", CHAIR.file(), "élise.p12", **fields).status_code == 303
    assert "Signature attendue : secrétaire" in desk.text(alone)
    assert "signature attendue : secrétaire" in desk.text(house.base)
    assert _signing(house).signed == ()
    handed = desk.get(f"{alone}/fichier.pdf")
    assert (handed.mimetype, handed.data[:4]) == ("application/pdf", b"%PDF")
    assert "avis-coderst-2026-12-10-point-2.pdf" in handed.headers["Content-Disposition"]
    assert (
        desk.get(f"{alone}/version-1.pdf").status_code
        == desk.get(f"{house.base}/avis/999/signature").status_code
        == 404
    )
    assert desk.post(f"{alone}/rectificatif", reason="x", expected="final").status_code == 404
    assert "n’est pas préparé" in desk.text(f"{house.base}/releve/signature")
    assert house.member(3).get(alone).status_code == 403
