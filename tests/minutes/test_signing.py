"""Final minutes signed in each of the four ways (LAW PV-4 to PV-7); nothing is stored of what is refused."""

import io
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.minutes.desk import Desk
from tests.pdf import pki
from tests.refusing import refused
from webapp.cli.demo import reference
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries, service
from webapp.minutes.model import FileKind, MinutesState, Signing, SigningRefusal, Way
from webapp.minutes.service import Means
from webapp.pdf import sign as signing
from webapp.pdf.signatures import Certificate, Profile, Quality, SignatureRefusal, Trust
from webapp.settings import Settings
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"
ROOT = pki.Authority()
CHAIR = ROOT.issue("Élise Brume")
SECRETARY = ROOT.issue("Théodore Lanuée")


class Signers:
    """The desk, the signers and their certificates, on final minutes."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.settings = Settings(instance=folder, prefecture=AUTHORITY, mark="test")
        self.means = Means(files=self.settings.files, keys=folder / "keys")

    @property
    def signing(self) -> Signing:
        return queries.signing(self.desk.db, self.desk.meeting_id, ("président", "secrétaire"))

    @property
    def state(self) -> MinutesState:
        return queries.state(self.desk.db, self.desk.meeting_id)

    @property
    def pdf(self) -> bytes:
        return service.read(self.settings.files, self.signing.sha256, "pdf")

    def recognise(self, *lists: bytes) -> None:
        folder = self.means.keys / "trusted"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "racine.pem").write_bytes(ROOT.root)
        for number, content in enumerate(lists):
            (folder / f"{number}.crl").write_bytes(content)

    def sign(self, place: int, held: pki.Held, passphrase: str = pki.PASSPHRASE, **more: Any) -> Any:
        given: dict[str, Any] = {"expected": self.signing.sha256, "now": self.desk.tick(), **more}
        return service.sign(
            self.desk.db,
            self.desk.meeting_id,
            place,
            key=held.file(),
            passphrase=passphrase,
            means=self.means,
            by=self.desk.by,
            **given,
        )

    def outside(self, pdf: bytes, field: str, held: pki.Held) -> bytes:
        """Sign as a parapheur does, with a program of its own."""
        return signing.sign(
            pdf,
            field,
            key=held.file(),
            passphrase=pki.PASSPHRASE,
            way="outside",
            moment="",
            trust=Trust(),
            at=self.desk.tick(),
        )

    def bring(self, content: bytes) -> Any:
        return service.bring_back(
            self.desk.db,
            self.desk.meeting_id,
            content,
            expected=self.signing.sha256 or "",
            means=self.means,
            by=self.desk.by,
            now=self.desk.tick(),
        )

    def seal(self, held: pki.Held) -> Any:
        self.means.keys.mkdir(parents=True, exist_ok=True)
        (self.means.keys / "seal.p12").write_bytes(held.file())
        (self.means.keys / "seal_passphrase").write_text(pki.PASSPHRASE, encoding="utf-8")
        return service.seal(
            self.desk.db,
            self.desk.meeting_id,
            expected=self.signing.sha256 or "",
            means=self.means,
            by=self.desk.by,
            now=self.desk.tick(),
        )

    def kept(self) -> set[str]:
        return {each.name for each in (self.settings.files / "minutes").iterdir()}


@pytest.fixture(scope="module")
def rendered(
    reference_sitting: tuple[bytes, Reference], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Reference, datetime]:
    """Final minutes and their file, made once: a folder to copy."""
    content, played = reference_sitting
    folder = tmp_path_factory.mktemp("final")
    (folder / "collegiale.db").write_bytes(content)
    db = Database.open(folder / "collegiale.db")
    desk = Desk(db, played, reference.STARTS_AT + timedelta(hours=19)).to(MinutesState.FINAL)
    asked = next(each for each in queries.files(db, played.meeting_id) if each.kind is FileKind.MINUTES)
    kept = service.Store(folder=folder / "files", authority=AUTHORITY)
    service.render(db, asked.id, kept=kept, report=lambda percent, sentence: None, now=desk.tick())
    db.close()
    return folder, played, desk.clock


@pytest.fixture
def signers(rendered: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[Signers]:
    folder, played, now = rendered
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    db = Database.open(tmp_path / "collegiale.db")
    yield Signers(Desk(db, played, now), tmp_path)
    db.close()


def test_pv_4_each_signs_in_the_order_set_and_the_last_makes_the_minutes_signed(signers: Signers):
    signers.recognise()
    assert signers.signing.awaited == 0
    with refused(SigningRefusal.NOT_AWAITED):
        signers.sign(1, SECRETARY)
    first = signers.sign(0, CHAIR)
    assert (first.signer, first.quality, first.profile) == ("Élise Brume", Quality.ADVANCED, Profile.B_B)
    assert (signers.state, signers.signing.awaited) == (MinutesState.FINAL, 1)
    signers.sign(1, SECRETARY)
    assert (signers.state, signers.signing.awaited) == (MinutesState.SIGNED, None)
    with refused(SigningRefusal.ALL_SIGNED):
        signers.sign(1, SECRETARY)
    sealed = signers.seal(ROOT.issue(AUTHORITY))
    assert (sealed.way, sealed.role) == (Way.SEAL, "Cachet du service")
    assert sealed.lacking == ()
    told = [row["act"] for row in signers.desk.db.rows("SELECT act FROM journal ORDER BY id DESC LIMIT 4")]
    assert told == ["minutes.sealed", "minutes.signed", "minutes.signature_added", "minutes.signature_added"]


def test_pv_6_a_self_signed_certificate_is_told_as_it_is(signers: Signers):
    signed = signers.sign(0, pki.self_signed("Élise Brume"))
    assert (signed.certificate, signed.quality) == (Certificate.SELF_SIGNED, Quality.SIMPLE)


def test_nobody_sees_the_key_or_its_passphrase_again(signers: Signers, tmp_path: Path):
    signers.sign(0, CHAIR)
    secret = pki.PASSPHRASE.encode()
    assert not [each for each in tmp_path.rglob("*") if each.is_file() and secret in each.read_bytes()]
    assert CHAIR.file() not in [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]


def test_the_same_form_twice_signs_once(signers: Signers):
    before = signers.signing.sha256
    first = signers.sign(0, CHAIR, expected=before)
    again = signers.sign(0, CHAIR, expected=before)
    assert again.sha256 == first.sha256
    assert len(signers.signing.signed) == 1


def test_a_version_that_another_has_signed_meanwhile_is_not_signed_blindly(signers: Signers):
    before = signers.signing.sha256
    signers.sign(0, CHAIR)
    with refused(SigningRefusal.FILE_MOVED):
        signers.sign(1, SECRETARY, expected=before)


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (lambda: ROOT.issue("Élise Brume", ends=pki.DAY - timedelta(days=1)), SignatureRefusal.EXPIRED),
        (lambda: ROOT.issue("Élise Brume", starts=pki.DAY + timedelta(days=40)), SignatureRefusal.NOT_YET_VALID),
        (lambda: ROOT.authentication("Élise Brume"), SignatureRefusal.WRONG_USAGE),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused_and_nothing_is_stored(signers: Signers, held, reason):
    kept = signers.kept()
    with refused(reason):
        signers.sign(0, held())
    assert (signers.kept(), signers.signing.signed) == (kept, ())


def test_a_wrong_passphrase_and_a_file_that_is_no_certificate_are_told_apart(signers: Signers):
    with refused(SignatureRefusal.WRONG_PASSPHRASE):
        signers.sign(0, CHAIR, "autre chose")
    with refused(SignatureRefusal.KEY_UNREADABLE):
        service.sign(
            signers.desk.db,
            signers.desk.meeting_id,
            0,
            key=b"un texte",
            passphrase="",
            expected=signers.signing.sha256 or "",
            means=signers.means,
            by=signers.desk.by,
            now=signers.desk.tick(),
        )
    assert signers.signing.signed == ()


def test_a_revoked_certificate_is_refused(signers: Signers):
    authority = pki.Authority(revoked=[CHAIR.certificate.serial_number])
    signers.recognise(authority.list())
    with refused(SignatureRefusal.REVOKED):
        signers.sign(0, CHAIR)


def test_what_was_signed_outside_comes_back_as_the_same_document_with_its_signatures(signers: Signers):
    signers.recognise()
    both = signers.outside(signers.outside(signers.pdf, "signature-1", CHAIR), "signature-2", SECRETARY)
    signed = signers.bring(both)
    assert [(each.place, each.way, each.signer) for each in signed] == [
        (0, Way.OUTSIDE, "Élise Brume"),
        (1, Way.OUTSIDE, "Théodore Lanuée"),
    ]
    assert signers.state is MinutesState.SIGNED
    assert signers.pdf == both


def _overlaid(pdf: bytes) -> bytes:
    """Append a revision that turns a page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _flipped(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def test_a_file_brought_back_that_is_not_the_one_handed_out_is_refused(signers: Signers):
    signers.recognise()
    handed = signers.pdf
    signed = signers.outside(handed, "signature-1", CHAIR)
    kept = signers.kept()
    with refused(SignatureRefusal.NOTHING_NEW):
        signers.bring(handed)
    with refused(SignatureRefusal.NOT_A_PDF):
        signers.bring(b"un texte")
    with refused(SignatureRefusal.ALTERED):
        signers.bring(_flipped(signed, handed.index(b"/Title") + 10))
    with refused(SignatureRefusal.OVERLAID):
        signers.bring(_overlaid(signed))
    with refused(SigningRefusal.NOT_AWAITED):
        signers.bring(signers.outside(handed, "signature-2", SECRETARY))
    with refused(SigningRefusal.FILE_MISSING):
        signers.bring(b"")
    assert (signers.kept(), signers.signing.signed) == (kept, ())


def test_an_earlier_state_brought_back_lacks_a_signature(signers: Signers):
    handed = signers.pdf
    signers.sign(0, CHAIR)
    with refused(SignatureRefusal.SIGNATURE_REMOVED):
        signers.bring(handed)
