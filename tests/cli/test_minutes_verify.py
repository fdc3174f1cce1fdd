"""`minutes verify FILE`: yes, no, and which part is wrong; any file gets an answer."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.pdf import pki
from tests.pdf.altering import flipped, overlaid
from tests.pdf.factories import a_document
from webapp.audit.model import SYSTEM
from webapp.cli.__main__ import main
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries, service
from webapp.minutes.service import Means
from webapp.pdf import sign
from webapp.pdf.render import render
from webapp.pdf.signatures import SEAL
from webapp.storage.database import Database

ROOT = pki.Authority()
FIRST, SECOND = ROOT.issue("Élise Brume"), ROOT.issue("Théodore Lanuée")


@pytest.fixture(scope="module")
def signed(final_minutes: tuple[Path, Reference, datetime]) -> tuple[bytes, bytes, bytes]:
    """The final minutes signed outside by one, by both, and sealed."""
    folder, played, now = final_minutes
    db = Database.open(folder / "collegiale.db")
    sha256 = queries.signing(db, played.meeting_id, ()).sha256
    db.close()
    pdf = service.read(folder / "files", sha256, "pdf")
    made = []
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
        (lambda signed: signed[0], ("signatures", "La signature « secrétaire » manque")),
        (lambda signed: render(a_document()), ("file", "n’est pas un procès-verbal")),
        (lambda signed: b"un texte", ("file", "n’est pas un PDF lisible")),
    ],
    ids=["overlay", "last signature removed", "not ours", "no PDF"],
)
def test_each_bad_file_is_a_no_with_its_own_part(tmp_path, signed, capsys, make, wrong):
    part, words = wrong
    status, told = _verify(tmp_path, make(signed), capsys)
    assert (status, told["valid"]) == (1, False)
    assert part in {each["part"] for each in told["failures"]}
    assert any(words in each["message"].replace("\u00a0", " ") for each in told["failures"])


def test_a_file_that_is_not_there_is_wrong_use(instance, tmp_path, capsys):
    assert main(["minutes", "verify", str(tmp_path / "absent.pdf")]) == 2
    assert "absent.pdf" in capsys.readouterr().err


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
