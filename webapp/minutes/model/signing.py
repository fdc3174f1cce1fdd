"""How final minutes are signed: in which way, by whom, at which level, who is awaited (LAW PV-4, PV-6)."""

from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.minutes.model.record import File, FileKind
from webapp.pdf.signatures import Certificate, Profile, Quality

Paper = tuple[FileKind, int | None]  # what is signed: a kind of file, and the item of which it is an extract
MINUTES: Paper = (FileKind.MINUTES, None)
_ORDER = tuple(Profile)


class Way(StrEnum):
    """The four ways, in the order in which prefectures use them; and the time stamp that is added afterwards."""

    PAPER = auto()
    OUTSIDE = auto()
    SEAL = auto()
    CERTIFICATE = auto()
    STAMP = auto()


class SigningRefusal(Reason):
    """Why minutes are not signed this way now."""

    NOT_FINAL = auto()
    NOT_RENDERED = auto()
    NOT_AWAITED = auto()
    ALL_SIGNED = auto()
    ALREADY_SEALED = auto()
    FILE_MOVED = auto()
    SIGNED_OTHERWISE = auto()
    SCAN_KIND = auto()
    SIGNED_ON_UNKNOWN = auto()
    SIGNER_MISSING = auto()
    TOO_MANY = auto()
    SECOND_FACTS = auto()
    NO_SEAL = auto()
    SEAL_THERE = auto()
    FILE_MISSING = auto()
    NO_STAMPING = auto()
    NOTHING_TO_RECTIFY = auto()


@frozen
class Signed:
    """A signature as it was recorded; by hand, its level is None: it is an image (LAW PV-6)."""

    id: int
    file_id: int
    place: int | None
    role: str
    way: Way
    signer: str
    issuer: str
    certificate: Certificate | None
    quality: Quality | None
    profile: Profile | None
    signed_at: datetime
    lacking: tuple[str, ...]
    before: str
    sha256: str
    ending: str
    recorded_at: datetime
    recorded_by: int | None


@frozen
class Signing:
    """A file to sign and what has been signed of it; `file` None: not final, or still being rendered."""

    signers: tuple[str, ...]
    file: File | None
    signed: tuple[Signed, ...]

    def by_place(self, place: int) -> Signed | None:
        return next((each for each in self.signed if each.place == place), None)

    @property
    def awaited(self) -> int | None:
        """The place of the next signer, in the order set; None once all have signed."""
        return next((place for place in range(len(self.signers)) if self.by_place(place) is None), None)

    @property
    def seal(self) -> Signed | None:
        return next((each for each in self.signed if each.way is Way.SEAL), None)

    @property
    def by_hand(self) -> Signed | None:
        return next((each for each in self.signed if each.way is Way.PAPER), None)

    @property
    def electronic(self) -> tuple[Signed, ...]:
        return tuple(each for each in self.signed if each.way is not Way.PAPER)

    @property
    def sha256(self) -> str | None:
        """The SHA-256 of the PDF as it now stands."""
        if self.electronic:
            return self.electronic[-1].sha256
        return None if self.file is None else self.file.sha256

    def profile_of(self, signature: Signed) -> Profile | None:
        """Return the profile that a signature has by now: a later time stamp raises it."""
        if signature.profile is None:
            return None
        later = [
            each.profile for each in self.signed if each.way is Way.STAMP and each.id > signature.id and each.profile
        ]
        return max([signature.profile, *later], key=_ORDER.index)
