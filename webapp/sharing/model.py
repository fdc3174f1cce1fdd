"""What two instances tell each other: who they are, what one offers, what became of it at the other."""

from dataclasses import field
from datetime import date, datetime
from enum import auto
from pathlib import Path

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.webinars.model import Content


class SharingRefusal(Reason):
    """Why a partner, an offer or a bundle is not taken."""

    UNKNOWN_PARTNER = auto()
    NAME_MISSING = auto()
    CONTACT_MISSING = auto()
    KEY_UNREADABLE = auto()
    KEY_KNOWN = auto()
    KEY_OURS = auto()
    NOT_TRUSTED = auto()
    FEED_UNREADABLE = auto()
    FEED_MISSING = auto()
    FEED_SILENT = auto()
    NOTE_INCOMPLETE = auto()
    SEATS_UNREADABLE = auto()
    SEATS_TAKEN = auto()
    NOT_PUBLISHED = auto()
    HOSTED_ITSELF = auto()
    UNKNOWN_DATE = auto()
    UNKNOWN_ENTRY = auto()
    BUNDLE_TOO_LARGE = auto()
    BUNDLE_UNREADABLE = auto()
    BUNDLE_UNKNOWN_ISSUER = auto()
    BUNDLE_TAMPERED = auto()
    BUNDLE_FOR_ANOTHER = auto()
    BUNDLE_OLDER = auto()
    BUNDLE_REUSED = auto()


@frozen
class House:
    """Our instance towards its partners: its name, its private key, its address, and what its messages need."""

    name: str
    seed: str = field(repr=False)
    link_key: str = field(repr=False)
    public_address: str
    files: Path


@frozen
class Partner:
    """Another prefecture's instance; nothing of it is read before its fingerprint was compared."""

    id: int
    name: str
    public_key: str
    contact: str
    trusted_at: datetime | None
    trusted_by: int | None
    channel_id: int | None
    feed_address: str
    feed_nonce: Nonce = field(repr=False)
    note_text: str
    note_on: date | None
    note_at: datetime | None
    their_note: str
    sent_serial: int
    sent_digest: str
    sent_bundle: str = field(repr=False)
    sent_at: datetime | None
    seen_serial: int
    seen_digest: str
    seen_at: datetime | None
    acknowledged: int
    fetched_at: datetime | None
    fetch_fault: str


@frozen
class SharedDate:
    """One of our dates, offered to a partner; `held` exceeds `seats` until they have read that it was lowered."""

    id: int
    partner_id: int
    occurrence_id: int
    seats: int
    held: int
    pool_id: int | None
    published_seats: int
    published_in: int
    taken: int
    waiting: int
    told_at: datetime | None
    entry_nonce: Nonce = field(repr=False)


@frozen
class Guest:
    """Somebody who comes from a partner, named under a sharing note."""

    last_name: str
    first_name: str
    service: str


@frozen
class OfferedDate:
    """A date in a bundle; `seats` 0: no longer offered."""

    id: int
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    seats: int
    sequence: int
    cancelled: bool
    entry: str = field(repr=False)


@frozen
class Offer:
    """A webinar in a bundle, with the dates that are offered."""

    id: int
    content: Content
    cancel_reason: str
    dates: tuple[OfferedDate, ...]


@frozen
class Returned:
    """What became of one offered date: counts, and names under a sharing note alone (WEB-9)."""

    date: int
    taken: int
    waiting: int
    people: tuple[Guest, ...] = ()


@frozen
class Bundle:
    """What one instance tells another: all that it offers it, and what became of all that it was offered."""

    issuer: str
    recipient: str
    serial: int
    acknowledges: int
    note: str
    offers: tuple[Offer, ...]
    returns: tuple[Returned, ...]
    digest: str


@frozen
class Came:
    """What a bundle changed here."""

    partner: Partner
    serial: int
    again: bool = False
    added: int = 0
    changed: int = 0
    cancelled: int = 0
    told: int = 0


@frozen
class HostedDate:
    """A partner's date that stands in our catalogue."""

    occurrence_id: int
    webinar_id: int
    remote: int
    digest: str
