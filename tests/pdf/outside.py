"""What another program makes of a file to sign: pyHanko alone, which asks nothing of the certificate, nor of us."""

import io
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from tests.pdf import pki


class _Signer(PdfSigner):
    """A signer held to the hour of the test."""

    at: datetime

    def init_signing_session(self, *arguments, **more):
        session = super().init_signing_session(*arguments, **more)
        session.system_time = self.at
        return session


class _Writer(IncrementalPdfFileWriter):
    """A writer that leaves the metadata alone, as those do that know PDF/A."""

    def _update_meta(self) -> None:
        pass


def signed(
    pdf: bytes,
    field: str,
    held: pki.Held,
    *,
    at: datetime,
    digest: str = "sha256",
    pss: bool = False,
    new: bool = False,
) -> bytes:
    """Sign whatever the certificate is worth, in a field of its own if `new`; nothing is drawn on the page."""
    writer = _Writer(io.BytesIO(pdf))
    if new:
        append_signature_field(writer, SigFieldSpec(field, on_page=0, box=(10, 10, 60, 60)))
    signer = SimpleSigner.load_pkcs12_data(held.file(), (), pki.PASSPHRASE.encode())
    signer.prefer_pss = pss
    meta = PdfSignatureMetadata(field_name=field, md_algorithm=digest, subfilter=SigSeedSubFilter.PADES)
    made = _Signer(meta, signer, stamp_style=StaticStampStyle(background=None, border_width=0))
    made.at = at
    return bytes(made.sign_pdf(writer, existing_fields_only=not new).getvalue())
