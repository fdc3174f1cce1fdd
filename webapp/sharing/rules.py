"""How a bundle is written and read: one way to write each, strict types, nothing beyond its bounds."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from webapp.kernel import clock, seals
from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.registrations.model import PrivacyNotice
from webapp.sharing.model import Bundle, Guest, Offer, OfferedDate, Partner, Returned, SharedDate, SharingRefusal
from webapp.webinars import rules as webinars
from webapp.webinars.model import Content, Speaker
from webapp.wording import sharing as words

FORMAT = "collegiale-partage/1"
LARGEST = 2 * 1024 * 1024
MOST_OFFERS = 500
MOST_DATES = 200
MOST_PEOPLE = 10_000
MOST_SEATS = 10_000
LARGEST_NUMBER = 10**15 - 1
ADDRESS_MOST = 500
NOTE_MOST = 10_000
TEXT_MOST = 10_000
_KEY = re.compile(r"[0-9a-f]{64}")
_SEAL = re.compile(r"[0-9a-f]{128}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def canonical(value: object) -> bytes:
    """Write a JSON value in the one way that is sealed: keys in order, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(value: object) -> str:
    """Return the digest of a JSON value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def note_digest(text: str) -> str:
    """Return by which two instances know that they recorded the same note; '' without one."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def key_of(typed: str) -> str:
    """Return a public key as it is kept, or refuse what is none."""
    found = "".join(typed.split()).lower()
    if not _KEY.fullmatch(found):
        raise Refusal(SharingRefusal.KEY_UNREADABLE)
    return found


def check_feed(typed: str) -> str:
    """Return where a partner's bundles are fetched: in https, or on this very machine; '' : by file alone."""
    address = typed.strip()
    if address and not is_safe(address):
        raise Refusal(SharingRefusal.FEED_UNREADABLE)
    return address


def is_safe(address: str) -> bool:
    """Whether an address is in https, or leads to this very machine."""
    if len(address) > ADDRESS_MOST or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if parts.username is not None or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def notice(house: str, partner: Partner) -> PrivacyNotice:
    """Return what people signed up here for a partner's webinar are told of their data (RGP-1)."""
    recipients = words.RECIPIENTS_NAMED if partner.note_text else words.RECIPIENTS
    said = {**words.NOTICE, "recipients": recipients}
    return PrivacyNotice(
        **{key: text.format(house=house, contact=partner.contact, partner=partner.name) for key, text in said.items()}
    )


def names_pass(partner: Partner) -> bool:
    """Whether names may leave: the same sharing note is recorded on both sides (WEB-9, RGPD art. 26)."""
    return bool(partner.note_text) and note_digest(partner.note_text) == partner.their_note


def block(share: SharedDate, *, acknowledged: int) -> int:
    """Return how many seats stay held for a partner: lowered only once they have read it, never below those taken."""
    read = share.published_seats == share.seats and acknowledged >= share.published_in
    return max(share.seats, share.taken if read else share.held)


def next_serial(last: int, now: datetime) -> int:
    """Return the number of the next bundle; it follows the clock, so that a restored backup does not repeat one."""
    return max(last + 1, int(now.timestamp()))


def sealed(seed: str, body: Mapping[str, Any]) -> str:
    """Return a bundle's file: its body, and its seal."""
    return canonical({"body": body, "seal": seals.seal(seed, canonical(body))}).decode()


def opened(content: bytes, keys: Mapping[str, Partner], *, ours: str) -> tuple[Partner, Bundle]:
    """Return what a bundle says and whose it is, or refuse it whole; `keys`: the partners that are trusted.

    The file must be written in the one canonical way: no byte of it can be changed without its seal saying so.
    """
    if len(content) > LARGEST:
        raise Refusal(SharingRefusal.BUNDLE_TOO_LARGE)
    try:
        file = json.loads(content)
        body, seal = file["body"], file["seal"]
        issuer = body["issuer"]
        whole = canonical(file) == content.strip(b"\n")
        known = keys.get(issuer) if isinstance(issuer, str) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Refusal(SharingRefusal.BUNDLE_UNREADABLE) from fault
    if not isinstance(body, dict) or body.get("format") != FORMAT or len(file) != 2:  # noqa: PLR2004 — body and seal
        raise Refusal(SharingRefusal.BUNDLE_UNREADABLE)
    if known is None:
        raise Refusal(SharingRefusal.BUNDLE_UNKNOWN_ISSUER)
    if not whole or not isinstance(seal, str) or not _SEAL.fullmatch(seal):
        raise Refusal(SharingRefusal.BUNDLE_TAMPERED, name=known.name)
    if not seals.holds(known.public_key, canonical(body), seal):
        raise Refusal(SharingRefusal.BUNDLE_TAMPERED, name=known.name)
    if body.get("recipient") != ours:
        raise Refusal(SharingRefusal.BUNDLE_FOR_ANOTHER, name=known.name)
    try:
        return known, _bundle(body)
    except (ValueError, KeyError, TypeError, OverflowError, Refusal) as fault:
        raise Refusal(SharingRefusal.BUNDLE_UNREADABLE) from fault


def check_serial(partner: Partner, bundle: Bundle) -> bool:
    """Whether a bundle says something new; an older one, or another one under the same number, is refused."""
    if bundle.serial < partner.seen_serial:
        raise Refusal(SharingRefusal.BUNDLE_OLDER, serial=bundle.serial, seen=partner.seen_serial)
    if bundle.serial == partner.seen_serial and bundle.digest != partner.seen_digest:
        raise Refusal(SharingRefusal.BUNDLE_REUSED, serial=bundle.serial)
    return bundle.serial > partner.seen_serial


def told(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a body is news: its number, its date and its acknowledgement are not."""
    return {key: value for key, value in body.items() if key not in ("serial", "made_at", "acknowledges")}


def _bundle(body: dict[str, Any]) -> Bundle:
    _only(body, "format issuer recipient name serial made_at acknowledges note offers returns")
    _instant(body["made_at"])
    _text(body["name"], 200)
    note = _text(body["note"], 64)
    if note and not _KEY.fullmatch(note):
        raise ValueError(note)
    return Bundle(
        issuer=body["issuer"],
        recipient=body["recipient"],
        serial=_number(body["serial"]),
        acknowledges=_number(body["acknowledges"]),
        note=note,
        offers=_several(body["offers"], _offer, MOST_OFFERS, lambda each: each.id),
        returns=_several(body["returns"], _return, MOST_OFFERS * MOST_DATES, lambda each: each.date),
        digest=digest(told(body)),
    )


def _offer(value: dict[str, Any]) -> Offer:
    _only(value, "id title summary description audience series threshold speakers cancel_reason dates")
    speakers = tuple(_speaker(each) for each in _listed(value["speakers"], 100))
    typed = Content(
        title=_text(value["title"]),
        summary=_text(value["summary"]),
        description=_text(value["description"], TEXT_MOST),
        audience=_text(value["audience"]),
        series=_text(value["series"]),
        threshold=_number(value["threshold"], 100, least=1),
        speakers=speakers,
    )
    return Offer(
        id=_number(value["id"]),
        content=webinars.cleaned(typed),
        cancel_reason=_text(value["cancel_reason"], 1000),
        dates=_several(value["dates"], _date, MOST_DATES, lambda each: each.id),
    )


def _speaker(value: dict[str, Any]) -> Speaker:
    _only(value, "name title")
    return Speaker(name=_text(value["name"]), title=_text(value["title"]))


def _date(value: dict[str, Any]) -> OfferedDate:
    _only(value, "id starts_at ends_at closes_at seats sequence cancelled entry")
    if not isinstance(value["cancelled"], bool) or not is_safe(_text(value["entry"])):
        raise ValueError(value)
    found = OfferedDate(
        id=_number(value["id"]),
        starts_at=_instant(value["starts_at"]),
        ends_at=_instant(value["ends_at"]),
        closes_at=_instant(value["closes_at"]),
        seats=_number(value["seats"], MOST_SEATS),
        sequence=_number(value["sequence"]),
        cancelled=value["cancelled"],
        entry=value["entry"],
    )
    registrations.check_hours(found.starts_at, found.ends_at, found.closes_at)
    return found


def _return(value: dict[str, Any]) -> Returned:
    _only(value, "date taken waiting people")
    return Returned(
        date=_number(value["date"]),
        taken=_number(value["taken"], MOST_SEATS),
        waiting=_number(value["waiting"]),
        people=tuple(_guest(each) for each in _listed(value["people"], MOST_PEOPLE)),
    )


_GUEST = "last_name first_name service"


def _guest(value: dict[str, Any]) -> Guest:
    _only(value, _GUEST)
    last_name, first_name, service = (registrations.plain(_text(value[each])) for each in _GUEST.split())
    if not last_name:
        raise ValueError(value)
    return Guest(last_name=last_name, first_name=first_name, service=service)


def _only(value: object, names: str) -> None:
    if not isinstance(value, dict) or set(value) != set(names.split()):
        raise ValueError(names)


def _listed(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(most)
    return value


def _several(
    value: object, read: Callable[[dict[str, Any]], Any], most: int, number: Callable[[Any], int]
) -> tuple[Any, ...]:
    found = tuple(read(each) for each in _listed(value, most))
    if len({number(each) for each in found}) < len(found):
        raise ValueError(most)
    return found


def _text(value: object, most: int = 500) -> str:
    if not isinstance(value, str) or len(value) > most or (not value.isascii() and _unwritable(value)):
        raise ValueError(most)
    return value


def _unwritable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def _number(value: object, most: int = LARGEST_NUMBER, *, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(value)
    return value


def _instant(value: object) -> datetime:
    found = clock.from_text(_text(value, 40))
    if clock.to_text(found) != value:
        raise ValueError(value)
    return found
