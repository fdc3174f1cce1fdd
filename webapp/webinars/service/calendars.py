"""The calendar file joined to messages: written once for each state of a date, for all who sign up."""

from datetime import datetime
from pathlib import Path

from webapp.outbox.calendar import Entry
from webapp.outbox.model import Joined
from webapp.registrations.model import Occurrence
from webapp.storage import files
from webapp.storage.database import Database
from webapp.webinars import calendar, store
from webapp.webinars.model import Webinar
from webapp.wording import webinar_pages as words

MEDIA_TYPE = "text/calendar"
ENDING = "ics"


def joined(
    db: Database, webinar: Webinar, occurrence: Occurrence, entry: Entry, *, files_in: Path, now: datetime
) -> Joined:
    """Return the file that puts a date into a calendar, or takes it away; inside the caller's unit of work."""
    method = "CANCEL" if entry.cancelled else "PUBLISH"
    file = store.calendar_file(db, webinar, occurrence, method)
    if file is None:
        file = f"{files.keep(files_in, calendar.file_of(entry), ENDING)}.{ENDING}"
        store.add_calendar_file(db, webinar, occurrence, method, file=file, at=now)
    return Joined(name=f"{words.CALENDAR_FILE}.{ENDING}", media_type=MEDIA_TYPE, file=file)
