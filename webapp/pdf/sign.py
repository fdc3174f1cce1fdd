"""Signing with pyHanko (PAdES), in memory: a signer's own certificate, the seal, time stamps added afterwards.

Only `notary` imports this module and `verify`: they cost half a second and 60 MB. Sources: ETSI EN 319 142-1 (PAdES),
RFC 3161 (time stamps).
"""

import asyncio
import io
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any

from asn1crypto import tsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError
from pyhanko_certvalidator.path import ValidationPath

from webapp.kernel.errors import Refusal
from webapp.pdf import keys, proofs
from webapp.pdf.signatures import SEAL, STAMPS, SignatureRefusal, Trust
from webapp.pdf.stamp import Stamp
from webapp.pdf.verify import context, measured
from webapp.wording import signing as words

DIGEST = "sha256"
STAMP_SECONDS = 5.0
STAMP_BYTES = 100_000


class _At(PdfSigner):
    """pyHanko's signer, held to our clock."""

    def __init__(self, *arguments: Any, at: datetime, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.at = at

    def init_signing_session(self, *arguments: Any, **more: Any) -> Any:
        session = super().init_signing_session(*arguments, **more)
        session.system_time = self.at
        return session


class _Writer(IncrementalPdfFileWriter):
    """pyHanko's writer, which adds to a file and leaves its metadata as they were: both claims are in them."""

    def _update_meta(self) -> None:
        pass


class _Authority(TimeStamper):
    """A time stamp authority, asked over HTTP (RFC 3161, 3.4)."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's is bare
        self.address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self._ask(req)

    def _ask(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        asked = urllib.request.Request(self.address, data=req.dump(), headers=headers, method="POST")  # noqa: S310 — the address is a setting, held to http(s) by it
        try:
            with urllib.request.urlopen(asked, timeout=STAMP_SECONDS) as answer:  # noqa: S310 — same
                return tsp.TimeStampResp.load(answer.read(STAMP_BYTES), strict=True)
        except urllib.error.HTTPError as fault:
            fault.close()
            raise


def sign(
    pdf: bytes,
    field: str,
    *,
    key: bytes,
    passphrase: str,
    way: str,
    moment: str,
    trust: Trust,
    at: datetime,
    authority: str = "",
) -> bytes:
    """Sign a prepared field (B-B; B-T where the authority answers), which says who, how, when and at which level.

    Raise Refusal for a certificate that may not sign, a file without this field or whose field is taken.
    """
    signer = keys.open_key(key, passphrase)
    certificate = signer.signing_cert
    keys.check(certificate, at=at, uses=keys.SERVICES if field == SEAL else keys.PEOPLE)
    known, quality = measured(certificate, signer.cert_registry, trust, at=at)
    opened = [_opened(pdf, field)]
    lines = words.lines(seal=field == SEAL, quality=quality, certificate=known, way=way, moment=moment)
    name = keys.common_name(certificate.subject)
    style = Stamp(lines=tuple(line.replace("{signer}", name) for line in lines), border_width=0)
    meta = PdfSignatureMetadata(field_name=field, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES)

    def signed(stamper: TimeStamper | None) -> bytes:
        writer = opened.pop() if opened else _Writer(io.BytesIO(pdf))
        made = _At(meta, signer, timestamper=stamper, stamp_style=style, at=at)
        return bytes(made.sign_pdf(writer, existing_fields_only=True).getvalue())

    if authority:
        try:
            return signed(_Authority(authority))
        except (OSError, ValueError):
            pass  # not reachable: signed all the same, stamped later by the worker
    return signed(None)


def _opened(pdf: bytes, field: str) -> _Writer:
    """Open a file to sign its field."""
    try:
        writer = _Writer(io.BytesIO(pdf))
        found = {name: value for name, value, _ in enumerate_sig_fields(writer.prev)}
    except Exception as fault:
        raise Refusal(SignatureRefusal.NOT_A_PDF) from fault
    if field not in found:
        raise Refusal(SignatureRefusal.NOT_THIS_DOCUMENT)
    if found[field] is not None:
        raise Refusal(SignatureRefusal.FIELD_TAKEN)
    return writer


def stamp(pdf: bytes, *, authority: str, trust: Trust, at: datetime, bare: bool = True) -> bytes:
    """Add a time stamp over the whole file, and with it the revocation data of every certificate where it can be had.

    B-B becomes B-T, or B-LTA; not `bare`, nothing is stamped without these proofs. Raise Refusal where the authority is
    silent or none that the prefecture recognises, where a certificate is revoked, where the proofs lack.
    """
    try:
        return asyncio.run(_stamp(pdf, _Authority(authority), trust, at, bare=bare))
    except RevokedError as fault:
        raise Refusal(SignatureRefusal.REVOKED) from fault
    except (PathBuildingError, PathValidationError) as fault:
        raise Refusal(SignatureRefusal.STAMP_UNKNOWN) from fault
    except (OSError, ValueError) as fault:
        raise Refusal(SignatureRefusal.STAMP_UNREACHABLE) from fault


async def _stamp(pdf: bytes, stamper: TimeStamper, trust: Trust, at: datetime, *, bare: bool) -> bytes:
    async for _ in stamper.validation_paths(context(trust, at=at)):
        pass
    writer = _Writer(io.BytesIO(pdf))
    if not await _add_proofs(writer, stamper, trust, at) and not bare:
        raise Refusal(SignatureRefusal.PROOFS_UNREACHABLE)
    taken = {name: value for name, value, _ in enumerate_sig_fields(writer.prev)}
    free = next((name for name in STAMPS if name in taken and taken[name] is None), None)
    if free is None:
        raise Refusal(SignatureRefusal.FIELD_TAKEN)  # a field made now would have no tag
    done = await PdfTimeStamper(stamper, field_name=free).async_timestamp_pdf(writer, DIGEST)
    return bytes(done.getvalue())


async def _add_proofs(writer: _Writer, stamper: TimeStamper, trust: Trust, at: datetime) -> bool:
    """Write into the file what proves that no certificate of its was revoked; nothing, unless all of it can be had."""
    try:
        known = proofs.gathered(trust, await _paths(writer, stamper, context(trust, at=at)))
        judge = context(known, at=at, hard=True)
        paths = await _paths(writer, stamper, judge)
    except RevokedError:
        raise
    except (PathBuildingError, PathValidationError):
        return False
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=judge)
    return True


async def _paths(writer: _Writer, stamper: TimeStamper, judge: ValidationContext) -> list[ValidationPath]:
    """Return how every certificate of a file, and the authority's, leads to a recognised root."""
    paths = [path async for path in stamper.validation_paths(judge)]
    for embedded in writer.prev.embedded_signatures:
        paths += await collect_validation_info(embedded, judge)
    return paths
