"""The notice as calendars read it: one event for each sitting, the same for everybody; whoever comes says so in the application."""

from datetime import timedelta

from webapp.meetings.model import Mode
from webapp.meetings.sitting import Notice
from webapp.outbox import calendar
from webapp.outbox.calendar import Entry
from webapp.wording import notices as words

LASTS = timedelta(hours=3)  # no sitting announces its end; what calendars show must have one


def event_of(notice: Notice, *, page: str) -> bytes:
    """Write the calendar file of a version; `page` is the public address of the sitting, which opens nothing by itself."""
    return calendar.file_of(_entry(notice, page), product="Convocation")


def _entry(notice: Notice, page: str) -> Entry:
    facts = notice.facts
    return Entry(
        uid=notice.uid,
        sequence=notice.sequence,
        stamped_at=notice.sent_at,
        starts_at=facts.starts_at,
        ends_at=facts.starts_at + LASTS,
        title=f"{facts.committee}{words.CALENDAR_CANCELLED if notice.cancels else ''}",
        place=facts.place if facts.mode is not Mode.CONFERENCE else words.CALENDAR_REMOTE,
        description=_description(notice, page),
        page=page,
        cancelled=notice.cancels,
    )


def _description(notice: Notice, page: str) -> str:
    facts = notice.facts
    remote = words.CALENDAR_CONNECTION.format(connection=facts.connection)
    lines = [f"{item.label}. {item.title}" for item in facts.agenda]
    if facts.mode is not Mode.IN_PERSON:
        lines.append(remote)
    return "\n".join([*lines, words.CALENDAR_PAGE.format(page=page)])
