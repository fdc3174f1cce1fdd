"""The seal of the service: provided by the prefecture, or made for a trial; kept with the other secrets, mode 0600."""

import os
from datetime import datetime
from secrets import token_urlsafe

from webapp.kernel.errors import Refusal
from webapp.minutes.model import SigningRefusal
from webapp.minutes.service.means import SEAL, SEAL_PASSPHRASE, Means


def create(means: Means, name: str, *, now: datetime) -> None:
    """Make a self-signed seal, for trials: it is told as self-signed wherever it shows (LAW PV-6)."""
    from webapp.pdf import trial  # noqa: PLC0415 — slow import

    passphrase = token_urlsafe(24)
    _keep(means, trial.seal(name, passphrase, at=now), passphrase)


def install(means: Means, content: bytes, passphrase: str, *, now: datetime) -> str:
    """Keep the certificate file that the prefecture provides; return the name that it bears, or refuse it."""
    from webapp.pdf import keys  # noqa: PLC0415 — slow import

    certificate = keys.open_key(content, passphrase).signing_cert
    keys.check(certificate, at=now, uses=keys.SERVICES)
    _keep(means, content, passphrase)
    return keys.common_name(certificate.subject)


def _keep(means: Means, content: bytes, passphrase: str) -> None:
    if means.seals:
        raise Refusal(SigningRefusal.SEAL_THERE)
    means.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, data in ((SEAL_PASSPHRASE, passphrase.encode()), (SEAL, content)):
        descriptor = os.open(means.keys / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
