"""The notice as calendars read it: one event for each sitting, the same for everybody, the same bytes each time (RFC 5545).

METHOD:PUBLISH without ORGANIZER nor ATTENDEE: a calendar then asks for no reply, which would go to an address that
nobody reads; whoever comes says so in the application. METHOD:CANCEL under the same UID takes the event away.
"""

from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from webapp.meetings.model import Mode
from webapp.meetings.sitting import Notice
from webapp.wording import notices as words
from webapp.wording.dates import in_paris

LASTS = timedelta(hours=3)  # no sitting announces its end; what calendars show must have one
ZONE = "Europe/Paris"


def event_of(notice: Notice, *, page: str) -> bytes:
    """Write the calendar file of a version; `page` is the public address of the sitting, which opens nothing by itself."""
    calendar = Calendar()
    calendar.add("prodid", "-//Collegiale//Convocation//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if notice.cancels else "PUBLISH")
    calendar.add_component(_paris())
    calendar.add_component(_event(notice, page))
    return bytes(calendar.to_ical())


def _event(notice: Notice, page: str) -> Event:
    facts = notice.facts
    starts_at = in_paris(facts.starts_at)
    event = Event()
    event.add("uid", notice.uid)
    event.add("sequence", notice.sequence)
    event.add("dtstamp", notice.sent_at.replace(microsecond=0))
    event.add("last-modified", notice.sent_at.replace(microsecond=0))
    event.add("dtstart", starts_at)
    event.add("dtend", in_paris(facts.starts_at + LASTS))
    event.add("summary", f"{facts.committee}{words.CALENDAR_CANCELLED if notice.cancels else ''}")
    event.add("location", facts.place if facts.mode is not Mode.CONFERENCE else words.CALENDAR_REMOTE)
    event.add("description", _description(notice, page))
    event.add("url", page)
    event.add("status", "CANCELLED" if notice.cancels else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if notice.cancels else "OPAQUE")
    event.add("class", "PUBLIC")
    return event


def _description(notice: Notice, page: str) -> str:
    facts = notice.facts
    remote = words.CALENDAR_CONNECTION.format(connection=facts.connection)
    lines = [f"{item.label}. {item.title}" for item in facts.agenda]
    if facts.mode is not Mode.IN_PERSON:
        lines.append(remote)
    return "\n".join([*lines, words.CALENDAR_PAGE.format(page=page)])


def _paris() -> Timezone:
    """Write the zone ourselves: its rules since 1996, the same whatever list of zones the machine has."""
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
