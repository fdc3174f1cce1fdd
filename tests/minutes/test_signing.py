"""Final minutes signed in each of the four ways (LAW PV-4 to PV-7); nothing is stored of what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.minutes.desk import Desk
from tests.minutes.signers import AUTHORITY, CHAIR, ROOT, SECRETARY, Signers
from tests.pdf import outside, pki
from tests.pdf.altering import flipped, overlaid, with_other_facts, with_second_facts
from tests.pdf.factories import a_document
from tests.refusing import refused
from webapp.minutes import queries, service
from webapp.minutes.model import MinutesState, SigningRefusal, Way
from webapp.minutes.service import seals
from webapp.pdf.render import render
from webapp.pdf.signatures import Certificate, Profile, Quality, SignatureRefusal


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


def test_the_same_form_twice_signs_once_and_what_is_told_is_what_it_is(signers: Signers, tmp_path: Path):
    before = signers.signing.sha256
    held = ROOT.issue("Élise Brume")  # of an issuer that nobody has recognised here
    first = signers.sign(0, held, expected=before)
    assert (first.certificate, first.quality) == (Certificate.UNKNOWN_ISSUER, Quality.SIMPLE)
    again = signers.sign(0, held, expected=before)
    assert again.sha256 == first.sha256
    assert len(signers.signing.signed) == 1
    with refused(SigningRefusal.FILE_MOVED):
        signers.sign(1, SECRETARY, expected=before)
    contents = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert not [each for each in contents if pki.PASSPHRASE.encode() in each or held.file() in each]


BAD = {
    "expired": (lambda: ROOT.issue("Élise Brume", ends=pki.DAY - timedelta(days=1)), SignatureRefusal.EXPIRED),
    "not yet valid": (
        lambda: ROOT.issue("Élise Brume", starts=pki.DAY + timedelta(days=9)),
        SignatureRefusal.NOT_YET_VALID,
    ),
    "self-signed": (lambda: pki.self_signed("Élise Brume"), SignatureRefusal.SELF_SIGNED),
    "wrong usage": (lambda: ROOT.authentication("Élise Brume"), SignatureRefusal.WRONG_USAGE),
}


@pytest.mark.parametrize(("held", "reason"), BAD.values(), ids=BAD.keys())
def test_a_certificate_that_may_not_sign_is_refused_here_and_from_outside_and_nothing_is_stored(
    signers: Signers, held: Callable[[], pki.Held], reason: SignatureRefusal
):
    signers.recognise()
    kept, journal = signers.kept(), signers.journal()
    with refused(reason):
        signers.sign(0, held())
    with refused(reason):
        signers.bring(outside.signed(signers.pdf, "signature-1", held(), at=signers.desk.clock))
    assert (signers.kept(), signers.journal(), signers.signing.signed) == (kept, journal, ())


def test_a_missing_file_and_a_wrong_passphrase_are_refused_and_nothing_is_stored(signers: Signers):
    kept, journal = signers.kept(), signers.journal()
    with refused(SignatureRefusal.WRONG_PASSPHRASE):
        signers.sign(0, CHAIR, passphrase="un autre")
    with refused(SigningRefusal.FILE_MISSING):
        service.sign(
            signers.desk.db,
            signers.desk.meeting_id,
            0,
            key=b"",
            passphrase="",
            expected=signers.signing.sha256 or "",
            means=signers.means,
            by=signers.desk.by,
            now=signers.desk.tick(),
        )
    assert (signers.kept(), signers.journal(), signers.signing.signed) == (kept, journal, ())


@pytest.mark.parametrize("name", ["expired", "not yet valid"])
def test_a_seal_whose_certificate_may_not_seal_is_refused_and_nothing_is_stored(signers: Signers, name: str):
    held, reason = BAD[name]
    kept, journal = signers.kept(), signers.journal()
    with refused(reason):
        signers.seal(held())
    assert (signers.kept(), signers.journal(), signers.signing.seal) == (kept, journal, None)


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


def test_a_file_brought_back_that_is_not_the_one_handed_out_is_refused(signers: Signers):
    signers.recognise()
    handed = signers.pdf
    signed = signers.outside(handed, "signature-1", CHAIR)
    kept, journal = signers.kept(), signers.journal()
    with refused(SignatureRefusal.NOTHING_NEW):
        signers.bring(handed)
    with refused(SignatureRefusal.NOT_A_PDF):
        signers.bring(b"un texte")
    with refused(SignatureRefusal.ALTERED):
        signers.bring(flipped(signed, handed.index(b"/Title") + 10))
    with refused(SignatureRefusal.OVERLAID):
        signers.bring(overlaid(signed))
    for altered in (with_second_facts(signed), with_other_facts(signed), with_second_facts(handed)):
        with refused(SigningRefusal.SECOND_FACTS):
            signers.bring(altered)
    with refused(SigningRefusal.NOT_AWAITED):
        signers.bring(signers.outside(handed, "signature-2", SECRETARY))
    with refused(SignatureRefusal.NOT_THIS_DOCUMENT):
        signers.bring(render(a_document()))
    with refused(SigningRefusal.FILE_MISSING):
        signers.bring(b"")
    assert (signers.kept(), signers.journal(), signers.signing.signed) == (kept, journal, ())


def test_an_earlier_state_brought_back_lacks_a_signature(signers: Signers):
    handed = signers.pdf
    signers.sign(0, CHAIR)
    with refused(SignatureRefusal.SIGNATURE_REMOVED):
        signers.bring(handed)


def test_pv_6_by_hand_all_sign_and_the_scan_is_told_as_an_image(signers: Signers):
    desk = signers.desk
    more: dict[str, Any] = {"means": signers.means, "by": desk.by}
    day = date(2026, 12, 11)
    scan = b"\xff\xd8\xff" + b"une image"
    for content, signed_on, names, reason in (
        (b"", day, ["A", "B"], SigningRefusal.FILE_MISSING),
        (b"un texte", day, ["A", "B"], SigningRefusal.SCAN_KIND),
        (scan, date(2026, 12, 9), ["A", "B"], SigningRefusal.SIGNED_ON_UNKNOWN),
        (scan, None, ["A", "B"], SigningRefusal.SIGNED_ON_UNKNOWN),
        (scan, day, ["A", " "], SigningRefusal.SIGNER_MISSING),
    ):
        with refused(reason):
            service.attach_scan(
                desk.db, desk.meeting_id, content, signed_on=signed_on, names=names, now=desk.tick(), **more
            )
    names = ["Mme Élise Brume", "M. Théodore Lanuée"]
    for _ in range(2):
        service.attach_scan(desk.db, desk.meeting_id, scan, signed_on=day, names=names, now=desk.tick(), **more)
    assert signers.state is MinutesState.SIGNED
    assert [(each.signer, each.quality, each.way) for each in signers.signing.signed] == [
        (name, None, Way.PAPER) for name in names
    ]
    assert signers.signing.sha256 == signers.signing.file.sha256  # type: ignore[union-attr]  # the PDF is as it was
    with refused(SigningRefusal.ALL_SIGNED):
        signers.sign(0, CHAIR)
    told = desk.db.value("SELECT details FROM journal WHERE act = 'minutes.signature_added' LIMIT 1")
    assert "image non probante" in told


def test_on_paper_all_sign_or_nobody(signers: Signers):
    signers.sign(0, CHAIR)
    with refused(SigningRefusal.SIGNED_OTHERWISE):
        service.attach_scan(
            signers.desk.db,
            signers.desk.meeting_id,
            b"%PDF-1.7",
            signed_on=date(2026, 12, 11),
            names=["A", "B"],
            means=signers.means,
            by=signers.desk.by,
            now=signers.desk.tick(),
        )


def test_nothing_but_the_final_version_is_signed(desk: Desk, tmp_path: Path):
    with refused(SigningRefusal.NOT_FINAL):
        Signers(desk, tmp_path).sign(0, CHAIR, expected="")


def test_a_seal_needs_one_and_goes_on_once(signers: Signers):
    desk = signers.desk
    with refused(SigningRefusal.NO_SEAL):
        service.seal(
            desk.db,
            desk.meeting_id,
            expected=signers.signing.sha256 or "",
            means=signers.means,
            by=desk.by,
            now=desk.tick(),
        )
    seals.create(signers.means, AUTHORITY, now=desk.tick())
    assert (signers.means.keys / "seal.p12").stat().st_mode & 0o077 == 0
    with refused(SigningRefusal.SEAL_THERE):
        seals.create(signers.means, AUTHORITY, now=desk.tick())
    more: dict[str, Any] = {"means": signers.means, "by": desk.by}
    before = signers.signing.sha256 or ""
    sealed = service.seal(desk.db, desk.meeting_id, expected=before, now=desk.tick(), **more)
    assert (sealed.signer, sealed.certificate) == (AUTHORITY, Certificate.SELF_SIGNED)
    assert service.seal(desk.db, desk.meeting_id, expected=before, now=desk.tick(), **more).sha256 == sealed.sha256
    with refused(SigningRefusal.ALREADY_SEALED):
        service.seal(desk.db, desk.meeting_id, expected=sealed.sha256, now=desk.tick(), **more)
    assert (signers.state, signers.signing.awaited) == (MinutesState.FINAL, 0)


def test_pv_4_a_rectifying_version_names_the_first_which_is_kept(signers: Signers):
    desk, first = signers.desk, signers.signing
    for _ in range(2):
        service.rectify(
            desk.db,
            desk.meeting_id,
            reason="nom mal orthographié",
            expected=MinutesState.FINAL,
            by=desk.by,
            now=desk.tick(),
        )
    assert signers.state is MinutesState.DRAFT
    assert signers.signing.file is None
    (opened,) = queries.earlier_versions(desk.db, desk.meeting_id)
    assert (opened.number, opened.sha256, opened.signed) == (1, first.sha256, False)
    assert service.read(signers.settings.files, opened.sha256, "pdf")
    dossier = desk.dossier()
    assert dossier.facts.rectifies is not None
    assert dossier.facts.rectifies.sha256 == first.sha256
    assert "Rectificatif n°&nbsp;1" in dossier.pages.body
    assert dossier.pages.title.startswith("Procès-verbal rectificatif n°\u00a01, ")
    with refused(SigningRefusal.NOTHING_TO_RECTIFY):
        service.rectify(
            desk.db, desk.meeting_id, reason="encore", expected=MinutesState.DRAFT, by=desk.by, now=desk.tick()
        )
