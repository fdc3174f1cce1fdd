"""What calendars read, for sittings and webinars alike: events, the zone of Paris, the same bytes each time (RFC 5545).

METHOD:PUBLISH without ORGANIZER nor ATTENDEE: a calendar then asks for no reply, which would go to an address that
nobody reads. METHOD:CANCEL under the same UID takes the event away.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from webapp.kernel.models import frozen
from webapp.wording.dates import comes_twice, in_paris

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

ZONE = "Europe/Paris"
ASKED_AGAIN = timedelta(hours=6)  # how often a calendar that subscribes need ask


@frozen
class Entry:
    """One event; the same `uid` with a greater `sequence` replaces it, `page` is public and opens nothing by itself."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    description: str
    page: str
    cancelled: bool = False


def file_of(entry: Entry, *, product: str) -> bytes:
    """Write the file of one event, to be joined to a message."""
    calendar = _calendar(product)
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(_paris())
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=16)
def feed_of(entries: tuple[Entry, ...], *, product: str, name: str) -> bytes:
    """Write a calendar to subscribe to: what is cancelled stays in it, marked; one that has not changed is not written again."""
    calendar = _calendar(product)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_paris())
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _calendar(product: str) -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 — 40 ms that no start should wait for

    calendar = Calendar()
    calendar.add("prodid", f"-//Collegiale//{product}//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry) -> "Event":
    from icalendar import Event  # noqa: PLC0415 — same

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.replace(microsecond=0))
    event.add("last-modified", entry.stamped_at.replace(microsecond=0))
    event.add("dtstart", _at(entry.starts_at))
    event.add("dtend", _at(entry.ends_at))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", entry.description)
    event.add("url", entry.page)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PUBLIC")
    return event


def _at(instant: datetime) -> datetime:
    """Return an hour of Paris; that which comes twice, in UTC: of a local one, calendars take the first (RFC 5545, 3.3.5)."""
    local = in_paris(instant)
    return instant.astimezone(UTC) if comes_twice(local) else local


def _paris() -> "Timezone":
    """Write the zone ourselves: its rules since 1996, the same whatever list of zones the machine has."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 — same

    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    hour = timedelta(hours=1)
    for part, name, month, begins, before, after in (
        (summer, "CEST", 3, datetime(1996, 3, 31, 2), hour, 2 * hour),  # noqa: DTZ001 — a local hour, as the zone's rules are
        (winter, "CET", 10, datetime(1996, 10, 27, 3), 2 * hour, hour),  # noqa: DTZ001 — same
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
