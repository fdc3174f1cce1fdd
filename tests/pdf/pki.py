"""Certificates made by the tests: an authority, its signers, its list of the revoked, its time stamp authority.

One of one's own proves nothing to a third party: for tests only.
"""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import keys, tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from webapp.pdf.signatures import Trust

PASSPHRASE = "brume du matin"
DAY = datetime(2026, 12, 10, 14, 30, tzinfo=UTC)
LISTS = "http://127.0.0.1:1/list.crl"
# qcCompliance and qcSSCD, as a qualified certificate states them (ETSI EN 319 412-5)
_QUALIFIED = bytes.fromhex("30143008060604008e4601013008060604008e460104")


@cache
def _key(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(text: str) -> pyca.Name:
    return pyca.Name([pyca.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signing: bool, authentication: bool = False, authority: bool = False) -> pyca.KeyUsage:
    return pyca.KeyUsage(
        digital_signature=authentication,
        content_commitment=signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass(frozen=True)
class Held:
    """A certificate with its key, as its owner has it."""

    certificate: pyca.Certificate
    key: Any
    chain: tuple[pyca.Certificate, ...] = ()

    def file(self, passphrase: str = PASSPHRASE) -> bytes:
        how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return pkcs12.serialize_key_and_certificates(b"", self.key, self.certificate, list(self.chain), how)


@dataclass
class Authority:
    """A certification authority."""

    name: str = "Autorité d’essai du Val-Imaginaire"
    revoked: list[int] = field(default_factory=list)
    lists: str = LISTS  # where its certificates say that its list is
    responder: str = ""  # and its OCSP responder, where it has one
    number: int = 0  # of its key

    def __post_init__(self) -> None:
        self.key = _key(self.number)
        self.certificate = (
            pyca.CertificateBuilder()
            .subject_name(_name(self.name))
            .issuer_name(_name(self.name))
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(DAY - timedelta(days=3650))
            .not_valid_after(DAY + timedelta(days=3650))
            .add_extension(pyca.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(signing=False, authority=True), critical=True)
            .add_extension(pyca.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )

    @property
    def root(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def trust(self) -> Trust:
        return Trust(roots=(self.root,))

    @property
    def trust_with_list(self) -> Trust:
        return Trust(roots=(self.root,), lists=(self.list(),))

    def list(self) -> bytes:
        made = (
            pyca.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(DAY - timedelta(days=1))
            .next_update(DAY + timedelta(days=30))
            .add_extension(pyca.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(pyca.CRLNumber(1), critical=False)
        )
        for serial in self.revoked:
            made = made.add_revoked_certificate(
                pyca.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(DAY - timedelta(hours=12))
                .build()
            )
        return made.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def issue(
        self,
        name: str,
        *,
        starts: datetime = DAY - timedelta(days=30),
        ends: datetime = DAY + timedelta(days=365),
        usage: pyca.KeyUsage | None = None,
        purpose: Any = None,
        qualified: bool = False,
        key: Any = None,
        serial: int | None = None,
    ) -> Held:
        key = key or _key(1)
        made = (
            pyca.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(serial or pyca.random_serial_number())
            .not_valid_before(starts)
            .not_valid_after(ends)
            .add_extension(usage or _usage(signing=True), critical=True)
            .add_extension(pyca.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(pyca.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                pyca.CRLDistributionPoints(
                    [pyca.DistributionPoint([pyca.UniformResourceIdentifier(self.lists)], None, None, None)]
                ),
                critical=False,
            )
        )
        if self.responder:
            place = pyca.UniformResourceIdentifier(self.responder)
            known = pyca.AuthorityInformationAccess([pyca.AccessDescription(AuthorityInformationAccessOID.OCSP, place)])
            made = made.add_extension(known, critical=False)
        if purpose is not None:
            made = made.add_extension(pyca.ExtendedKeyUsage([purpose]), critical=True)
        if qualified:
            made = _claiming(made)
        return Held(certificate=made.sign(self.key, hashes.SHA256()), key=key, chain=(self.certificate,))

    def authentication(self, name: str) -> Held:
        return self.issue(
            name, usage=_usage(signing=False, authentication=True), purpose=ExtendedKeyUsageOID.CLIENT_AUTH
        )

    def stamper(self) -> Held:
        usage = _usage(signing=True, authentication=True)
        return self.issue("Horodatage d’essai", usage=usage, purpose=ExtendedKeyUsageOID.TIME_STAMPING, key=_rsa())


def self_signed(name: str, *, qualified: bool = False) -> Held:
    key = _key(2)
    made = (
        pyca.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(name))
        .public_key(key.public_key())
        .serial_number(pyca.random_serial_number())
        .not_valid_before(DAY - timedelta(days=30))
        .not_valid_after(DAY + timedelta(days=365))
        .add_extension(_usage(signing=True), critical=True)
    )
    if qualified:
        made = _claiming(made)
    return Held(certificate=made.sign(key, hashes.SHA256()), key=key)


def _claiming(made: pyca.CertificateBuilder) -> pyca.CertificateBuilder:
    """Have a certificate say of itself that it is qualified."""
    oid = pyca.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
    return made.add_extension(pyca.UnrecognizedExtension(oid, _QUALIFIED), critical=False)


def answer(held: Held, at: datetime, asked: bytes) -> bytes:
    """Answer a request as a time stamp authority does (RFC 3161)."""
    certificates = [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in (held.certificate, *held.chain)]
    secret = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        certificates[0], keys.PrivateKeyInfo.load(secret), certs_to_embed=certificates[1:], fixed_dt=at
    )
    return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump())


class Stamper:
    """A time stamp authority that listens on this machine; `answers` false, it is there and says nothing good."""

    def __init__(self, root: Authority) -> None:
        held, outer = root.stamper(), self
        self.answers, self.asked = True, 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked += 1
                content = answer(held, DAY, asked) if outer.answers else b"indisponible"
                self.send_response(200 if outer.answers else 503)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                """Say nothing in the tests' output."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"


@contextmanager
def listening(root: Authority) -> Iterator[Stamper]:
    """Have a time stamp authority of this root listen while the block lasts."""
    made = Stamper(root)
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
