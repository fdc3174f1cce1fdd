"""Signatures in prepared fields: levels as measured, both conformance claims kept, whatever is wrong told by its name."""

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp

from tests.pdf import papers, pki, structure
from tests.pdf.altering import flipped, overlaid
from tests.pdf.factories import FACTS, a_document
from tests.pdf.papers import NAMES, TITLE
from tests.refusing import refused
from webapp.pdf import notary, sign, verify
from webapp.pdf.render import render
from webapp.pdf.signatures import (
    SEAL,
    STAMPS,
    Certificate,
    Flaw,
    Inspection,
    Profile,
    Quality,
    SignatureRefusal,
    Trust,
    field_of,
)

ROOT = pki.Authority()
CHAIR = ROOT.issue("Élise Brume")
SECRETARY = ROOT.issue("Théodore Lanuée")


@pytest.fixture(scope="module")
def prepared() -> bytes:
    return papers.prepared()


def _sign(pdf: bytes, field: str, held: pki.Held, trust: Trust = ROOT.trust, **more: Any) -> bytes:
    return papers.sign(pdf, field, held, trust, **more)


@pytest.fixture(scope="module")
def signed(prepared: bytes) -> bytes:
    """The file signed by two people, one after the other."""
    return _sign(_sign(prepared, field_of(0), CHAIR), field_of(1), SECRETARY)


def _read(pdf: bytes, trust: Trust = ROOT.trust) -> Inspection:
    return verify.inspect(pdf, trust, at=pki.DAY + timedelta(hours=1))


@pytest.fixture(scope="module")
def authority() -> Iterator[pki.Stamper]:
    with pki.listening(ROOT) as made:
        yield made


def test_fields_are_prepared_empty_and_tagged(prepared: bytes):
    structure.assert_conforms(prepared, title=TITLE, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])
    found = _read(prepared)
    assert (found.empty_fields, found.signatures, found.conformance) == (NAMES, (), ())
    assert not found.intact


def test_pv_7_both_claims_and_every_tag_hold_after_the_second_signature(signed: bytes):
    structure.assert_conforms(signed, title=TITLE, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])
    assert _read(signed).conformance == ()


def test_who_signed_is_told_with_the_level_measured(signed: bytes):
    found = _read(signed)
    assert found.intact
    assert [(each.field, each.signer, each.quality, each.profile) for each in found.signatures] == [
        ("signature-1", "Élise Brume", Quality.ADVANCED, Profile.B_B),
        ("signature-2", "Théodore Lanuée", Quality.ADVANCED, Profile.B_B),
    ]
    assert [each.covers_all for each in found.signatures] == [False, True]
    assert {each.signed_at for each in found.signatures} == {pki.DAY}


@pytest.mark.parametrize("number", [1, 2])
def test_two_other_judges_agree(prepared: bytes, signed: bytes, tmp_path: Path, number: int):
    pdf = signed if number == 2 else _sign(prepared, field_of(0), CHAIR)
    structure.assert_qpdf_accepts(pdf)
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, check=True, text=True).stdout
    assert said.count("Signature is Valid.") == number
    assert "Élise Brume" in said
    assert "Total document signed" in said
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    judged = [validate_pdf_signature(each, verify.context(ROOT.trust, at=pki.DAY)) for each in embedded]
    assert [each.bottom_line for each in judged] == [True] * number


def test_the_judges_agree_after_two_signatures_a_seal_and_a_late_stamp(
    signed: bytes, authority: pki.Stamper, tmp_path: Path
):
    authority.answers = True
    sealed = _sign(signed, SEAL, ROOT.issue("Préfecture du Val-Imaginaire"))
    whole = sign.stamp(sealed, authority=authority.address, trust=ROOT.trust_with_list, at=pki.DAY)
    structure.assert_conforms(whole, title=TITLE, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])
    assert _read(whole).conformance == ()
    file = tmp_path / "whole.pdf"
    file.write_bytes(whole)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, check=True, text=True).stdout
    assert said.count("Signature is Valid.") >= 3
    for name in ("Élise Brume", "Théodore Lanuée", "Préfecture du Val-Imaginaire"):
        assert f"Signer Certificate Common Name: {name}" in said
    assert said.count("Total document signed") == 1
    reader, judge = PdfFileReader(io.BytesIO(whole)), verify.context(ROOT.trust, at=pki.DAY)
    judged = [validate_pdf_signature(each, judge) for each in reader.embedded_regular_signatures]
    assert [(each.bottom_line, each.signing_cert.subject.native["common_name"]) for each in judged] == [
        (True, "Élise Brume"),
        (True, "Théodore Lanuée"),
        (True, "Préfecture du Val-Imaginaire"),
    ]
    (stamp,) = reader.embedded_timestamp_signatures
    late = validate_pdf_timestamp(stamp, judge)
    assert (late.intact, late.valid, late.trusted, late.coverage.name) == (True, True, True, "ENTIRE_FILE")


def test_pv_6_the_stamp_says_the_level_and_never_more(signed: bytes, prepared: bytes):
    (page,) = structure.page_texts(_sign(prepared, field_of(0), pki.self_signed("Élise Brume")))
    assert "signature simple B-B, certificat autosigné, que personne ne garantit" in page
    assert "« » Ωmega" in structure.page_texts(_sign(prepared, field_of(1), ROOT.issue("« » Ωmega")))[0]


@pytest.mark.parametrize(
    ("held", "trust", "certificate", "quality"),
    [
        (lambda: pki.self_signed("Élise Brume"), ROOT.trust, Certificate.SELF_SIGNED, Quality.SIMPLE),
        (
            lambda: pki.self_signed("Élise Brume", qualified=True),
            ROOT.trust,
            Certificate.SELF_SIGNED,
            Quality.SIMPLE,
        ),
        (lambda: CHAIR, Trust(), Certificate.UNKNOWN_ISSUER, Quality.SIMPLE),
        (lambda: CHAIR, ROOT.trust, Certificate.RECOGNISED, Quality.ADVANCED),
        (lambda: ROOT.issue("Élise Brume", qualified=True), ROOT.trust, Certificate.RECOGNISED, Quality.QUALIFIED),
        (lambda: ROOT.issue("Élise Brume", qualified=True), Trust(), Certificate.UNKNOWN_ISSUER, Quality.SIMPLE),
    ],
    ids=[
        "self-signed",
        "self-signed, says it is qualified",
        "unknown issuer",
        "recognised",
        "qualified",
        "qualified, says itself alone",
    ],
)
def test_pv_6_only_a_recognised_qualified_certificate_makes_a_qualified_signature(
    prepared: bytes, held, trust, certificate, quality
):
    (found,) = _read(_sign(prepared, field_of(0), held(), trust), trust).signatures
    assert (found.certificate, found.quality) == (certificate, quality)


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (lambda: ROOT.issue("Élise", ends=pki.DAY - timedelta(days=1)), SignatureRefusal.EXPIRED),
        (lambda: ROOT.issue("Élise", starts=pki.DAY + timedelta(days=1)), SignatureRefusal.NOT_YET_VALID),
        (lambda: ROOT.authentication("Élise"), SignatureRefusal.WRONG_USAGE),
        (ROOT.stamper, SignatureRefusal.WRONG_USAGE),
    ],
    ids=["expired", "not yet valid", "to sign in with", "to stamp with"],
)
def test_a_certificate_that_may_not_sign_is_refused(prepared: bytes, held, reason):
    with refused(reason):
        _sign(prepared, field_of(0), held())


def test_a_revoked_certificate_is_refused_and_seen(prepared: bytes, signed: bytes):
    trust = Trust(roots=(ROOT.root,), lists=(pki.Authority(revoked=[CHAIR.certificate.serial_number]).list(),))
    with refused(SignatureRefusal.REVOKED):
        _sign(prepared, field_of(0), CHAIR, trust)
    assert _read(signed, trust).signatures[0].flaws == (Flaw.REVOKED,)


def test_a_wrong_passphrase_and_what_is_no_key_are_told_apart(prepared: bytes):
    with refused(SignatureRefusal.WRONG_PASSPHRASE):
        _sign(prepared, field_of(0), CHAIR, passphrase="autre chose")
    for content in (b"", b"un texte", ROOT.root):
        with refused(SignatureRefusal.KEY_UNREADABLE):
            sign.sign(
                prepared,
                field_of(0),
                key=content,
                passphrase="",
                way="certificate",
                moment="",
                trust=Trust(),
                at=pki.DAY,
            )


def test_a_field_is_signed_once_and_another_document_has_none(signed: bytes):
    with refused(SignatureRefusal.FIELD_TAKEN):
        _sign(signed, field_of(0), CHAIR)
    with refused(SignatureRefusal.NOT_THIS_DOCUMENT):
        _sign(render(a_document()), field_of(0), CHAIR)
    with refused(SignatureRefusal.NOT_A_PDF):
        _sign(b"un texte", field_of(0), CHAIR)


def test_a_flipped_byte_an_overlay_and_a_tail_are_seen(signed: bytes):
    found = _read(flipped(signed, signed.index(b"/Title") + 9))
    assert {flaw for each in found.signatures for flaw in each.flaws} == {Flaw.BROKEN}
    laid = _read(overlaid(signed))
    assert not laid.covered
    assert [each.flaws for each in laid.signatures] == [(Flaw.OVERLAID,), (Flaw.OVERLAID,)]
    assert not _read(signed + b"\n% une suite\n").intact


def test_the_last_signature_removed_leaves_a_sound_file_with_one_less(signed: bytes, prepared: bytes):
    first = _read(signed).signatures[0]
    cut = signed[: signed.index(b"%%EOF", len(prepared)) + 6]
    found = _read(cut)
    assert found.intact
    assert [each.signer for each in found.of_people] == [first.signer]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 4096, b"un texte"])
def test_any_file_gets_an_answer(content: bytes):
    assert not _read(content).readable


def test_the_notary_signs_and_reads_in_a_process_of_its_own(prepared: bytes):
    pdf, found = notary.sign(
        prepared,
        field_of(0),
        key=CHAIR.file(),
        passphrase=pki.PASSPHRASE,
        way="certificate",
        moment="jeudi 10 décembre 2026",
        trust=ROOT.trust,
        at=pki.DAY,
    )
    assert pdf.startswith(prepared)
    assert notary.decode(notary.encode(found)) == found
    assert found.intact
    with refused(SignatureRefusal.EXPIRED):
        late = pki.DAY + timedelta(days=900)
        notary.sign(
            pdf,
            field_of(1),
            key=CHAIR.file(),
            passphrase=pki.PASSPHRASE,
            way="certificate",
            moment="",
            trust=Trust(),
            at=late,
        )


def test_the_process_loads_neither_a_client_nor_what_cuts_faces():
    code = (
        "import sys\nfrom webapp.pdf import lean\nlean.without_client()\nimport webapp.pdf.sign\n"
        "assert not {'aiohttp', 'requests', 'fontTools.subset', 'fontTools.merge'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_b_t_where_the_authority_answers_and_b_b_where_it_is_silent(prepared: bytes, authority: pki.Stamper):
    authority.answers = True
    (found,) = _read(_sign(prepared, field_of(0), CHAIR, authority=authority.address)).signatures
    assert (found.profile, found.stamped_at) == (Profile.B_T, pki.DAY)
    authority.answers = False
    (found,) = _read(_sign(prepared, field_of(0), CHAIR, authority=authority.address)).signatures
    assert (found.profile, found.stamped_at) == (Profile.B_B, None)


def test_a_stamp_of_nobody_recognised_raises_nothing(prepared: bytes, authority: pki.Stamper):
    authority.answers = True
    pdf = _sign(prepared, field_of(0), CHAIR, authority=authority.address)
    assert _read(pdf, Trust()).signatures[0].profile is Profile.B_B
    with refused(SignatureRefusal.STAMP_UNKNOWN):
        sign.stamp(
            pdf,
            authority=authority.address,
            trust=Trust(roots=(pki.Authority(name="Autre autorité").root,)),
            at=pki.DAY,
        )


def test_a_stamp_added_later_makes_b_t_of_b_b(signed: bytes, authority: pki.Stamper):
    authority.answers = True
    stamped = sign.stamp(signed, authority=authority.address, trust=ROOT.trust, at=pki.DAY)
    found = _read(stamped)
    assert found.intact
    assert [each.profile for each in found.signatures if not each.stamp] == [Profile.B_T, Profile.B_T]
    assert found.empty_fields == (SEAL, *STAMPS[1:])
    structure.assert_conforms(stamped, title=TITLE, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])


def test_b_lta_where_a_list_of_the_revoked_can_be_had(signed: bytes, authority: pki.Stamper):
    authority.answers = True
    trust = ROOT.trust_with_list
    stamped = sign.stamp(signed, authority=authority.address, trust=trust, at=pki.DAY)
    found = _read(stamped, trust)
    assert found.intact
    assert [each.profile for each in found.signatures if not each.stamp] == [Profile.B_LTA, Profile.B_LTA]
    structure.assert_conforms(stamped, title=TITLE, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])


def test_a_silent_authority_is_told(signed: bytes, authority: pki.Stamper):
    authority.answers = False
    with refused(SignatureRefusal.STAMP_UNREACHABLE):
        sign.stamp(signed, authority=authority.address, trust=ROOT.trust, at=pki.DAY)
