"""What may be kept of a webinar, when it may be published, who may enter its room."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.registrations.model import MANAGER, Field, Occurrence, Registration, RegistrationRefusal, Status, Terms
from webapp.webinars.model import Content, OrganisingRefusal, Room, RoomKind, Shown, Speaker, WebinarRefusal
from webapp.wording.typography import folded

LINE_MOST = 200
WIDEST_MARGIN = 240  # minutes before the beginning
SUMMARY_MOST = 500
TEXT_MOST = 10_000
CODE_MOST = 60
# What the addresses of the house call something else than a webinar, under /webinaires.
RESERVED = frozenset({"chaines", "encart", "mon-lien"})


def cleaned(typed: Content) -> Content:
    """Return what is shown of a webinar as it is kept, or refuse what cannot stand."""
    title = registrations.plain(typed.title)
    if not title:
        raise Refusal(WebinarRefusal.TITLE_MISSING)
    speakers = tuple(
        Speaker(name=registrations.plain(each.name), title=registrations.plain(each.title))
        for each in typed.speakers
        if registrations.plain(each.name)
    )
    kept = replace(
        typed,
        title=title,
        summary=registrations.plain(typed.summary),
        description=typed.description.strip(),
        audience=registrations.plain(typed.audience),
        series=registrations.plain(typed.series),
        speakers=speakers,
    )
    lines = (
        kept.title,
        kept.audience,
        kept.series,
        *(each.name for each in speakers),
        *(each.title for each in speakers),
    )
    if (
        any(len(line) > LINE_MOST for line in lines)
        or len(kept.summary) > SUMMARY_MOST
        or len(kept.description) > TEXT_MOST
    ):
        raise Refusal(WebinarRefusal.TEXT_TOO_LONG, most_line=LINE_MOST, most_summary=SUMMARY_MOST, most=TEXT_MOST)
    return kept


def code_of(title: str) -> str:
    """Return what an address calls a webinar: « Gérer l’eau » becomes « gerer-l-eau »."""
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:CODE_MOST].strip("-") or "webinaire"


def check_room(room: Room) -> Room:
    """Return a room as it is kept; its address must be one that a browser opens by itself, in https.

    Refused too: a capacity or a number of minutes that cannot be kept.
    """
    if (room.capacity is not None and room.capacity < 1) or not 0 <= room.opens_minutes <= WIDEST_MARGIN:
        raise Refusal(OrganisingRefusal.ROOM_LIMITS)
    kept = replace(
        room, address=room.address.strip(), overflow=room.overflow.strip(), dial_in=registrations.plain(room.dial_in)
    )
    for each in (kept.address, kept.overflow):
        if each and not opens_in_a_browser(each):
            raise Refusal(WebinarRefusal.ROOM_UNREADABLE)
    if len(kept.dial_in) > LINE_MOST:
        raise Refusal(WebinarRefusal.TEXT_TOO_LONG, most_line=LINE_MOST, most_summary=SUMMARY_MOST, most=TEXT_MOST)
    return kept


def opens_in_a_browser(address: str) -> bool:
    """Whether a browser opens an address by itself, in https and without a password in it."""
    if len(address) > 2000 or not address.isprintable() or " " in address:  # noqa: PLR2004 — what browsers take
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None


def check_publishable(shown: Shown) -> None:
    """Refuse to show a webinar that has no date, or whose form cannot reach the managers whose word is waited for (WEB-4).

    What its form must tell is RGP-1, checked by the campaign.
    """
    if not any(not each.cancelled for each in shown.occurrences):
        raise Refusal(WebinarRefusal.NO_DATE)
    check_form_for(shown.campaign.terms, shown.form.fields)


def check_form_for(terms: Terms, asked: Iterable[Field]) -> None:
    """Refuse a form that does not ask where the manager is reached, when their word is waited for (WEB-4)."""
    if registrations.asks_manager(terms.approval) and not any(each.key == MANAGER and each.required for each in asked):
        raise Refusal(OrganisingRefusal.MANAGER_QUESTION_MISSING)


def check_changeable(occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse a correction by the person once the date is over or cancelled."""
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if now > occurrence.ends_at:
        raise Refusal(WebinarRefusal.ROOM_OVER)


def check_entry(registration: Registration, occurrence: Occurrence, room: Room, *, now: datetime) -> None:
    """Let in somebody who is confirmed, at the right time; otherwise say what is missing."""
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if registration.status is not Status.CONFIRMED:
        raise Refusal(WebinarRefusal.NOT_CONFIRMED)
    check_open(occurrence, room, now=now)


def check_open(occurrence: Occurrence, room: Room, *, now: datetime) -> None:
    """Refuse an entry before the room opens, after its end, of a date that is cancelled, or to a room not known yet."""
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if now < room.opens_at(occurrence):
        raise Refusal(WebinarRefusal.ROOM_NOT_OPEN, at=room.opens_at(occurrence))
    if now > occurrence.ends_at:
        raise Refusal(WebinarRefusal.ROOM_OVER)
    if not room.address and room.kind is RoomKind.LINK:
        raise Refusal(WebinarRefusal.ROOM_UNKNOWN)


def seats_beyond_room(occurrence: Occurrence, room: Room) -> int:
    """Return by how many the seats exceed what the tool holds; 0: they do not, or nobody knows."""
    if room.capacity is None:
        return 0
    return max((occurrence.seats or room.capacity + 1) - room.capacity, 0)
