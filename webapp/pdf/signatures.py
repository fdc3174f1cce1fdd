"""What is asked of a signature, what is found of those that a file bears, and why one is refused."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen

SEAL = "cachet"
STAMPS = tuple(f"horodatage-{number}" for number in range(1, 10))


def field_of(place: int) -> str:
    """Name the field of a signer, by their place in the order set, from 0."""
    return f"signature-{place + 1}"


class SignatureRefusal(Reason):
    """Why a signature is not made, or a signed file not taken; nothing is then stored."""

    KEY_UNREADABLE = auto()
    WRONG_PASSPHRASE = auto()
    EXPIRED = auto()
    NOT_YET_VALID = auto()
    WRONG_USAGE = auto()
    REVOKED = auto()
    SELF_SIGNED = auto()
    NOT_A_PDF = auto()
    NOT_THIS_DOCUMENT = auto()
    ALTERED = auto()
    OVERLAID = auto()
    SIGNATURE_REMOVED = auto()
    NOTHING_NEW = auto()
    FIELD_TAKEN = auto()
    TOO_LONG = auto()
    STAMP_UNREACHABLE = auto()
    STAMP_UNKNOWN = auto()
    PROOFS_UNREACHABLE = auto()


class Quality(StrEnum):
    """What a signature is worth, never more than was measured (LAW PV-6)."""

    SIMPLE = auto()
    ADVANCED = auto()
    QUALIFIED = auto()


class Profile(StrEnum):
    """The PAdES profile that the file shows (LAW 5.1)."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


class Certificate(StrEnum):
    """What is known of the certificate's issuer."""

    SELF_SIGNED = auto()
    UNKNOWN_ISSUER = auto()
    RECOGNISED = auto()


class Flaw(StrEnum):
    """What is wrong with one signature."""

    BROKEN = auto()  # the bytes that it covers are not those that were signed
    OVERLAID = auto()  # something other than a signature was added after it
    EXPIRED = auto()
    NOT_YET_VALID = auto()
    WRONG_USAGE = auto()
    REVOKED = auto()
    UNREADABLE = auto()


@frozen
class Trust:
    """What the prefecture recognises: root certificates and revocation lists, each in DER or PEM.

    `answers`: what OCSP responders said, in DER. `asks`: whether the addresses that recognised certificates name may be
    asked for more.
    """

    roots: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    asks: bool = False


@frozen
class Signature:
    """One signature, seal or time stamp as it was found; `signed_at` is the hour that it tells, proven by nobody in B-B.

    `ends`: where what it covers ends, in bytes from the start of the file.
    """

    field: str
    stamp: bool
    signer: str
    issuer: str
    serial: str
    signed_at: datetime | None
    stamped_at: datetime | None
    certificate: Certificate
    quality: Quality
    profile: Profile
    covers_all: bool
    ends: int
    flaws: tuple[Flaw, ...] = ()

    @property
    def good(self) -> bool:
        return not self.flaws

    @property
    def seal(self) -> bool:
        return self.field == SEAL


@frozen
class Inspection:
    """A file as it was read: its signatures in the order of their making, its claims, the files that it carries.

    `title`: the one that it gives itself. `doubles`: names that several attachments bear, of which the first is here;
    one that cannot be read is empty.
    """

    readable: bool
    title: str = ""
    signatures: tuple[Signature, ...] = ()
    covered: bool = False
    empty_fields: tuple[str, ...] = ()
    conformance: tuple[str, ...] = ()
    attachments: dict[str, bytes] = field(default_factory=dict)
    doubles: tuple[str, ...] = ()

    @property
    def of_people(self) -> tuple[Signature, ...]:
        return tuple(each for each in self.signatures if not each.stamp and not each.seal)

    @property
    def intact(self) -> bool:
        """Whether every signature holds and the last one covers the whole file."""
        return self.readable and bool(self.signatures) and self.covered and all(each.good for each in self.signatures)
