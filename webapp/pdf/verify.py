"""What a file's signatures are worth, measured: integrity, what each covers, who, at which level (LAW PV-6, PV-7).

Any file gets an answer. Sources: ETSI EN 319 142-1 (profiles), ETSI EN 319 412-5 (statements of a qualified certificate).
"""

import asyncio
import io
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError
from pyhanko_certvalidator.path import ValidationPath

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.pdf import claims, keys, proofs
from webapp.pdf.attached import Attachments
from webapp.pdf.signatures import (
    SEAL,
    Certificate,
    Flaw,
    Inspection,
    Profile,
    Quality,
    Signature,
    SignatureRefusal,
    Trust,
)

_QUALIFIED = frozenset({"qc_compliance", "qc_sscd"})
LONGEST_TITLE = 300
_ANY_USE = KeyUsageConstraints(key_usage=(), extd_key_usage=None)


def context(trust: Trust, *, at: datetime, hard: bool = False) -> ValidationContext:
    """Return what certificates are judged by at an instant; `hard`: nothing passes without proof that it is not revoked."""
    lists = [crl.CertificateList.load(_der(each)) for each in trust.lists]
    return ValidationContext(
        trust_roots=keys.roots(trust),
        crls=lists,
        ocsps=[ocsp.OCSPResponse.load(each) for each in trust.answers],
        moment=at,
        best_signature_time=at,
        retroactive_revinfo=True,
        revocation_mode="hard-fail" if hard else "soft-fail",
    )


def _der(content: bytes) -> bytes:
    return bytes(pem.unarmor(content)[2]) if pem.detect(content) else content


def measured(
    certificate: x509.Certificate, others: Iterable[x509.Certificate], trust: Trust, *, at: datetime
) -> tuple[Certificate, Quality]:
    """Say what is known of a certificate, and the most that a signature made with it can be; refuse a revoked one."""
    if certificate.self_issued:
        return Certificate.SELF_SIGNED, Quality.SIMPLE
    known = list(others)

    def validated(judge: ValidationContext) -> ValidationPath:
        validator = CertificateValidator(certificate, intermediate_certs=known, validation_context=judge)
        found: ValidationPath = asyncio.run(validator.async_validate_usage(key_usage=set()))
        return found

    try:
        path = validated(context(trust, at=at))
        if trust.asks:
            validated(context(proofs.gathered(trust, [path]), at=at))
    except RevokedError as fault:
        raise Refusal(SignatureRefusal.REVOKED) from fault
    except (PathBuildingError, PathValidationError):
        return Certificate.UNKNOWN_ISSUER, Quality.SIMPLE
    return Certificate.RECOGNISED, _quality(certificate, Certificate.RECOGNISED)


def inspect(pdf: bytes, trust: Trust, *, at: datetime, brief: bool = False) -> Inspection:
    """Read any file: one that is no PDF, or breaks its own rules, is unreadable.

    `brief`: what was added after each signature is taken on trust, for a file whose every byte but the last signature's
    was checked before.
    """
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        return _inspect(PdfFileReader(io.BytesIO(pdf)), trust, at, brief=brief)
    except Exception:  # noqa: BLE001 — whatever a stranger's file makes a reader raise
        return Inspection(readable=False)


def _inspect(reader: PdfFileReader, trust: Trust, at: datetime, *, brief: bool) -> Inspection:
    embedded = sorted(reader.embedded_signatures, key=lambda each: each.signed_revision)
    read = [_Read.of(each, trust, at, brief=brief) for each in embedded]
    store, attached = _store(reader), Attachments(reader)
    found = tuple(
        each.said(profile=_profile(each, read[place + 1 :], store, reader, trust)) for place, each in enumerate(read)
    )
    return Inspection(
        readable=True,
        title=_title(reader),
        signatures=found,
        covered=bool(read) and read[-1].covers_all,
        empty_fields=tuple(name for name, value, _ in enumerate_sig_fields(reader) if value is None),
        conformance=tuple(claims.lacking(reader)),
        attachments=attached.files,
        doubles=tuple(attached.doubles),
    )


def _title(reader: PdfFileReader) -> str:
    """Return the title that a file gives itself (ISO 32000-1, 14.3.3), the start of one that is endless."""
    try:
        return str(claims.entry(claims.entry(reader.trailer, "/Info", {}), "/Title", ""))[:LONGEST_TITLE]
    except Exception:  # noqa: BLE001 — a stranger's file may name anything there, and says no less for it
        return ""


@frozen
class _Read:
    """One signature, read and judged."""

    embedded: Any
    stamp: bool
    certificate: x509.Certificate | None
    signed_at: datetime | None
    stamped_at: datetime | None
    recognised: bool
    covers_all: bool
    flaws: tuple[Flaw, ...]

    @classmethod
    def of(cls, embedded: Any, trust: Trust, at: datetime, *, brief: bool) -> "_Read":
        """Judge a signature at the hour that it tells: a certificate that has expired since signed well."""
        stamp = str(embedded.sig_object_type) == "/DocTimeStamp"
        try:
            told = None if stamp else embedded.self_reported_timestamp
            return cls._judged(embedded, trust, told or at, stamp=stamp, brief=brief)
        except Exception:  # noqa: BLE001 — a signature that cannot be read is a bad one, the others still count
            return cls(
                embedded=embedded,
                stamp=stamp,
                certificate=None,
                signed_at=None,
                stamped_at=None,
                recognised=False,
                covers_all=False,
                flaws=(Flaw.UNREADABLE,),
            )

    @classmethod
    def _judged(cls, embedded: Any, trust: Trust, at: datetime, *, stamp: bool, brief: bool) -> "_Read":
        judge = context(trust, at=at)
        certificate = embedded.signer_cert
        stamped_at = None
        if stamp:
            status: Any = asyncio.run(async_validate_pdf_timestamp(embedded, judge, skip_diff=brief))
            stamped_at = status.timestamp
        else:
            status = asyncio.run(
                async_validate_pdf_signature(embedded, judge, key_usage_settings=_ANY_USE, skip_diff=brief)
            )
            token = status.timestamp_validity
            if token is not None and token.intact and token.valid and token.trusted:
                stamped_at = token.timestamp
        flaws = list(_flaws_of_bytes(status, embedded, brief=brief))
        if not stamp:
            flaws += _flaws_of_certificate(certificate, status, stamped_at or at, seal=embedded.field_name == SEAL)
        return cls(
            embedded=embedded,
            stamp=stamp,
            certificate=certificate,
            signed_at=None if stamp else at,
            stamped_at=stamped_at,
            recognised=bool(status.trusted),
            covers_all=_covers_all(embedded, status),
            flaws=tuple(flaws),
        )

    def said(self, *, profile: Profile) -> Signature:
        known = self.certificate
        own = known is not None and known.self_issued
        certificate = Certificate.UNKNOWN_ISSUER
        if own:
            certificate = Certificate.SELF_SIGNED
        elif self.recognised:
            certificate = Certificate.RECOGNISED
        return Signature(
            field=str(self.embedded.field_name),
            stamp=self.stamp,
            signer="" if known is None else keys.common_name(known.subject),
            issuer="" if known is None else keys.common_name(known.issuer),
            serial="" if known is None else f"{known.serial_number:x}",
            signed_at=self.signed_at,
            stamped_at=self.stamped_at,
            certificate=certificate,
            quality=_quality(known, certificate),
            profile=profile,
            covers_all=self.covers_all,
            ends=int(self.embedded.byte_range[-2]) + int(self.embedded.byte_range[-1]),
            flaws=self.flaws,
        )


def _quality(certificate: x509.Certificate | None, known: Certificate) -> Quality:
    """Only a recognised issuer makes a signature advanced; a qualified certificate says so itself too (LAW PV-6)."""
    if certificate is None or known is not Certificate.RECOGNISED:
        return Quality.SIMPLE
    said = {each["statement_id"].native for each in get_qc_statements(certificate)}
    return Quality.QUALIFIED if said >= _QUALIFIED else Quality.ADVANCED


def _flaws_of_bytes(status: Any, embedded: Any, *, brief: bool) -> Iterator[Flaw]:
    if not (status.intact and status.valid):
        yield Flaw.BROKEN
    elif (
        _hides(embedded)
        or status.coverage.value < SignatureCoverageLevel.ENTIRE_REVISION.value
        or not (_allowed(status) or brief)
    ):
        yield Flaw.OVERLAID


def _hides(embedded: Any) -> bool:
    """Whether something lies where the room left over by a signature is zeros (ISO 32000-1, 12.8.3.3.1): no hash covers it."""
    content = bytes(embedded.sig_object["/Contents"])
    return any(content[parser.peek(content) :])


def _allowed(status: Any) -> bool:
    """Whether what was added after a signature is but signatures, stamps and proofs."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    level = status.modification_level
    return level is not None and level.value <= ModificationLevel.FORM_FILLING.value


def _flaws_of_certificate(certificate: x509.Certificate, status: Any, at: datetime, *, seal: bool) -> Iterator[Flaw]:
    if at < certificate.not_valid_before:
        yield Flaw.NOT_YET_VALID
    if at > certificate.not_valid_after:
        yield Flaw.EXPIRED
    if not keys.signs(certificate, keys.SERVICES if seal else keys.PEOPLE):
        yield Flaw.WRONG_USAGE
    if status.revoked:
        yield Flaw.REVOKED


def _covers_all(embedded: Any, status: Any) -> bool:
    """Whether nothing follows a signature, but proofs of its certificates that other tools add after signing (B-LT)."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    proofs_alone = status.coverage is SignatureCoverageLevel.ENTIRE_REVISION and _allowed(status)
    if not proofs_alone or status.modification_level is not ModificationLevel.LTA_UPDATES:
        return False
    reader = embedded.reader
    before, now = reader.get_historical_root(embedded.signed_revision), reader.root
    return "/DSS" in now and before["/Metadata"].data == now["/Metadata"].data


def _store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _profile(
    signature: _Read, later: list[_Read], store: DocumentSecurityStore | None, reader: PdfFileReader, trust: Trust
) -> Profile:
    """Measure the profile; only a recognised authority's time stamp counts."""
    stamps = [each for each in later if each.stamp and each.recognised and not each.flaws]
    if signature.stamped_at is None and not stamps:
        return Profile.B_B
    if store is None or not _proven(signature, store, trust):
        return Profile.B_T
    archived = any("/DSS" in reader.get_historical_root(each.embedded.signed_revision) for each in stamps)
    return Profile.B_LTA if archived else Profile.B_LT


def _proven(signature: _Read, store: DocumentSecurityStore, trust: Trust) -> bool:
    """Whether the file itself carries what proves that the certificate was not revoked."""
    if signature.certificate is None or not trust.roots:
        return False
    at = signature.stamped_at or signature.signed_at
    judge = store.as_validation_context(
        {
            "trust_roots": keys.roots(trust),
            "moment": at,
            "best_signature_time": at,
            "retroactive_revinfo": True,
            "revocation_mode": "hard-fail",
        }
    )
    others = signature.embedded.other_embedded_certs
    validator = CertificateValidator(signature.certificate, intermediate_certs=others, validation_context=judge)
    try:
        asyncio.run(validator.async_validate_usage(key_usage=set()))
    except (PathBuildingError, PathValidationError):
        return False
    return True
