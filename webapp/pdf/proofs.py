"""What proves that certificates were not revoked, asked where they say: OCSP first, otherwise a list (RFC 6960, RFC 5280).

Only certificates that lead to a root which the prefecture recognises are asked about: no file, whoever made it, has this
machine call anywhere else. Nothing read here is believed: whoever validates with it checks its signature.
"""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request
from pyhanko_certvalidator.path import ValidationPath

from webapp.pdf.signatures import Trust

SECONDS_EACH = 4.0
SECONDS_IN_ALL = 20.0
MOST = 12
LARGEST = 8_000_000  # bytes: lists of national authorities take a few million


def _opener() -> urllib.request.OpenerDirector:
    """Return what speaks HTTP and nothing else, and follows no redirection: it would lead away from what was named."""
    made = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
    ):
        made.add_handler(handler())
    return made


@dataclass(slots=True)
class _Budget:
    """How much may still be asked, and which places did not answer: they are not waited for twice."""

    until: float = field(default_factory=lambda: time.monotonic() + SECONDS_IN_ALL)
    left: int = field(default_factory=lambda: MOST)
    silent: set[str] = field(default_factory=set)

    def spend(self, place: str) -> float:
        """Take one request and return the seconds that it may last; nothing is left at 0."""
        if place in self.silent:
            return 0.0
        self.left -= 1
        return min(SECONDS_EACH, self.until - time.monotonic()) if self.left >= 0 else 0.0


def gathered(trust: Trust, paths: Iterable[ValidationPath]) -> Trust:
    """Return the same trust with what could be had for every certificate of these paths, if it may be asked."""
    if not trust.asks:
        return trust
    budget, answers, lists = _Budget(), list[bytes](), list[bytes]()
    for certificate, issuer in _pairs(paths):
        answer = _first(_ocsp(certificate, issuer, budget))
        if answer is not None:
            answers.append(answer)
            continue
        found = _first(_lists(certificate, budget))
        if found is not None:
            lists.append(found)
    return replace(trust, answers=(*trust.answers, *answers), lists=(*trust.lists, *lists))


def _first(found: Iterator[bytes]) -> bytes | None:
    return next(found, None)


def _pairs(paths: Iterable[ValidationPath]) -> Iterator[tuple[x509.Certificate, Any]]:
    """Give each certificate below a root once, with its issuer."""
    seen = set()
    for path in paths:
        for certificate in path.iter_certs(include_root=False):
            if certificate.dump() not in seen:
                seen.add(certificate.dump())
                yield certificate, path.find_issuing_authority(certificate)


def _ocsp(certificate: x509.Certificate, issuer: Any, budget: _Budget) -> Iterator[bytes]:
    asked = format_ocsp_request(certificate, issuer, certid_hash_algo="sha1", request_nonces=False).dump()
    headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
    for address in certificate.ocsp_urls:
        said = _asked(address, budget, data=asked, headers=headers)
        if said is not None and _answers(said):
            yield said


def _answers(said: bytes) -> bool:
    try:
        return bool(ocsp.OCSPResponse.load(said, strict=True)["response_status"].native == "successful")
    except (ValueError, TypeError):
        return False


def _lists(certificate: x509.Certificate, budget: _Budget) -> Iterator[bytes]:
    for point in certificate.crl_distribution_points:
        said = None if point.url is None else _asked(point.url, budget)
        if said is not None and _is_list(said):
            yield said


def _is_list(said: bytes) -> bool:
    try:
        return bool(crl.CertificateList.load(said, strict=True)["tbs_cert_list"]["issuer"].native is not None)
    except (ValueError, TypeError):
        return False


def _asked(address: str, budget: _Budget, **more: Any) -> bytes | None:
    """Return what an address answers in time and within bounds, over plain HTTP: what is read there is signed."""
    parts = urlsplit(address)
    seconds = budget.spend(parts.netloc) if parts.scheme == "http" else 0.0
    if seconds <= 0:
        return None
    until = time.monotonic() + seconds
    try:
        with _opener().open(urllib.request.Request(address, **more), timeout=seconds) as answer:  # noqa: S310 — http alone, above
            return _read(answer, until)
    except urllib.error.HTTPError as fault:
        fault.close()
        return None
    except (OSError, ValueError, http.client.HTTPException):
        budget.silent.add(parts.netloc)
        return None


def _read(answer: Any, until: float) -> bytes | None:
    """Read to the end; None where it is longer than allowed, or drips."""
    parts, size = [], 0
    while part := answer.read1(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST or time.monotonic() > until:
            return None
    return b"".join(parts)
