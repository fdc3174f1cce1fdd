"""What signing takes on this installation: where files are, which issuers are recognised, the seal, the time stamps."""

from pathlib import Path

from webapp.kernel.models import frozen
from webapp.pdf.signatures import Trust

TRUSTED = "trusted"
SEAL = "seal.p12"
SEAL_PASSPHRASE = "seal_passphrase"  # noqa: S105 — the name of its file
_ROOTS = frozenset({".pem", ".crt", ".cer", ".der"})


@frozen
class Means:
    """`keys` is the instance's own folder of secrets; `stamping` the address of a time stamp authority, or nothing.

    `asking`: whether the addresses that recognised certificates name are asked what was revoked.
    """

    files: Path
    keys: Path
    stamping: str = ""
    asking: bool = False

    @property
    def trust(self) -> Trust:
        """Read the recognised roots and the lists of the revoked, each time anew: they are renewed under way."""
        found = sorted((self.keys / TRUSTED).glob("*"))
        return Trust(
            roots=tuple(each.read_bytes() for each in found if each.suffix.lower() in _ROOTS),
            lists=tuple(each.read_bytes() for each in found if each.suffix.lower() == ".crl"),
            asks=self.asking,
        )

    @property
    def proves(self) -> bool:
        """Whether one can hope to prove that certificates were not revoked."""
        return self.asking or any((self.keys / TRUSTED).glob("*.crl"))

    @property
    def seal(self) -> tuple[bytes, str] | None:
        """Read the certificate file of the service and its passphrase; None where there is none."""
        file, secret = self.keys / SEAL, self.keys / SEAL_PASSPHRASE
        if not file.exists():
            return None
        return file.read_bytes(), secret.read_text(encoding="utf-8").strip() if secret.exists() else ""

    @property
    def seals(self) -> bool:
        return (self.keys / SEAL).exists()
