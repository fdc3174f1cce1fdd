"""A certificate and its key, out of the file that its owner brings: judged before anything is signed with it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from asn1crypto import pem, pkcs12, x509
from pyhanko.sign.signers import SimpleSigner

from webapp.kernel.errors import Refusal
from webapp.pdf.signatures import SignatureRefusal, Trust

PEOPLE = frozenset({"non_repudiation"})  # a certificate of authentication alone does not sign
SERVICES = frozenset({"non_repudiation", "digital_signature"})
_NOT_FOR_SIGNING = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})


def open_key(content: bytes, passphrase: str) -> Any:
    """Read a PKCS#12 file in memory; neither it nor its passphrase is kept anywhere."""
    try:
        shaped = pkcs12.Pfx.load(content, strict=True)["version"].native
    except (ValueError, TypeError) as fault:
        raise Refusal(SignatureRefusal.KEY_UNREADABLE) from fault
    try:
        return SimpleSigner.load_pkcs12_data(content, (), passphrase.encode() or None)
    except (ValueError, AttributeError) as fault:  # AttributeError: a file without a key or without a certificate
        reason = SignatureRefusal.WRONG_PASSPHRASE if shaped and _is_locked(fault) else SignatureRefusal.KEY_UNREADABLE
        raise Refusal(reason) from None


def _is_locked(fault: Exception) -> bool:
    """Whether the file would not open, rather than lack what it should hold."""
    return isinstance(fault, ValueError)


def check(certificate: x509.Certificate, *, at: datetime, uses: Collection[str]) -> None:
    """Refuse a certificate that does not sign now, or that was not issued for signing."""
    if at < certificate.not_valid_before:
        raise Refusal(SignatureRefusal.NOT_YET_VALID, on=certificate.not_valid_before)
    if at > certificate.not_valid_after:
        raise Refusal(SignatureRefusal.EXPIRED, on=certificate.not_valid_after)
    if not signs(certificate, uses):
        raise Refusal(SignatureRefusal.WRONG_USAGE)


def signs(certificate: x509.Certificate, uses: Collection[str]) -> bool:
    """Whether a certificate was issued to sign: one that says nothing of its use may."""
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & set(uses):
        return False
    purposes = certificate.extended_key_usage_value
    return purposes is None or not set(purposes.native) <= _NOT_FOR_SIGNING


def certificates(contents: Collection[bytes]) -> list[x509.Certificate]:
    """Read certificates, in DER or PEM, several to a file if need be."""
    found = []
    for content in contents:
        parts = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        found += [x509.Certificate.load(der) for der in parts]
    return found


def common_name(name: x509.Name) -> str:
    """Return how a certificate names somebody, in one line."""
    said = name.native
    for key in ("common_name", "organizational_unit_name", "organization_name"):
        if said.get(key):
            return " ".join(str(said[key]).split())
    return str(name.human_friendly)


def roots(trust: Trust) -> list[x509.Certificate]:
    return certificates(trust.roots)
