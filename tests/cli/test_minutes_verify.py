"""`minutes verify FILE`: yes, no, and which part is wrong; any file gets an answer."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.minutes.checker import files as checked
from tests.pdf import outside, pki
from tests.pdf.altering import flipped, overlaid, with_other_facts, with_second_facts, with_something_beside
from tests.pdf.factories import a_document
from webapp.audit.model import SYSTEM
from webapp.cli.__main__ import main
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries, service
from webapp.minutes.model import fingerprint
from webapp.minutes.service import Means
from webapp.pdf import sign
from webapp.pdf.render import render
from webapp.pdf.signatures import SEAL
from webapp.storage.database import Database

ROOT = pki.Authority()
FIRST, SECOND = ROOT.issue("Élise Brume"), ROOT.issue("Théodore Lanuée")


@pytest.fixture(scope="module")
def handed(final_minutes: tuple[Path, Reference, datetime]) -> bytes:
    """The final minutes that nobody has signed yet."""
    folder, played, _ = final_minutes
    db = Database.open(folder / "collegiale.db")
    sha256 = queries.signing(db, played.meeting_id, ()).sha256
    db.close()
    return service.read(folder / "files", sha256, "pdf")


@pytest.fixture(scope="module")
def signed(final_minutes: tuple[Path, Reference, datetime], handed: bytes) -> tuple[bytes, bytes, bytes]:
    """The final minutes signed outside by one, by both, and sealed."""
    now, pdf, made = final_minutes[2], handed, []
    for field, held in (("signature-1", FIRST), ("signature-2", SECOND), (SEAL, ROOT.issue("Préfecture"))):
        pdf = sign.sign(
            pdf,
            field,
            key=held.file(),
            passphrase=pki.PASSPHRASE,
            way="outside",
            moment="",
            trust=ROOT.trust,
            at=now,
        )
        made.append(pdf)
    return made[0], made[1], made[2]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place without a register, whose recognised issuer is the tests' own."""
    folder = tmp_path / "instance"
    (folder / "keys" / "trusted").mkdir(parents=True)
    (folder / "keys" / "trusted" / "racine.pem").write_bytes(ROOT.root)
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(folder))
    return folder


def _verify(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    file = tmp_path / "pv.pdf"
    file.write_bytes(content)
    status = main(["minutes", "verify", str(file), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_signed_minutes_are_a_yes_with_who_and_at_which_level(instance, tmp_path, signed, capsys):
    status, told = _verify(tmp_path, signed[2], capsys)
    assert (status, told["valid"], told["failures"]) == (0, True, [])
    assert [(each["kind"], each["signer"], each["quality"], each["profile"]) for each in told["signatures"]] == [
        ("signature", "Élise Brume", "advanced", "B-B"),
        ("signature", "Théodore Lanuée", "advanced", "B-B"),
        ("seal", "Préfecture", "advanced", "B-B"),
    ]
    assert told["covered"]
    assert told["facts"]["proven"]
    assert told["facts"]["votes"] > 0
    assert told["facts"]["results"] > 30
    assert told["register"] is None
    assert not (instance / "collegiale.db").exists()


def test_what_is_wrong_is_said_in_sentences(instance, tmp_path, signed, capsys):
    file = tmp_path / "pv.pdf"
    file.write_bytes(flipped(signed[1], signed[1].index(b"/Title") + 9))
    assert main(["minutes", "verify", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("Non : ce fichier")
    assert "La signature d’Élise Brume ne tient pas" in printed.err


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (lambda signed: overlaid(signed[1]), ("signatures", "autre chose qu’une signature")),
        (lambda signed: with_second_facts(signed[1]), ("facts", "plusieurs fichiers joints « faits.json »")),
        (lambda signed: with_second_facts(signed[1]), ("signatures", "autre chose qu’une signature")),
        (lambda signed: with_other_facts(signed[1]), ("signatures", "autre chose qu’une signature")),
        (lambda signed: with_other_facts(signed[1]), ("facts", "Les faits joints sont illisibles")),
        (lambda signed: with_something_beside(signed[1]), ("signatures", "autre chose qu’une signature")),
        (lambda signed: signed[0], ("signatures", "La signature « secrétaire » manque")),
        (lambda signed: render(a_document()), ("file", "n’est pas un procès-verbal")),
        (lambda signed: b"un texte", ("file", "n’est pas un PDF lisible")),
    ],
    ids=[
        "overlay",
        "two versions of the facts",
        "two versions of the facts, after the signatures",
        "facts replaced after the signatures",
        "facts replaced",
        "beside the signature",
        "last signature removed",
        "not ours",
        "no PDF",
    ],
)
def test_each_bad_file_is_a_no_with_its_own_part(tmp_path, signed, capsys, make, wrong):
    part, words = wrong
    status, told = _verify(tmp_path, make(signed), capsys)
    assert (status, told["valid"]) == (1, False)
    assert part in {each["part"] for each in told["failures"]}
    assert any(words in each["message"].replace("\u00a0", " ") for each in told["failures"])


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize(
    ("held", "words"),
    [
        (lambda: ROOT.issue("Élise Brume", ends=pki.DAY - timedelta(days=1)), "avait expiré"),
        (lambda: ROOT.issue("Élise Brume", starts=pki.DAY + timedelta(days=9)), "n’était pas encore valable"),
        (lambda: ROOT.authentication("Élise Brume"), "n’est pas fait pour signer"),
    ],
    ids=["expired", "not yet valid", "wrong usage"],
)
def test_a_certificate_that_could_not_sign_is_a_no_with_its_own_sentence(tmp_path, handed, capsys, held, words):
    status, told = _verify(tmp_path, outside.signed(handed, "signature-1", held(), at=pki.DAY), capsys)
    assert (status, told["valid"]) == (1, False)
    assert any(words in each["message"] for each in told["failures"])


@pytest.mark.usefixtures("instance")
def test_pv_6_a_self_signed_certificate_is_told_and_never_called_qualified(tmp_path, handed, capsys):
    pdf = outside.signed(handed, "signature-1", pki.self_signed("Élise Brume", qualified=True), at=pki.DAY)
    _, told = _verify(tmp_path, pdf, capsys)
    assert [(each["certificate"], each["quality"]) for each in told["signatures"]] == [("self_signed", "simple")]
    assert any("n’est garanti par personne" in each.replace("\u00a0", " ") for each in told["notes"])


@pytest.mark.usefixtures("instance")
def test_pv_9_a_signed_extract_is_told_for_what_it_is_and_proves_no_figure(tmp_path, capsys):
    alone = checked.signed(checked.prepared_extract(), "signature-1", FIRST)
    status, told = _verify(tmp_path, alone, capsys)
    assert (status, told["valid"], told["minutes"], told["facts"]) == (1, False, None, None)
    title = "Extrait du procès-verbal, point 2, Commission d’essai, 10 décembre 2026"
    assert told["document"] == {"kind": "extract", "title": title, "stands": True}
    assert [each["signer"] for each in told["signatures"]] == ["Élise Brume"]
    assert [each["part"] for each in told["failures"]] == ["facts"]
    assert "ouvrez le procès-verbal lui-même" in told["failures"][0]["message"]
    assert main(["minutes", "verify", str(tmp_path / "pv.pdf")]) == 1
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert printed.startswith("Ce fichier se dit un extrait du procès-verbal (l’avis sur un point). Il est intact")
    assert "combien de personnes devaient le signer" in printed
    for content, part in (
        (checked.prepared_extract(), "signatures"),
        (flipped(alone, alone.index(b"/Title") + 9), "signatures"),
        (overlaid(alone), "signatures"),
    ):
        status, told = _verify(tmp_path, content, capsys)
        assert (status, told["document"]["stands"]) == (1, False)
        assert part in {each["part"] for each in told["failures"]}


def test_a_file_that_is_not_there_is_wrong_use(instance, tmp_path, capsys):
    assert main(["minutes", "verify", str(tmp_path / "absent.pdf")]) == 2
    assert "absent.pdf" in capsys.readouterr().err


def test_the_page_that_works_without_us_is_written_with_its_fingerprint(instance, tmp_path, capsys):
    assert main(["minutes", "checker", "--out", str(tmp_path / "page.html")]) == 0
    assert fingerprint((tmp_path / "page.html").read_bytes()) in capsys.readouterr().out
    assert main(["minutes", "checker", "--out", str(tmp_path / "absent" / "page.html")]) == 2
    assert "page.html" in capsys.readouterr().err


def test_the_register_alone_sees_that_a_seal_was_removed(tmp_path, final_minutes, signed, monkeypatch, capsys):
    folder, played, now = final_minutes
    instance = tmp_path / "instance"
    shutil.copytree(folder, instance)
    (instance / "keys" / "trusted").mkdir(parents=True)
    (instance / "keys" / "trusted" / "racine.pem").write_bytes(ROOT.root)
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(instance))
    means = Means(files=instance / "files", keys=instance / "keys")
    (means.keys / "seal.p12").write_bytes(ROOT.issue("Préfecture").file())
    (means.keys / "seal_passphrase").write_text(pki.PASSPHRASE, encoding="utf-8")
    db = Database.open(instance / "collegiale.db")
    meeting_id = played.meeting_id
    expected = queries.signing(db, meeting_id, ()).sha256 or ""
    service.bring_back(db, meeting_id, signed[1], expected=expected, means=means, by=SYSTEM, now=now)
    expected = queries.signing(db, meeting_id, ()).sha256 or ""
    service.seal(db, meeting_id, expected=expected, means=means, by=SYSTEM, now=now)
    sealed = service.read(means.files, queries.signing(db, meeting_id, ()).sha256, "pdf")
    db.close()

    status, told = _verify(tmp_path, sealed, capsys)
    assert (status, told["register"]) == (0, True)
    assert any("au bit près" in note for note in told["notes"])
    status, told = _verify(tmp_path, signed[1], capsys)
    assert status == 1
    assert [(each["part"], each["message"]) for each in told["failures"]] == [
        ("register", "Le cachet de Préfecture, au registre de la préfecture, manque dans ce fichier.")
    ]


def test_a_seal_is_made_for_a_trial_once(instance, capsys):
    assert main(["minutes", "seal", "--trial", "Préfecture du Val-Imaginaire"]) == 0
    assert "il ne prouve rien à un tiers" in capsys.readouterr().out
    assert main(["minutes", "seal", "--trial", "Préfecture du Val-Imaginaire"]) == 1
    assert "Un cachet est déjà installé" in capsys.readouterr().err


def test_a_seal_of_the_prefecture_is_installed_with_its_passphrase(instance, tmp_path, monkeypatch, capsys):
    file = tmp_path / "cachet.p12"
    file.write_bytes(ROOT.issue("Préfecture du Val-Imaginaire").file())
    monkeypatch.setattr("webapp.cli._verifying.getpass", lambda prompt: "faux")
    assert main(["minutes", "seal", "--install", str(file)]) == 1
    assert "mot de passe du certificat" in capsys.readouterr().err
    monkeypatch.setattr("webapp.cli._verifying.getpass", lambda prompt: pki.PASSPHRASE)
    monkeypatch.setattr("webapp.kernel.clock.now", lambda: pki.DAY)
    assert main(["minutes", "seal", "--install", str(file)]) == 0
    assert Means(files=instance, keys=instance / "keys").seal == (file.read_bytes(), pki.PASSPHRASE)
