"""B-LT and B-LTA: proofs that certificates are not revoked, asked where recognised certificates say, and nowhere else."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from tests.pdf import papers, pki, structure
from tests.pdf.factories import FACTS
from tests.pdf.revoking import Registry, telling
from tests.refusing import refused
from webapp.pdf import proofs, sign, verify
from webapp.pdf.signatures import Inspection, Profile, SignatureRefusal, Trust, field_of

NAME = "Autorité qui répond"


@pytest.fixture(params=["ocsp", "list"])
def registry(request: pytest.FixtureRequest) -> Iterator[Registry]:
    with telling(NAME, by=request.param) as made:
        yield made


@pytest.fixture
def by_ocsp() -> Iterator[Registry]:
    with telling(NAME, by="ocsp") as made:
        yield made


def _asking(root: pki.Authority) -> Trust:
    return replace(root.trust, asks=True)


def _signed(root: pki.Authority) -> bytes:
    return papers.sign(papers.prepared(), field_of(0), root.issue("Élise Brume"), root.trust)


def _stamp(pdf: bytes, root: pki.Authority, trust: Trust, *, bare: bool = True) -> Inspection:
    with pki.listening(root) as authority:
        made = sign.stamp(pdf, authority=authority.address, trust=trust, at=pki.DAY, bare=bare)
    structure.assert_conforms(made, title=papers.TITLE, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])
    found = verify.inspect(made, root.trust, at=pki.DAY + timedelta(hours=1))
    assert found.intact
    return found


def test_b_lta_with_what_the_certificates_own_addresses_answer(registry: Registry):
    found = _stamp(_signed(registry.root), registry.root, _asking(registry.root))
    assert found.signatures[0].profile is Profile.B_LTA
    assert len(registry.asked) == 2  # the signer's certificate, the authority's: each once


def test_nobody_is_asked_unless_it_is_allowed(by_ocsp: Registry):
    found = _stamp(_signed(by_ocsp.root), by_ocsp.root, by_ocsp.root.trust)
    assert (found.signatures[0].profile, by_ocsp.asked) == (Profile.B_T, [])


@pytest.mark.parametrize("manner", ["silent", "nonsense", "elsewhere", "endless"])
def test_an_address_that_does_not_answer_well_leaves_a_stamp_without_proofs(by_ocsp: Registry, manner: str):
    by_ocsp.manner = manner
    pdf = _signed(by_ocsp.root)
    assert _stamp(pdf, by_ocsp.root, _asking(by_ocsp.root)).signatures[0].profile is Profile.B_T
    assert "/ailleurs" not in by_ocsp.asked
    with refused(SignatureRefusal.PROOFS_UNREACHABLE):
        _stamp(pdf, by_ocsp.root, _asking(by_ocsp.root), bare=False)


def test_an_answer_that_another_authority_signed_proves_nothing(by_ocsp: Registry):
    root = by_ocsp.root
    pdf = _signed(root)
    by_ocsp.root = pki.Authority(name=NAME, number=9)
    assert _stamp(pdf, root, _asking(root)).signatures[0].profile is Profile.B_T


def test_a_certificate_of_nobody_recognised_has_no_address_asked(by_ocsp: Registry):
    root = by_ocsp.root
    trust = replace(pki.Authority(name="Autre autorité").trust, asks=True)
    papers.sign(papers.prepared(), field_of(0), root.issue("Élise Brume"), trust)
    own = pki.self_signed("Élise Brume")
    papers.sign(papers.prepared(), field_of(0), own, _asking(root))
    assert by_ocsp.asked == []


def test_reading_a_file_asks_nobody(by_ocsp: Registry):
    found = verify.inspect(_signed(by_ocsp.root), _asking(by_ocsp.root), at=pki.DAY)
    assert (found.intact, by_ocsp.asked) == (True, [])


@pytest.mark.parametrize("address", ["https://127.0.0.1:{port}/ocsp", "file:///etc/hostname", "ldap://127.0.0.1/ou=x"])
def test_nothing_but_plain_http_is_asked(by_ocsp: Registry, address: str):
    root = by_ocsp.root
    root.lists = root.responder = address.format(port=by_ocsp.server.server_port)
    papers.sign(papers.prepared(), field_of(0), root.issue("Élise Brume"), _asking(root))
    assert by_ocsp.asked == []


def test_a_certificate_that_its_authority_says_revoked_neither_signs_nor_is_stamped(registry: Registry):
    root = registry.root
    held = root.issue("Élise Brume")
    pdf = papers.sign(papers.prepared(), field_of(0), held, root.trust)
    root.revoked.append(held.certificate.serial_number)
    with refused(SignatureRefusal.REVOKED):
        papers.sign(papers.prepared(), field_of(0), held, _asking(root))
    with refused(SignatureRefusal.REVOKED):
        _stamp(pdf, root, _asking(root))


def test_a_silent_address_does_not_stop_a_signature(by_ocsp: Registry):
    by_ocsp.manner = "silent"
    pdf = papers.sign(papers.prepared(), field_of(0), by_ocsp.root.issue("Élise Brume"), _asking(by_ocsp.root))
    assert verify.inspect(pdf, by_ocsp.root.trust, at=pki.DAY).intact


def test_a_dozen_requests_at_most(by_ocsp: Registry, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(proofs, "MOST", 0)
    by_ocsp.manner = "silent"
    papers.sign(papers.prepared(), field_of(0), by_ocsp.root.issue("Élise Brume"), _asking(by_ocsp.root))
    assert by_ocsp.asked == []


def test_b_lt_where_another_program_added_the_proofs_then_b_lta(by_ocsp: Registry):
    root = by_ocsp.root
    with pki.listening(root) as authority:
        pdf = papers.sign(
            papers.prepared(), field_of(0), root.issue("Élise Brume"), root.trust, authority=authority.address
        )
    proven = _with_proofs(pdf, root)
    found = verify.inspect(proven, root.trust, at=pki.DAY)
    assert (found.intact, found.signatures[0].profile) == (True, Profile.B_LT)
    assert _stamp(proven, root, _asking(root), bare=False).signatures[0].profile is Profile.B_LTA


class _Plain(IncrementalPdfFileWriter):
    """A writer that leaves the metadata alone, as those do that know PDF/A."""

    def _update_meta(self) -> None:
        pass


def _with_proofs(pdf: bytes, root: pki.Authority) -> bytes:
    """Add the list of the revoked, as a program does that signs at B-LT."""
    writer = _Plain(io.BytesIO(pdf))
    judge = verify.context(root.trust_with_list, at=pki.DAY, hard=True)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, validation_context=judge)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
